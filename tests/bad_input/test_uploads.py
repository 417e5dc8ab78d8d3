"""Files that nobody should upload: huge, exploding, or able to act."""

from __future__ import annotations

import http.client
import io
import os
import struct
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from wagtail.models import Collection

from cms.media.models import LibraryImage
from tests.factories.courses import Writing, writing_department
from tests.factories.people import cast

ADD = "/cms-admin/images/add/"
SVG = 'xmlns="http://www.w3.org/2000/svg"'
HUGE = 300 * 1024 * 1024
CHUNK = 256 * 1024


def upload(client: Client, name: str, content: bytes, kind: str = "image/png") -> str:
    """Send a picture with the editor's form and return the page that answers."""
    file = SimpleUploadedFile(name, content, content_type=kind)
    answer = client.post(ADD, {"title": "A picture", "file": file, "collection": collection()})
    assert answer.status_code in (200, 302), answer.status_code
    return answer.content.decode() if answer.status_code == 200 else ""


def collection() -> str:
    """Return the key of the department's folder, as the form sends it."""
    return str(Collection.objects.get(name="Department for Examples (DFE)").pk)


@pytest.fixture
def author(writing: Writing, browser_of: Callable[..., Client]) -> Client:
    return browser_of(writing.cast.author)


def png(width: int = 40, height: int = 30) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (width, height), "navy").save(file, "PNG")
    return file.getvalue()


def bomb(side: int = 30_000) -> bytes:
    """Return a PNG of a hundred kilobytes that unpacks to a picture of 900 million pixels."""

    def part(kind: bytes, data: bytes) -> bytes:
        checksum = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + checksum

    row = bytes(1 + side // 8)
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(row) for _number in range(side)) + packer.flush()
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", header) + part(b"IDAT", data) + part(b"IEND", b"")


def test_an_honest_picture_is_taken(author: Client) -> None:
    assert upload(author, "picture.png", png()) == ""
    assert upload(author, "drawing.svg", f'<svg {SVG}><rect width="4"/></svg>'.encode()) == ""
    assert LibraryImage.objects.count() == 2


EXPLODING = {
    "a bomb": lambda: bomb(),
    "too many pixels": lambda: png(9_000, 5_000),
    "half a picture": lambda: png()[:30],
    "no header": lambda: png()[:16] + bytes(100),
    "only a name": lambda: b"",
    "something else": lambda: b"PK\x03\x04" + bytes(100),
}


@pytest.mark.parametrize("name", EXPLODING)
def test_a_picture_that_explodes_or_breaks_off_is_refused(author: Client, name: str) -> None:
    began = time.monotonic()
    page = upload(author, "picture.png", EXPLODING[name]())
    assert "error" in page
    assert not LibraryImage.objects.exists()
    assert time.monotonic() - began < 20


HOSTILE = {
    "a script": f"<svg {SVG}><script>alert(1)</script></svg>",
    "an event": f'<svg {SVG} onload="alert(1)"></svg>',
    "an event in capitals": f'<svg {SVG}><g ONCLICK="alert(1)"/></svg>',
    "a link elsewhere": (
        f'<svg {SVG} xmlns:xlink="http://www.w3.org/1999/xlink">'
        '<use xlink:href="https://elsewhere.example/x.svg#a"/></svg>'
    ),
    "a link that runs": f'<svg {SVG}><use href="javascript:alert(1)"/></svg>',
    "a script of another namespace": (
        f'<svg {SVG} xmlns:h="http://www.w3.org/1999/xhtml"><h:script>alert(1)</h:script></svg>'
    ),
    "a page inside": (
        f'<svg {SVG}><foreignObject><body xmlns="http://www.w3.org/1999/xhtml"/>'
        "</foreignObject></svg>"
    ),
    "an entity": (
        '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        f"<svg {SVG}><text>&x;</text></svg>"
    ),
    "a billion laughs": (
        '<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
        f"<svg {SVG}><text>&b;</text></svg>"
    ),
    "a style from elsewhere": f'<svg {SVG}><rect fill="url(https://elsewhere.example/x)"/></svg>',
    "a style in CSS": f'<svg {SVG}><g style="background:url(//elsewhere.example)"/></svg>',
    "an import": f"<svg {SVG}><style>@import '//elsewhere.example';</style></svg>",
    "an animation that runs": f'<svg {SVG}><animate attributeName="href" to="javascript:1"/></svg>',
    "a style sheet": f'<?xml-stylesheet href="//elsewhere.example"?><svg {SVG}><set/></svg>',
    "no drawing at all": "<html><script>alert(1)</script></html>",
    "half a drawing": f"<svg {SVG}><rect",
    "another alphabet": f"<svg {SVG}><script>alert(1)</script></svg>",
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_drawing_that_can_act_is_refused(author: Client, name: str) -> None:
    content = HOSTILE[name].encode("utf-16" if name == "another alphabet" else "utf-8")
    page = upload(author, "drawing.svg", content, "image/svg+xml")
    assert "drawing" in page or "SVG" in page
    assert not LibraryImage.objects.exists()


def test_a_drawing_under_another_name_is_refused(author: Client) -> None:
    for content in (HOSTILE["a script"], f"<?xml version='1.0'?>{HOSTILE['an event']}"):
        assert "error" in upload(author, "drawing.png", content.encode())
    assert not LibraryImage.objects.exists()


def test_a_name_cannot_leave_the_folder(author: Client) -> None:
    upload(author, "../../../../tmp/escaped.png", png())
    for image in LibraryImage.objects.all():
        assert ".." not in image.file.name
        assert image.file.name.startswith("original_images/")


def multipart(fields: dict[str, str], size: int) -> tuple[str, int, Iterator[bytes]]:
    """Return content type, length and body of a form whose file is ``size`` bytes, as a stream."""
    mark = "part-of-a-form"
    head = "".join(
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    )
    head += (
        f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="huge.png"\r\n'
        "Content-Type: image/png\r\n\r\n"
    )
    start, end = head.encode() + png(), f"\r\n--{mark}--\r\n".encode()

    def body() -> Iterator[bytes]:
        yield start
        for _number in range(size // CHUNK):
            yield bytes(CHUNK)
        yield end

    length = len(start) + size // CHUNK * CHUNK + len(end)
    return f"multipart/form-data; boundary={mark}", length, body()


class Memory(threading.Thread):
    """Watches how much memory this process, and so the server in it, has at most."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.done = threading.Event()
        self.first = self.most = self.now()

    @staticmethod
    def now() -> int:
        with open("/proc/self/statm") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    def run(self) -> None:
        while not self.done.wait(0.02):
            self.most = max(self.most, self.now())


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_300_megabytes_get_a_sentence_and_no_memory(live_server: object) -> None:
    client = Client()
    client.force_login(
        writing_department(cast()).cast.author,
        backend="learning.people.backends.EmployedBackend",
    )
    client.get(ADD)
    token = client.cookies["csrftoken"].value
    fields = {"csrfmiddlewaretoken": token, "title": "Huge", "collection": collection()}
    kind, length, body = multipart(fields, HUGE)
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    address = urlsplit(str(live_server))
    memory = Memory()
    memory.start()
    line = http.client.HTTPConnection(address.hostname or "", address.port, timeout=120)
    headers = {"Content-Type": kind, "Content-Length": str(length), "Cookie": cookies}
    line.request("POST", ADD, body=body, headers=headers)
    answer = line.getresponse()
    page = answer.read().decode()
    line.close()
    memory.done.set()
    memory.join()
    assert answer.status == 200
    assert "too big" in page
    assert not LibraryImage.objects.exists()
    assert memory.most - memory.first < 150 * 1024 * 1024
