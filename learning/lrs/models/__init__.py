"""The tables of the Learning Record Store: statements, what comes with them, and documents."""

from .documents import ActivityDefinition, Document, DocumentKind, KeptFile, StatementFile
from .statements import (
    Actor,
    Arrival,
    Credential,
    LinkKind,
    ObjectKind,
    ProjectionDue,
    Scope,
    Statement,
    StatementLink,
    Term,
    TermKind,
)

__all__ = [
    "ActivityDefinition",
    "Actor",
    "Arrival",
    "Credential",
    "Document",
    "DocumentKind",
    "KeptFile",
    "LinkKind",
    "ObjectKind",
    "ProjectionDue",
    "Scope",
    "Statement",
    "StatementFile",
    "StatementLink",
    "Term",
    "TermKind",
]
