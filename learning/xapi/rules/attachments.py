"""Attachments (xAPI 1.0.3, Data 2.4.11)."""

from __future__ import annotations

from typing import Final

from learning.xapi.formats import is_media_type, is_sha2
from learning.xapi.shapes import array_of, count, formatted, shape

from .strings import iri, language_map

ATTACHMENTS: Final = array_of(
    shape(
        "An attachment",
        {
            "usageType": iri("XAPI-00107"),
            "display": language_map("XAPI-00106"),
            "description": language_map("XAPI-00106"),
            "contentType": formatted(is_media_type, "an Internet media type", "XAPI-00105"),
            "length": count("XAPI-00102"),
            "sha2": formatted(is_sha2, "a SHA-2 sum in hexadecimal", "XAPI-00103"),
            "fileUrl": iri("XAPI-00104"),
        },
        {
            "usageType": "XAPI-00107",
            "display": "XAPI-00106",
            "contentType": "XAPI-00105",
            "length": "XAPI-00102",
            "sha2": "XAPI-00103",
        },
        requirement="XAPI-00025",
    ),
    "XAPI-00025",
)
