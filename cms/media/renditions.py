"""Trying whether a new picture can be shown at the sizes that pages and lists use."""

from __future__ import annotations

import io
from typing import Any

import structlog
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps
from wagtail.images.models import Filter

logger = structlog.get_logger(__name__)

# A lesson's, the library's list, and the largest of the editor's.
SPECS = ("width-960|preserve-svg", "max-165x165", "max-800x600")
MOST_LOPSIDED = 100


def showable(file: Any, model: Any) -> Any:
    """Return ``file``, or the same picture in a form that can be shown at every size.

    Some pictures are well formed and cannot be made smaller (black and white with a transparent
    colour): those are written anew as PNG. ``model`` is the library's. Raises ValidationError
    where neither can be shown.
    """
    fault = _fault_of(file, model)
    if fault is None:
        return file
    again = _rewritten(file)
    if again is None or _fault_of(again, model) is not None:
        logger.warning("picture_not_shown", error=type(fault).__name__)
        raise ValidationError(
            _("This picture cannot be shown on a page. Export it again as PNG or JPEG.")
        ) from fault
    return again


def _fault_of(file: Any, model: Any) -> Exception | None:
    try:
        picture = model(file=file)
        if _is_lopsided(picture.width, picture.height):
            raise ValidationError(
                _("This picture is more than 100 times as long as it is wide. Crop it.")
            )
        for spec in SPECS:
            picture.clean_filter_for_svg(Filter(spec=spec)).run(picture, io.BytesIO())
    except ValidationError:
        raise
    except Exception as fault:
        # Whatever the libraries for a dozen formats raise: it would be raised on every list.
        return fault
    finally:
        file.seek(0)
    return None


def _is_lopsided(width: int, height: int) -> bool:
    return max(width, height) > MOST_LOPSIDED * min(width, height)


def _rewritten(file: Any) -> SimpleUploadedFile | None:
    try:
        file.seek(0)
        with Image.open(file) as opened:
            plain = ImageOps.exif_transpose(opened).convert("RGBA")
        written = io.BytesIO()
        plain.save(written, "PNG")
    except Exception:
        return None
    finally:
        file.seek(0)
    name = file.name.rpartition(".")[0] or file.name
    return SimpleUploadedFile(f"{name}.png", written.getvalue(), content_type="image/png")
