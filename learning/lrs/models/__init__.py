"""The tables of the Learning Record Store: statements, what comes with them, and documents."""

from .credentials import Credential, CredentialUse, Scope
from .documents import ActivityDefinition, Document, DocumentKind, KeptFile, StatementFile
from .statements import (
    Actor,
    Arrival,
    LinkKind,
    LinksDue,
    ObjectKind,
    ProjectionDue,
    Statement,
    StatementLink,
    StoreClock,
    Term,
    TermKind,
)

__all__ = [
    "ActivityDefinition",
    "Actor",
    "Arrival",
    "Credential",
    "CredentialUse",
    "Document",
    "DocumentKind",
    "KeptFile",
    "LinkKind",
    "LinksDue",
    "ObjectKind",
    "ProjectionDue",
    "Scope",
    "Statement",
    "StatementFile",
    "StatementLink",
    "StoreClock",
    "Term",
    "TermKind",
]
