"""Handing out stored files, to those who may have them."""

from __future__ import annotations

import mimetypes

from django.contrib.auth.decorators import login_required
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from learning.lrs.seams import seam

# Pictures are shown in the page; everything else is saved, never opened in our name.
SHOWN = {"image/avif", "image/gif", "image/jpeg", "image/png", "image/webp", "image/svg+xml"}
# A drawing opened by itself may style itself and do nothing else.
SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@login_required
@require_safe
def media(request: HttpRequest, path: str) -> FileResponse:
    """Hand out the file at ``path``; a file one may not have looks like one that is not there."""
    if "\0" in path or not any(
        reader(path=path, user=request.user) for reader in seam("MEDIA_READERS")
    ):
        raise Http404
    try:
        stored = default_storage.open(path)
    except (OSError, SuspiciousFileOperation) as missing:
        raise Http404 from missing
    kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
    response = FileResponse(
        stored,
        content_type=kind,
        as_attachment=kind not in SHOWN,
        filename=path.rpartition("/")[2],
    )
    response["Content-Security-Policy"] = SANDBOX
    response["Cache-Control"] = "private, max-age=3600"
    return response
