"""Recordings in a course: refused until everybody can follow them, kept, private, sought in."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from cms.media.models import LibraryDocument
from cms.publishing.gate import PublishRefused
from cms.snippets.models import GlossaryTerm, SharedPassage
from courses.content.management.commands.import_course_files import STARTER
from courses.content.models import CourseVersion
from learning.people.models import User
from tests.factories.courses import Writing, body_of, draft_course, publish, started
from tests.factories.people import Cast
from tests.factories.recordings import captions_for, mp3, webm

HELP = """
id: 0d6f3c8e-77f4-4e43-9d3a-0a4d3f1f8b55
title: Help
body:
  - key: ring
    text: Ring **4000**.
"""
SLUG = "asking-good-questions"
VIDEO = str(UUID(int=7))
ADD = "/cms-admin/documents/add/"


def browser_of(person: User) -> Client:
    """Return a browser in which ``person`` is signed in."""
    client = Client()
    client.force_login(person, backend="learning.people.backends.EmployedBackend")
    return client


def upload(client: Client, writing: Writing, name: str, content: bytes) -> str:
    """Send a file with the editor's form; return the page that answers, "" where it is taken."""
    answer = client.post(
        ADD,
        {
            "title": name,
            "file": SimpleUploadedFile(name, content),
            "collection": str(writing.department.collection.pk),
        },
    )
    assert answer.status_code in (200, 302)
    return answer.content.decode() if answer.status_code == 200 else ""


def stored(name: str) -> int:
    return LibraryDocument.objects.get(title=name).pk


def video_block(**parts: object) -> dict[str, object]:
    return {"type": "video", "id": VIDEO, "value": {"title": "Counting", **parts}}


def test_a_video_goes_from_upload_to_learner(writing: Writing, people: Cast) -> None:
    author = browser_of(people.author)
    film = webm(12)
    assert upload(author, writing, "film.webm", film) == ""
    assert upload(author, writing, "film.vtt", captions_for(12)) == ""
    assert LibraryDocument.objects.get(title="film.webm").seconds == 12

    unfinished = draft_course(
        writing, body=[video_block(file=stored("film.webm"), transcript="")], lessons=1
    )
    with pytest.raises(PublishRefused) as refused:
        publish(unfinished)
    faults = refused.value.faults
    assert [fault.block_id for fault in faults] == [VIDEO, VIDEO]
    assert "no captions" in faults[0].message
    assert "no transcript" in faults[1].message
    assert not CourseVersion.objects.exists()

    lesson = unfinished.get_children().first().specific
    lesson.body = [
        (
            "video",
            {
                "title": "Counting",
                "file": LibraryDocument.objects.get(title="film.webm"),
                "captions": LibraryDocument.objects.get(title="film.vtt"),
                "transcript": "<p>Count first.</p>",
            },
        )
    ]
    lesson.save_revision(user=people.author)
    publish(unfinished)
    LibraryDocument.objects.all().delete()

    started(people.learner, SLUG)
    learner = browser_of(people.learner)
    page = learner.get(f"/courses/{SLUG}/lesson-1/").content.decode()
    address = re.search(r'<source src="(/media/kept/[^"]+)" type="video/webm">', page)[1]
    words = re.search(r'<track kind="captions" src="(/media/kept/[^"]+)"', page)[1]
    assert learner.get(words)["Content-Type"] == "text/vtt"

    whole = learner.get(address)
    assert (whole.status_code, whole["Accept-Ranges"]) == (200, "bytes")
    assert whole["Content-Type"] == "video/webm"
    assert "attachment" not in whole["Content-Disposition"]
    assert b"".join(whole.streaming_content) == film
    part = learner.get(address, headers={"Range": "bytes=100-199"})
    assert part.status_code == 206
    assert part["Content-Range"] == f"bytes 100-199/{len(film)}"
    assert part["Content-Length"] == "100"
    assert part["Content-Security-Policy"] == whole["Content-Security-Policy"]
    assert b"".join(part.streaming_content) == film[100:200]
    beyond = learner.get(address, headers={"Range": f"bytes={len(film)}-"})
    assert (beyond.status_code, beyond["Content-Range"]) == (416, f"bytes */{len(film)}")
    conditional = {"Range": "bytes=0-9", "If-Range": '"another"'}
    assert learner.get(address, headers=conditional).status_code == 200
    assert browser_of(people.outsider).get(address).status_code == 200
    assert Client().get(address, headers={"Range": "bytes=0-9"}).status_code == 302


def test_hostile_and_broken_files_get_a_sentence_and_are_not_stored(
    writing: Writing, people: Cast, settings: object
) -> None:
    author = browser_of(people.author)
    page = b"<!doctype html><script>alert(1)</script>"
    for name, content, words in (
        ("film.mp4", page, "not what its name says (mp4)"),
        ("film.webm", page, "not what its name says (webm)"),
        ("sound.mp3", page, "not what its name says (mp3)"),
        ("sound.mp3", b"", "empty"),
        ("film.webm", webm(2, says_how_long=False), "does not say how long it is"),
        ("film.vtt", page, "do not begin with WEBVTT"),
        ("film.html", page, "not allowed"),
    ):
        assert words in upload(author, writing, name, content), name
    settings.LARGEST_RECORDING = 1000  # type: ignore[attr-defined]
    assert "larger than" in upload(author, writing, "sound.mp3", mp3(5))
    assert not LibraryDocument.objects.exists()


def test_a_lesson_file_brings_recordings_and_is_refused_with_those_of_another(
    writing: Writing, tmp_path: Path
) -> None:
    folder = tmp_path / "course"
    shutil.copytree(STARTER / "working-with-data-in-government", folder)
    lesson = folder / "lessons" / "01-questions-before-charts.yaml"
    lesson.write_text(
        lesson.read_text()
        + """
  - key: film
    video:
      file: files/film.webm
      captions: files/film.vtt
      title: Counting
      transcript: Count **first**.
  - key: sound
    audio: {file: files/sound.mp3, title: Listening, transcript: Listen.}
  - key: more
    reveal: {title: How it was worked out, text: "By *hand*."}
  - key: outside
    embed: {address: "https://vimeo.com/76979871", title: A talk, text: What it says.}
  - key: help
    passage: {file: passages/help.yaml}
  - key: words
    words:
      - {term: Framework, also: [frameworks], meaning: A set of rules.}
"""
    )
    (folder / "passages").mkdir()
    help_file = folder / "passages" / "help.yaml"
    help_file.write_text(HELP)
    (folder / "files" / "film.webm").write_bytes(webm(12))
    (folder / "files" / "sound.mp3").write_bytes(mp3(5))
    (folder / "files" / "film.vtt").write_bytes(captions_for(400))
    load = {"organisation": "DFE", "owner": "author@demo.example", "verbosity": 0}
    with pytest.raises(CommandError, match="those of another file"):
        call_command("import_course_files", str(folder), **load)
    assert not CourseVersion.objects.exists()
    (folder / "files" / "film.vtt").write_bytes(captions_for(12))
    call_command("import_course_files", str(folder), **load)
    body = str(body_of(CourseVersion.objects.get().steps.first()))
    for part in (
        "<video", "<audio", "<track", "Count <b>first</b>", "By <i>hand</i>", "player.vimeo.com",
        "Ring <b>4000</b>", "<dfn>Framework</dfn>", "A set of rules",
    ):  # fmt: skip
        assert part in body

    help_file.write_text(HELP.replace("4000", "5000"))
    call_command("import_course_files", str(folder), **load)
    current = CourseVersion.objects.get(current=True)
    assert "Ring <b>5000</b>" in str(body_of(current.steps.first()))
    # What somebody changed here is left alone, for other courses show it too.
    passage, word = SharedPassage.objects.get(), GlossaryTerm.objects.get()
    passage.title = "Help (edited)"
    passage.save()
    word.meaning = "Rules, in short."
    word.save()
    help_file.write_text(HELP.replace("4000", "6000"))
    call_command("import_course_files", str(folder), **load)
    assert "6000" not in str(body_of(CourseVersion.objects.get(current=True).steps.first()))
    assert "5000" in str(SharedPassage.objects.get().body.raw_data)
    assert "Rules, in short" in str(body_of(CourseVersion.objects.get(current=True).steps.first()))

    help_file.write_text(HELP + "  - key: again\n    passage: {file: passages/help.yaml}\n")
    with pytest.raises(CommandError, match="neither another nor itself"):
        call_command("import_course_files", str(folder), **load)
