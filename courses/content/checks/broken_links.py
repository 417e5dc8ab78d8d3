"""Links inside the service lead to something that learners can open.

What stands elsewhere is not asked for: publishing must not wait for another server, nor tell it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from cms.publishing.checks.link_words import links_of
from cms.publishing.content import Piece
from cms.publishing.faults import Fault, Severity
from cms.publishing.markup import Link
from courses.content.checking.drafts import RenderedDraft
from courses.content.checking.link_targets import Targets, look_up, path_of
from learning.config.csp import WAGTAIL_ADMIN_PREFIX

NAMED = re.compile(r'\bid="([^"]+)"')
ON_ONE_COMPUTER = re.compile(r"(file:|[a-z]:[\\/]|\\\\)", re.IGNORECASE)


def faults(draft: RenderedDraft) -> Iterator[Fault]:
    """Yield links to what is not there, or what learners cannot open."""
    links = [found for sheet in draft.sheets for found in links_of(sheet)]
    if not links:
        return
    targets = look_up(draft, [link for _piece, link in links])
    anchors: dict[int, set[str]] = {}
    for piece, link in links:
        if link.attributes.get("linktype"):
            yield from _chosen(piece, link, targets)
        elif link.address.startswith("#"):
            anchors = anchors or _anchors(draft)
            if link.address[1:] not in anchors.get(piece.sheet.page_id, set()):
                yield _fault(
                    piece,
                    link,
                    _("The link “%(words)s” leads to a place on this page that is not there."),
                    _("Remove the link, or link to the lesson as a whole."),
                )
        else:
            yield from _typed(piece, link, targets)


def _chosen(piece: Piece, link: Link, targets: Targets) -> Iterator[Fault]:
    kind = link.attributes["linktype"]
    if kind == "page" and link.chosen not in targets.pages:
        yield _fault(
            piece,
            link,
            _(
                "The link “%(words)s” leads to a page that learners cannot open: "
                "it is deleted, or not published."
            ),
            _("Choose another page, or publish that one first."),
        )
    elif kind == "document" and link.chosen not in targets.documents:
        yield _fault(
            piece,
            link,
            _("The link “%(words)s” leads to a file that was deleted."),
            _("Choose another file, or remove the link."),
        )


def _typed(piece: Piece, link: Link, targets: Targets) -> Iterator[Fault]:
    address = link.address
    try:
        scheme, path = urlsplit(address).scheme.lower(), path_of(address)
    except ValueError:
        scheme, path = "", None
    if ON_ONE_COMPUTER.match(address):
        yield _fault(
            piece,
            link,
            _("The link “%(words)s” leads to a file on your own computer or network drive."),
            _("Upload the file as a document, and link to that."),
        )
    elif path is not None:
        if not _opens(path, targets):
            yield _fault(
                piece,
                link,
                _(
                    "The link “%(words)s” leads to an address of this service "
                    "that learners cannot open."
                ),
                _("Check the address, or choose the page itself as the link."),
            )
    elif scheme == "mailto" and "@" not in address:
        yield _fault(
            piece,
            link,
            _("The link “%(words)s” has no email address."),
            _("Write the whole address."),
        )
    elif not scheme and not address.startswith("//"):
        yield _fault(
            piece,
            link,
            _("The link “%(words)s” has an address that is not complete: “%(address)s”."),
            _("Begin it with https://, or choose the page itself as the link."),
        )
    elif scheme == "http":
        yield _fault(
            piece,
            link,
            _(
                "The link “%(words)s” leads to a page that is not protected: "
                "its address begins with http://."
            ),
            _("Try it with https://."),
            Severity.WARNING,
        )


def _opens(path: str, targets: Targets) -> bool:
    """Tell whether a learner finds something at ``path``."""
    if path.startswith(WAGTAIL_ADMIN_PREFIX):
        return False
    if path.startswith("/courses/"):
        return targets.has_course(path)
    if path.startswith(settings.MEDIA_URL):
        name = path.removeprefix(settings.MEDIA_URL)
        try:
            return not name.endswith("/") and bool(name) and default_storage.exists(name)
        except SuspiciousFileOperation:
            return False
    try:
        resolve(path if path.endswith("/") else f"{path}/")
    except Resolver404:
        try:
            resolve(path)
        except Resolver404:
            return False
    return True


def _anchors(draft: RenderedDraft) -> dict[int, set[str]]:
    """Return the names of places on each page, as learners would get it."""
    found: dict[int, set[str]] = defaultdict(set)
    for sheet, block_id, segment in draft.rendered:
        found[sheet.page_id] |= set(NAMED.findall(segment.get("html", "")))
        if "check" in segment:
            found[sheet.page_id].add(f"check-{block_id}")
    return found


def _fault(
    piece: Piece, link: Link, message: str, fix: str, severity: Severity = Severity.ERROR
) -> Fault:
    named = {"words": link.words or link.address, "address": link.address}
    return piece.fault(message % named, fix, severity=severity)
