"""Handing out stored files, to those who may have them."""

from __future__ import annotations

import mimetypes
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.views.decorators.http import require_safe

from cms.media import recordings
from cms.media.ranges import CHUNK, Unsatisfiable, bytes_between, part_asked_for
from learning.seams.named import seam

# What does not depend on what the machine has heard of.
CONTENT_TYPES = {**recordings.CONTENT_TYPES, "vtt": "text/vtt"}
# Shown or played in the page; everything else is saved, never opened in our name.
SHOWN = {
    "image/avif", "image/gif", "image/jpeg", "image/png", "image/webp", "image/svg+xml",
    *CONTENT_TYPES.values(),
}  # fmt: skip
# A drawing opened by itself may style itself and do nothing else.
SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@login_required
@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Hand out the file at ``path``; a file one may not have looks like one that is not there."""
    if "\0" in path or not any(
        reader(path=path, user=request.user) for reader in seam("MEDIA_READERS")
    ):
        raise Http404
    try:
        stored = default_storage.open(path)
    except (OSError, SuspiciousFileOperation) as missing:
        raise Http404 from missing
    kind = (
        CONTENT_TYPES.get(recordings.ending(path))
        or mimetypes.guess_type(path)[0]
        or "application/octet-stream"
    )
    # A part is only sent of what is played: that is what seeking needs.
    response = (
        _part(request, stored, kind) if kind.startswith(("video/", "audio/")) else None
    ) or FileResponse(
        stored,
        content_type=kind,
        as_attachment=kind not in SHOWN,
        filename=path.rpartition("/")[2],
    )
    if kind.startswith(("video/", "audio/")):
        response["Accept-Ranges"] = "bytes"
    response["Content-Security-Policy"] = SANDBOX
    return response


def _part(request: HttpRequest, stored: Any, kind: str) -> HttpResponseBase | None:
    """Return the part of the file that a player asked for; None where it is to have the whole.

    A condition (``If-Range``) names a mark that our answers do not have, so it never holds.
    """
    header = "" if "If-Range" in request.headers else request.headers.get("Range", "")
    try:
        asked = part_asked_for(header, stored.size)
    except Unsatisfiable:
        size = stored.size
        stored.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    if asked is None:
        return None
    first, last = asked
    response = StreamingHttpResponse(
        bytes_between(stored, first, last), status=206, content_type=kind
    )
    response["Content-Range"] = f"bytes {first}-{last}/{stored.size}"
    response["Content-Length"] = str(last - first + 1)
    # As Django's own FileResponse: the server sends the file itself, from here on and no more than
    # Content-Length says, and no thread waits while a film is paused.
    stored.seek(first)
    response._resource_closers.append(stored.close)  # type: ignore[attr-defined]
    response.file_to_stream, response.block_size = stored, CHUNK  # type: ignore[attr-defined]
    return response
