"""What a request may cost before anything is done for it: the real server, real sockets."""

from __future__ import annotations

import base64
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from wagtail.models import Collection

from cms.media.models import LibraryDocument
from learning.config.server.bounds import bound_for
from learning.lrs.credentials import create_credential
from learning.lrs.models import Scope
from tests.config.serving import Served, database_url, read_all, serving
from tests.factories.courses import writing_department
from tests.factories.people import PersonFactory, cast

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.xdist_group("serving"),
]
HALF = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n"
POST = b"POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\n%s\r\n"
SHORT = {
    "HEAD_SECONDS": 2,
    "BODY_GRACE_SECONDS": 2,
    "ANSWER_STALL_SECONDS": 3,
    "LARGEST_RECORDING": 5_000_000,
    "LARGEST_ARCHIVE": 5_000_000,
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the server keeps what it has to keep."""
    return tmp_path_factory.mktemp("served")


@pytest.fixture(scope="module")
def served(folder: Path, django_db_setup: None) -> Iterator[Served]:
    """A server with two threads, and little patience."""
    with serving(folder, database_url(), SECRET_KEY=settings.SECRET_KEY, **SHORT) as server:
        yield server


def post(path: str, *headers: str) -> bytes:
    return POST % (path.encode(), "".join(f"{line}\r\n" for line in headers).encode())


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1]) if answer else 0


def files_in(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.iterdir() if path.is_file())


def test_half_sent_requests_hinder_nobody_and_come_to_an_end(served: Served) -> None:
    with ExitStack() as stack:
        lines = [stack.enter_context(served.connect()) for _number in range(120)]
        for number, line in enumerate(lines):
            line.sendall(
                (HALF, b"", b"G", post("/sign-in/", "Content-Length: 100") + b"x")[number % 4]
            )
        assert served.ask("/healthz") == 200
        assert served.ask("/sign-in/") == 200
        ends = [read_all(line) for line in lines]
        assert {status(end) for end in ends} == {0, 408}
    assert served.ask("/sign-in/") == 200


def test_a_head_that_never_ends_is_refused(served: Served) -> None:
    with served.connect() as line:
        line.sendall(HALF)
        began = time.monotonic()
        for _number in range(40):
            try:
                line.sendall(b"X-Slow: 1\r\n")
            except OSError:
                break
            time.sleep(0.25)
        assert time.monotonic() - began < 8, "one field at a time is no way to stay"
    assert status(served.send(HALF + b"X-A: " + b"a" * 100_000)) == 431
    assert status(served.send(HALF + b"X-A: 1\r\n" * 200 + b"\r\n")) == 431
    assert status(served.send(b"NONSENSE\r\n\r\n")) == 400


def test_a_slow_body_is_refused_and_a_brisk_one_is_not(served: Served) -> None:
    head = post("/language/", "Content-Length: 3000")
    assert status(served.send(head, *[b"x" * 10] * 16, pause=0.25)) == 408
    brisk = served.send(head, *[b"x" * 1000] * 3, pause=1.0)
    assert status(brisk) == 403, "read whole, and then refused for its missing CSRF token"


def test_a_large_body_is_refused_before_it_is_read(served: Served, folder: Path) -> None:
    before = files_in(folder)
    for path in ("/sign-in/", "/", "/language/", "/api/v1/me/", "/no/such/page/"):
        answer = served.send(post(path, "Content-Length: 10000000000"))
        assert status(answer) == 413, path
    for path in ("/xapi/statements", "/cms-admin/documents/add/"):
        assert status(served.send(post(path, "Content-Length: 10000000000"))) == 413
        assert status(served.send(post(path, "Content-Length: 2000000"))) == 403, "not known who"
    assert b"This is too large to send" in served.send(post("/", "Content-Length: 999999"))
    welsh = served.send(post("/", "Content-Length: 999999", "Accept-Language: cy"))
    assert b'lang="cy"' in welsh
    assert b"application/json" in served.send(post("/xapi/statements", "Content-Length: 99999999"))
    assert files_in(folder) - before < 100_000


def test_a_chunked_body_is_counted_while_it_comes(served: Served) -> None:
    head = post("/language/", "Transfer-Encoding: chunked")
    assert status(served.send(head, b"5\r\nhello\r\n0\r\n\r\n")) == 403, "whole, without a token"
    endless = [b"10000\r\n" + b"x" * 65536 + b"\r\n"] * 12
    assert status(served.send(head, *endless)) == 413
    unknown = post("/cms-admin/documents/add/", "Transfer-Encoding: chunked")
    assert status(served.send(unknown, *endless * 3)) == 403
    assert status(served.send(head, b"zz\r\n")) == 400
    both = post("/language/", "Transfer-Encoding: chunked", "Content-Length: 5")
    assert status(served.send(both, b"0\r\n\r\n")) == 400


def test_a_sender_who_waits_to_be_told_is_told(served: Served) -> None:
    head = ("Expect: 100-continue", "Content-Type: application/x-www-form-urlencoded")
    with served.connect() as line:
        line.sendall(post("/language/", *head, "Content-Length: 5"))
        assert line.recv(100).startswith(b"HTTP/1.1 100 ")
        line.sendall(b"a=b&c")
        answer = line.recv(65536)
        assert status(answer) == 403
    refused = served.send(post("/language/", *head, "Content-Length: 500000"))
    assert status(refused) == 413
    assert b"100 Continue" not in refused


def test_those_who_are_known_send_as_much_as_they_may(served: Served) -> None:
    editor, learner = PersonFactory(), PersonFactory()
    group = Group.objects.create(name="Those who write")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    editor.groups.add(group)
    made = create_credential(name="A key", scopes=[Scope.ALL])
    word = base64.b64encode(f"{made.credential.key}:{made.secret}".encode()).decode()
    body = b"x" * 3_000_000
    for person, expected in ((editor, 403), (learner, 403)):
        client = Client()
        client.force_login(person, backend="learning.people.backends.EmployedBackend")
        cookie = f"sessionid={client.cookies['sessionid'].value}"
        answer = served.send(
            post("/cms-admin/documents/add/", f"Cookie: {cookie}", f"Content-Length: {len(body)}",
                 "Connection: close"),
            body,
        )  # fmt: skip
        assert status(answer) == expected
        # Both are 403, and only one of them from a view that had the whole request.
        assert (b"This page was open for too long" in answer) is (person is editor)
        assert (b"Sign in before you send this" in answer) is (person is learner)
    for key, expected in ((f"Basic {word}", 400), ("Basic d3Jvbmc6a2V5", 403)):
        answer = served.send(
            post("/xapi/statements", f"Authorization: {key}", f"Content-Length: {len(body)}",
                 "X-Experience-API-Version: 1.0.3", "Content-Type: application/json",
                 "Connection: close"),
            body,
        )  # fmt: skip
        assert status(answer) == expected


def test_slow_readers_keep_no_thread(served: Served) -> None:
    with ExitStack() as stack:
        lines = []
        for _number in range(6):
            line = stack.enter_context(served.connect())
            line.setsockopt(1, 8, 4096)  # SO_RCVBUF: take little at a time
            line.sendall(b"GET /sign-in/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" * 20)
            lines.append(line)
        assert served.ask("/sign-in/") == 200
        assert served.ask("/healthz") == 200


def test_films_that_are_paused_keep_no_thread_and_come_in_the_right_parts(
    served: Served, folder: Path
) -> None:
    writing = writing_department(cast())
    content = bytes(range(256)) * 40_000
    document = LibraryDocument(
        title="A film", collection=Collection.objects.get(pk=writing.department.collection.pk)
    )
    document.file.save("film.mp4", ContentFile(content))
    document.save()
    (folder / "media" / document.file.name).parent.mkdir(parents=True, exist_ok=True)
    (folder / "media" / document.file.name).write_bytes(content)
    client = Client()
    client.force_login(writing.cast.author, backend="learning.people.backends.EmployedBackend")
    head = (
        f"GET /media/{document.file.name} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
        f"Cookie: sessionid={client.cookies['sessionid'].value}\r\n"
    ).encode()
    with ExitStack() as stack:
        lines = []
        for number in range(6):
            line = stack.enter_context(served.connect())
            line.sendall(head + (b"Range: bytes=0-\r\n\r\n" if number % 2 else b"\r\n"))
            lines.append(line)
        assert served.ask("/sign-in/") == 200
        part = served.send(head + b"Range: bytes=1000001-2000000\r\n\r\n")
        assert part.startswith(b"HTTP/1.1 206 ")
        assert part.partition(b"\r\n\r\n")[2] == content[1_000_001:2_000_001]
        for line in lines:
            assert read_all(line).partition(b"\r\n\r\n")[2] == content


def test_several_requests_on_one_line_are_answered_in_turn(served: Served) -> None:
    one = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    last = b"GET /sign-in/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
    body = post("/language/", "Content-Length: 3") + b"a=b"
    answer = served.send(one + body + one + last)
    found = [part.split(b" ", 1)[0] for part in answer.split(b"HTTP/1.1 ")[1:]]
    assert found == [b"200", b"403", b"200", b"200"]
    assert answer.count(b"</html>") == 2


def test_health_answers_while_every_thread_is_busy(served: Served) -> None:
    with connection.cursor() as cursor, ExitStack() as stack:
        cursor.execute("BEGIN; LOCK TABLE people_user IN ACCESS EXCLUSIVE MODE")
        try:
            for _number in range(4):
                line = stack.enter_context(served.connect())
                line.sendall(HALF + b"Cookie: sessionid=" + b"a" * 32 + b"\r\n\r\n")
            assert served.ask("/healthz") == 200
            assert served.ask("/readyz") == 200
        finally:
            cursor.execute("ROLLBACK")


def test_more_connections_than_there_may_be_push_out_the_slowest(tmp_path: Path, db: None) -> None:
    url = database_url()
    os.environ["GUNICORN_CMD_ARGS"] = "--worker-connections=20"
    try:
        with serving(tmp_path, url) as served, ExitStack() as stack:
            lines = [stack.enter_context(served.connect()) for _number in range(60)]
            for line in lines:
                line.sendall(HALF)
            assert served.ask("/healthz") == 200
            assert read_all(lines[0]) == b"", "the first was dropped for those after it"
            assert served.ask("/sign-in/") == 200
    finally:
        del os.environ["GUNICORN_CMD_ARGS"]


def test_it_ends_gracefully_with_what_has_begun(tmp_path: Path, db: None) -> None:
    with serving(tmp_path, database_url()) as served:
        with served.connect() as line:
            line.sendall(post("/language/", "Content-Length: 3"))
            time.sleep(0.3)
            served.process.terminate()
            time.sleep(0.3)
            line.sendall(b"a=b")
            assert status(read_all(line)) == 403
        served.process.wait(20)
        assert served.process.returncode == 0


def test_the_bounds_follow_the_addresses() -> None:
    assert bound_for("/sign-in/").most == settings.SMALL_BODY
    assert bound_for("/xapi/statements").most > settings.LRS_MAX_MULTIPART_BYTES
    assert bound_for("/cms-admin/documents/add/").most > settings.LARGEST_RECORDING
    assert not bound_for("/").asked
    assert settings.SMALL_BODY <= settings.BODY_BEFORE_ASKING
