"""Times are read the same by the short way and by the long."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.xapi.times import parse_timestamp

MOMENTS = st.datetimes(min_value=datetime(2, 1, 1), max_value=datetime(9998, 1, 1))  # noqa: DTZ001
OFFSETS = st.integers(min_value=0, max_value=14 * 60)


@given(MOMENTS, st.integers(min_value=0, max_value=6), OFFSETS)
def test_a_time_written_as_usual_is_the_time_written_otherwise(
    moment: datetime, digits: int, offset: int
) -> None:
    text = moment.strftime("%H:%M:%S")
    fraction = f".{moment.microsecond:06}"[: digits + 1] if digits else ""
    zone = f"+{offset // 60:02}:{offset % 60:02}"
    usual = f"{moment.year:04}-{moment.month:02}-{moment.day:02}T{text}{fraction}{zone}"
    expected = moment.replace(microsecond=int(f"{fraction[1:]:0<6}"), tzinfo=UTC) - timedelta(
        minutes=offset
    )
    # A comma, a space and an offset without its colon lead the long way.
    otherwise = usual.replace("T", " ").replace(".", ",").replace(zone, zone.replace(":", ""))
    assert parse_timestamp(usual) == parse_timestamp(otherwise) == expected
    assert parse_timestamp(usual).utcoffset() == timedelta()


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-29T09:30:00Z",
        "2026-00-10T09:30:00Z",
        "0000-01-01T09:30:00Z",
        "2026-05-01T24:00:00Z",
        "2026-05-01T09:60:00Z",
        "2026-05-01T09:30:00-00:00",
        "2026-05-01T09:30:00+24:00",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:60Z",
        "٢٠٢٦-05-01T09:30:00Z",
    ],
)
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="must"):
        parse_timestamp(text)


def test_a_leap_second_and_finer_fractions_are_read() -> None:
    assert parse_timestamp("2016-12-31T23:59:60Z") == datetime(2017, 1, 1, tzinfo=UTC)
    assert parse_timestamp("2026-05-01T09:30:00.1234567899Z").microsecond == 123456
