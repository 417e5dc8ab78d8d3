"""Files as they were when a version was frozen.

An editor may replace or delete a file in the library at any time; a version that somebody takes
must not change with it. So freezing copies what it shows to a place named after the content.
"""

from __future__ import annotations

import hashlib
from html import escape, unescape
from posixpath import basename
from typing import Any
from urllib.parse import quote, unquote

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage

from courses.content.freezing.rendering import MEDIA_ADDRESS, files_of

FOLDER = "kept"


def keep_files(segments: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the segments showing copies of their files, which are made where there are none.

    A file that is not in the storage keeps its address: there is nothing to copy.
    """
    copies = {path: _copy(path) for path in files_of(segments)}

    def moved(found: Any) -> str:
        address = found.group(1)
        path = unquote(unescape(address)).removeprefix(settings.MEDIA_URL)
        if not address.startswith(settings.MEDIA_URL) or path not in copies:
            return str(found.group(0))
        return str(found.group(0)).replace(
            address, escape(settings.MEDIA_URL + quote(copies[path]))
        )

    return [
        {**segment, "html": MEDIA_ADDRESS.sub(moved, segment["html"])}
        if "html" in segment
        else segment
        for segment in segments
    ]


def _copy(path: str) -> str:
    if not default_storage.exists(path):
        return path
    # In pieces: a recording may be larger than the memory that is left.
    with default_storage.open(path) as stored:
        digest = hashlib.sha256()
        for piece in stored.chunks():
            digest.update(piece)
        mark = digest.hexdigest()
        name = f"{FOLDER}/{mark[:2]}/{mark[:32]}/{basename(path)}"
        if default_storage.exists(name):
            return name
        stored.seek(0)
        return str(default_storage.save(name, File(stored)))
