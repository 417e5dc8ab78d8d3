"""HR files to import, and what came of them."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from learning.people.changes import PeopleChanges
from learning.people.hr_table import UnusableFile
from learning.people.imports import ImportSummary, import_people
from learning.people.models import Organisation, User

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
HEADER = (
    "staff_number,email,full_name,organisation_code,organisation_name,"
    "parent_organisation_code,manager_staff_number,grade,joined_on,left_on"
)
ANN = "1,ann@x.example,Ann Ax,D,Department,,,G6,2020-01-31,"
BEN = "2,ben@x.example,Ben Bee,T,Team,D,1,G7,2020-01-31,"
CAI = "3,cai@x.example,Cai Coed,T,Team,D,2,HEO,2020-01-31,"
heard: list[PeopleChanges] = []

heard: list[PeopleChanges] = []


def listen(changes: PeopleChanges) -> None:
    heard.append(changes)


def load(*rows: str, header: str = HEADER, **options: Any) -> ImportSummary:
    content = "\n".join([header, *rows, ""]).encode()
    return import_people(content=content, now=options.pop("now", NOW), **options)


def refused(*rows: str, header: str = HEADER, **options: Any) -> list[str]:
    before = list(User.objects.order_by("pk").values()), list(Organisation.objects.values())
    with pytest.raises(UnusableFile) as error:
        load(*rows, header=header, **options)
    now = list(User.objects.order_by("pk").values()), list(Organisation.objects.values())
    assert now == before, "a refused file must change nothing"
    return [str(fault) for fault in error.value.faults]
