"""Nothing that was acknowledged is lost, whatever is killed under the writers."""

from __future__ import annotations

import random
import socket
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.reliability.station import Station, what_is_wrong, writing
from tests.size import Figure, size

# One worker builds the station, once, for all of them.
pytestmark = [pytest.mark.reliability, pytest.mark.xdist_group("station")]


@pytest.fixture(scope="session")
def station(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Station]:
    station = Station(tmp_path_factory.mktemp("station"))
    try:
        station.build()
        yield station
    finally:
        station.close()


def statuses(clients: list) -> Counter:
    return sum((Counter(client.statuses) for client in clients), Counter())


@pytest.mark.prove
def test_the_server_is_killed_again_and_again(station: Station, figure: Figure) -> None:
    kills = size(7, 20)
    with writing(station) as clients:
        for _time in range(kills):
            time.sleep(random.uniform(0.1, 0.5))
            station.kill_server()
            station.start_server()
    assert what_is_wrong(station, clients) == []
    seen = statuses(clients)
    assert set(seen) <= {200, "broken off"}
    assert seen["broken off"] >= kills
    acknowledged = sum(len(client.acknowledged) for client in clients)
    assert acknowledged > size(35, 100)
    figure("kills", kills)
    figure("facts acknowledged", acknowledged)
    station.manage("rebuild_records", "--check")  # fails where there is a difference
    assert station.query("SELECT count(*) FROM records_record") > [(0,)]


@pytest.mark.prove
def test_the_database_is_stopped_in_immediate_mode(station: Station, figure: Figure) -> None:
    stops = size(5, 10)
    with writing(station) as clients:
        for _time in range(stops):
            time.sleep(random.uniform(0.2, 0.6))
            station.stop_database()
            time.sleep(0.2)
            station.start_database()
    assert what_is_wrong(station, clients) == []
    seen = statuses(clients)
    assert set(seen) <= {200, 503}, "an outage is a 503 that says when to come back"
    assert seen[503] >= stops
    figure("stops", stops)
    station.manage("rebuild_records", "--check")  # fails where there is a difference
    assert station.query("SELECT count(*) FROM records_record") > [(0,)]


def test_a_broker_that_never_answers_is_never_asked(station: Station) -> None:
    """A frozen broker takes connections and says nothing; a writer must not notice."""
    with socket.socket() as frozen:
        frozen.bind(("127.0.0.1", 0))
        frozen.listen()
        frozen.settimeout(0.1)
        station.kill_server()
        station.start_server(CELERY_BROKER_URL=f"redis://127.0.0.1:{frozen.getsockname()[1]}/0")
        with writing(station) as clients:
            time.sleep(3)
        with pytest.raises(TimeoutError):
            frozen.accept()
    assert set(statuses(clients)) == {200}
    assert what_is_wrong(station, clients) == []


def test_thirty_two_writers_of_the_same_activities_all_get_through(station: Station) -> None:
    with writing(station, clients=32) as clients:
        time.sleep(4)
    assert set(statuses(clients)) == {200}, "no deadlock reaches a writer, and no 500"
    assert what_is_wrong(station, clients) == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 200 MB; skipped where this user may not mount one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=200m,mode=700", "tmpfs", str(disk)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        pytest.skip(f"no disk of its own can be made here: {done.stderr.strip()}")
    try:
        yield disk
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)


def test_a_full_disk_refuses_with_503_and_tears_nothing(small_disk: Path) -> None:
    station = Station(small_disk, {"max_wal_size": "32MB", "min_wal_size": "32MB"})
    ballast = small_disk / "ballast"
    try:
        station.build()
        with writing(station, clients=4, size=100_000) as clients:
            with pytest.raises(OSError, match="No space left"):
                fill(ballast)
            _until_refused(clients)
            ballast.unlink()
            station.start_database()
        assert what_is_wrong(station, clients) == []
        seen = statuses(clients)
        assert set(seen) <= {200, 503}
        assert max(client.slowest for client in clients) < 30
        assert station.ask("GET", "/xapi/statements?limit=1")[0] == 200
    finally:
        station.close()


def fill(path: Path) -> None:
    """Write until there is no room left, and say so."""
    with path.open("wb", buffering=0) as file:
        while file.write(b"0" * 65536):
            pass


def _until_refused(clients: list) -> None:
    deadline = time.monotonic() + 60
    while statuses(clients)[503] < 20:
        assert time.monotonic() < deadline, "the full disk is not noticed"
        time.sleep(0.1)
