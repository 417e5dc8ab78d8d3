"""Forms for uploading pictures, recordings and other files."""

from __future__ import annotations

import struct
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL.Image import DecompressionBombError
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from cms.media.renditions import showable
from cms.media.validation import check_document_file, check_image_file


class CarefulImageField(WagtailImageField):
    """Wagtail's picture field, refusing pictures that are too large to open, or broken."""

    def check_image_pixel_size(self, f: Any) -> None:
        try:
            super().check_image_pixel_size(f)
        except DecompressionBombError as bomb:
            raise ValidationError(
                _("This picture has too many pixels. Make it smaller and upload it again.")
            ) from bomb
        except (OSError, SyntaxError, ValueError, struct.error) as broken:
            raise ValidationError(
                _("This picture cannot be read. Export it again, or take another one.")
            ) from broken


class SafeImageForm(BaseImageForm):
    """Wagtail's form for pictures, which also looks at what is inside the file."""

    file = CarefulImageField(label=gettext_lazy("File"), widget=BaseImageForm.Meta.widgets["file"])

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and "file" in self.changed_data:
            check_image_file(file)
            file = showable(file, self._meta.model)
        return file


class SafeDocumentForm(BaseDocumentForm):
    """Wagtail's form for documents, which checks what recordings and captions really are."""

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and "file" in self.changed_data:
            check_document_file(file)
        return file
