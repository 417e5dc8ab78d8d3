"""Checking the address of a link: an allow-list of schemes, read as browsers read them. Pure."""

from __future__ import annotations

import re

SCHEMES = frozenset({"http", "https", "mailto", "tel"})
# What browsers leave out of an address before they read it, and what else cannot be seen.
UNSEEN = re.compile(r"[\x00-\x20\x7f-\xa0\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]")
SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)


def safe_address(address: str) -> str | None:
    """Return ``address`` where a link may lead there, else None.

    It may be on this service ("/courses/", "#part"), or begin with an allowed scheme. An address
    in which a colon comes first in any other way is none: no browser can read it as a script.
    """
    read = UNSEEN.sub("", address)
    if found := SCHEME.match(read):
        return address if found[1].lower() in SCHEMES else None
    before, colon, _after = read.partition(":")
    if colon and not any(sign in before for sign in "/?#"):
        return None
    return address


def kept_address(address: str) -> str | None:
    """Return ``address`` where a draft may hold it, else None.

    A file on the writer's own computer opens for nobody, and the checks before publishing say so:
    for that they have to read it. No page shows it.
    """
    found = SCHEME.match(UNSEEN.sub("", address))
    return address if found and found[1].lower() == "file" else safe_address(address)
