"""Deciding what an HR export changes about organisations. Reads no database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.utils.translation import gettext as _

from learning.people.hr_file import HrFile, OrganisationRow
from learning.people.hr_known import KnownOrganisation
from learning.people.hr_table import Fault
from learning.people.loops import find_loop


def plan_organisations(
    file: HrFile,
    known: Iterable[KnownOrganisation],
    faults: list[Fault],
) -> dict[str, KnownOrganisation]:
    """Return every organisation that is new or changed, by code."""
    before = {organisation.code: organisation for organisation in known}
    names: dict[str, OrganisationRow] = {}
    parents: dict[str, OrganisationRow] = {}
    mentioned: dict[str, OrganisationRow] = {}
    for row in file.organisations:
        mentioned.setdefault(row.code, row)
        if row.name and names.setdefault(row.code, row).name != row.name:
            faults.append(
                Fault(
                    _("Organisation %(code)s is “%(name)s” here but “%(other)s” in row %(row)d.")
                    % {
                        "code": row.code,
                        "name": row.name,
                        "other": names[row.code].name,
                        "row": names[row.code].row,
                    },
                    row.row,
                )
            )
        if row.parent_code and (parents.setdefault(row.code, row).parent_code != row.parent_code):
            faults.append(
                Fault(
                    _(
                        "Organisation %(code)s is below %(parent)s here but below %(other)s in row "
                        "%(row)d."
                    )
                    % {
                        "code": row.code,
                        "parent": row.parent_code,
                        "other": parents[row.code].parent_code,
                        "row": parents[row.code].row,
                    },
                    row.row,
                )
            )
    after = dict(before)
    for code, row in mentioned.items():
        stored = before.get(code)
        if code in names and not (stored and stored.name_kept):
            name = names[code].name
        elif stored:
            name = stored.name
        else:
            faults.append(
                Fault(
                    _("Organisation %(code)s is new. Enter its organisation_name.")
                    % {"code": code},
                    row.row,
                )
            )
            name = code
        kept = stored and (stored.place_kept or "parent_organisation_code" not in file.columns)
        if stored and kept:
            parent: str | None = stored.parent_code
        else:
            parent = parents[code].parent_code if code in parents else None
        after[code] = replace(
            stored or KnownOrganisation(code, name, parent), name=name, parent_code=parent
        )
    for row in parents.values():
        if row.parent_code not in after:
            faults.append(
                Fault(
                    _(
                        "The parent organisation %(parent)s is not known. Add a row for it; a row "
                        "may describe an organisation without a person."
                    )
                    % {"parent": row.parent_code},
                    row.row,
                )
            )
    loop = find_loop({code: organisation.parent_code for code, organisation in after.items()})
    if loop:
        circle = [f"{after[code].name} ({code})" for code in loop]
        faults.append(
            Fault(
                _("An organisation cannot be below itself: %(loop)s.")
                % {"loop": " → ".join([*circle, circle[0]])},
                mentioned[loop[0]].row if loop[0] in mentioned else None,
            )
        )
    return {code: new for code, new in after.items() if before.get(code) != new}
