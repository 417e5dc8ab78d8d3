"""The register of personal data: where it is, why, for how long, and what erasing does to it.

Each app says so of its own tables, and of third parties' tables that it brought, in its
``privacy.py``, which is found like ``admin.py``. A test walks every table and finds what was
forgotten. This room stands below all others: it knows models only by name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from django.apps import apps
from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, Model, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise
ACTOR_MODEL = "lrs.Actor"


class Link(Enum):
    """The ways in which a row is tied to a person."""

    ABOUT = _("About the person")
    """The row is the person's: what they did, are or get. Rows that belong to it are too."""
    MENTIONS = _("Names the person as who did something")
    """The row is the organisation's and says who wrote, approved or locked it."""
    BY_ADDRESS = _("Holds an email address")
    """No key: the field holds what the person typed as their email address."""
    OPAQUE = _("Holds the person inside a packed value")
    """No key: the database cannot tell whose row it is."""


class OnErase(Enum):
    """The fates of a row when the person is erased."""

    DELETE = _("Deleted")
    UNLINK = _("Kept without saying who")
    REPLACE = _("Kept with the person’s details removed")
    EXPIRE = _("Ends by itself; it cannot be used from that moment")


@dataclass(frozen=True)
class Declaration:
    """One way in which the rows of a table are tied to people.

    ``person`` is the path of fields from the row to a user or actor; "" where the row itself is
    one.
    """

    app: str
    model: str
    person: str
    link: Link
    purpose: Text
    retention: Text
    on_erase: OnErase


_declarations: dict[tuple[str, str], Declaration] = {}


def declare(
    model: str,
    *,
    app: str,
    person: str,
    purpose: Text,
    retention: Text,
    on_erase: OnErase,
    link: Link = Link.ABOUT,
) -> None:
    """Declare one path from the table ``model`` ("app.Model") to people.

    ``app`` is the room that answers for it. ValueError where the path was declared before.
    """
    key = (model.lower(), person)
    if key in _declarations:
        raise ValueError(f"{model} by {person!r} is declared twice")
    _declarations[key] = Declaration(app, model, person, link, purpose, retention, on_erase)


def declarations() -> tuple[Declaration, ...]:
    """Return everything declared, by app and table."""
    return tuple(
        sorted(_declarations.values(), key=lambda found: (found.app, found.model, found.person))
    )


def problem_with(declaration: Declaration) -> str:
    """Return what is wrong with a declaration, or "" where it points at something real."""
    try:
        end = _end_of_path(declaration)
    except (LookupError, FieldDoesNotExist) as error:
        return f"{declaration.model}: {error}"
    if declaration.link in (Link.BY_ADDRESS, Link.OPAQUE):
        keyless = isinstance(end, Field) and not end.is_relation
        return "" if keyless else f"{declaration.model}.{declaration.person} is no plain field"
    label = end._meta.label if isinstance(end, type) else ""
    if label.lower() in (settings.AUTH_USER_MODEL.lower(), ACTOR_MODEL.lower()):
        return ""
    return f"{declaration.model}.{declaration.person} leads to no person"


def _end_of_path(declaration: Declaration) -> type[Model] | Field:
    model = apps.get_model(declaration.model)
    end: type[Model] | Field = model
    for name in filter(None, declaration.person.split("__")):
        if not isinstance(end, type):
            raise LookupError(f"{name} cannot follow a plain field")
        field = end._meta.get_field(name)
        end = field.related_model if field.is_relation else field  # type: ignore[assignment]
    return end


def undeclared() -> list[str]:
    """Return every relation to a person that nobody has declared, as "app.Model.field".

    A table must declare each key to a user or actor of its own, and one of its keys to a table
    that is itself about people, so that what belongs to a person's row is not forgotten. Keys
    that a table inherits, and the hidden tables of many-to-many fields, are declared where they
    are written.
    """
    people = {settings.AUTH_USER_MODEL.lower(), ACTOR_MODEL.lower()}
    about = {
        declaration.model.lower()
        for declaration in _declarations.values()
        if declaration.link is Link.ABOUT
    } - people
    declared = set(_declarations)
    found = []
    for model in apps.get_models():
        if model._meta.proxy:
            continue
        label = model._meta.label
        paths = {path for name, path in declared if name == label.lower()}
        for field in _keys(model):
            target = field.related_model._meta.label.lower()  # type: ignore[union-attr]
            told = field.name in paths
            if target in about:
                told = bool(paths)
            if target in people | about and not told:
                found.append(f"{label}.{field.name}")
    return sorted(found)


def _keys(model: type[Model]) -> Iterator[Field]:
    for field in (*model._meta.local_fields, *model._meta.local_many_to_many):
        if field.is_relation and isinstance(field.related_model, type):
            yield field


def rows_of(
    declaration: Declaration, *, user: int | None = None, actor: int | None = None
) -> QuerySet[Model]:
    """Return the rows of one declaration that are tied to a user or to an actor, by id.

    Only for declarations with a path of keys. ValueError for others: whose row it is then cannot
    be asked by id.
    """
    if declaration.link in (Link.BY_ADDRESS, Link.OPAQUE):
        raise ValueError(f"{declaration.model} holds no key to a person")
    model = apps.get_model(declaration.model)
    end = _end_of_path(declaration)
    is_actor = isinstance(end, type) and end._meta.label == ACTOR_MODEL
    key = actor if is_actor else user
    rows = model._default_manager
    return rows.none() if key is None else rows.filter(**{declaration.person or "pk": key})
