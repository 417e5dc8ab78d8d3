"""Updating departments when an organisation is renamed, merged, closed or opened again."""

from __future__ import annotations

from cms.publishing.department_names import name_all
from cms.publishing.handing_over import hand_over, take_down
from cms.publishing.memberships import end_memberships
from cms.publishing.models import EditorsGroup, ProvidedDepartment
from learning.people.changes import OrganisationChanges
from learning.people.models import Organisation


def follow(changes: OrganisationChanges) -> None:
    """Bring what departments were given up to date, in the transaction that changed them."""
    about = {*changes.renamed, *changes.closed, *changes.opened}
    about |= {pk for pair in changes.merged for pk in pair}
    writing = set(
        ProvidedDepartment.objects.filter(organisation__in=about).values_list(
            "organisation", flat=True
        )
    )
    if not writing:
        return  # of the thousands of teams in an HR file, few write
    found = Organisation.objects.in_bulk(about)
    for gone, whole in changes.merged:
        if gone in writing:
            hand_over(
                department=found[gone],
                to=found[whole],
                keeps=changes.keeps,
                by=changes.by,
                now=changes.at,
            )
    for pk in writing.intersection(changes.closed):
        take_down(department=found[pk], by=changes.by)
        end_memberships(
            EditorsGroup.objects.filter(department__organisation=pk), by=changes.by, now=changes.at
        )
    for pk in writing.intersection({*changes.renamed, *changes.closed, *changes.opened}):
        name_all(found[pk])
