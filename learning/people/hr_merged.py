"""An HR export that names organisations which were merged into others here. Reads no database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from django.utils.translation import gettext as _

from learning.people.hr_file import HrFile
from learning.people.hr_known import KnownOrganisation


def with_merged(
    file: HrFile, merged: Mapping[str, str], known: Iterable[KnownOrganisation]
) -> HrFile:
    """Return ``file`` with the codes in ``merged`` replaced by the codes that they lead to.

    What it says of a merged organisation itself is left out, and a note tells so.
    """
    named = {row.code for row in file.organisations} & merged.keys()
    above = {row.parent_code for row in file.organisations} & merged.keys()
    if not named | above:
        return file
    parents = {organisation.code: organisation.parent_code or "" for organisation in known}

    def parent(code: str, said: str) -> str:
        now = merged.get(said, said)
        # Of two that are one now, the one cannot stand below the other: it stays where it is.
        return parents.get(code, "") if now == code != said else now

    return replace(
        file,
        people=[
            replace(row, organisation_code=merged.get(row.organisation_code, row.organisation_code))
            for row in file.people
        ],
        organisations=[
            replace(row, parent_code=parent(row.code, row.parent_code))
            for row in file.organisations
            if row.code not in merged
        ],
        notes=[
            *file.notes,
            *(
                _("%(code)s was merged into %(whole)s here, and is read as that.")
                % {"code": code, "whole": merged[code]}
                for code in sorted(named | above)
            ),
        ],
    )
