"""The words of a link say where it leads, also to people who hear the links as a list."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from django.utils.translation import gettext as _

from cms.blocks.files import DownloadBlock
from cms.publishing.content import Draft, Piece, Sheet
from cms.publishing.faults import Fault, Severity
from cms.publishing.markup import Link

# In the languages that content is written in; compared without case and punctuation.
SAY_NOTHING = {
    "click here", "click", "click me", "click this link", "click this", "click on this link",
    "click the link", "find out more", "follow this link", "follow the link", "go", "here",
    "go here", "learn more", "link", "links", "more", "more details", "more info",
    "more information", "open", "page", "read", "read more", "read this", "see here", "see more",
    "this", "this link", "this page", "this site", "this website", "view", "view more", "website",
    "download", "download here", "file", "document", "pdf",
    "cliciwch", "cliciwch yma", "cliciwch ar y ddolen", "cliciwch ar y ddolen hon", "dolen",
    "y ddolen", "y ddolen hon", "yma", "ewch yma", "gweler yma", "mwy", "mwy o wybodaeth",
    "rhagor", "rhagor o wybodaeth", "darllen mwy", "darllenwch fwy", "dysgu mwy", "dysgwch fwy",
    "y dudalen hon", "y wefan hon", "gwefan", "lawrlwytho", "lawrlwythwch", "ffeil", "dogfen",
}  # fmt: skip
ADDRESS = re.compile(r"(https?://|www\.)\S+", re.IGNORECASE)


def faults(draft: Draft) -> Iterator[Fault]:
    """Yield links whose words say nothing, are an address, or lead to two places."""
    for sheet in draft.sheets:
        for piece, link in links_of(sheet):
            yield from _of_one(piece, link)
        for piece in sheet.of(DownloadBlock):
            if _says_nothing(piece.value["title"] or ""):
                yield piece.fault(
                    _("The title “%(words)s” does not say what the file is.")
                    % {"words": piece.value["title"]},
                    _("Give it a title that makes sense by itself."),
                    field="title",
                )
        yield from _same_words(sheet)


def links_of(sheet: Sheet) -> Iterator[tuple[Piece, Link]]:
    """Yield every link in the texts of a sheet, with where it stands."""
    for piece in sheet.texts:
        for link in piece.markup.links:
            yield piece, link


def target_of(link: Link) -> str:
    """Return the aim of a link, the same for two links that lead to the same place."""
    kind = link.attributes.get("linktype")
    return f"{kind} {link.attributes.get('id')}" if kind else link.address.rstrip("/")


def _of_one(piece: Piece, link: Link) -> Iterator[Fault]:
    words = link.words
    if not words:
        yield piece.fault(_("A link has no words."), _("Write where it leads, or remove the link."))
    elif _says_nothing(words):
        yield piece.fault(
            _("The link “%(words)s” does not say where it leads.") % {"words": words},
            _("Use words that make sense by themselves, such as the title of the page."),
        )
    elif ADDRESS.fullmatch(words):
        yield piece.fault(
            _("The link “%(words)s” is an address, which is read out letter by letter.")
            % {"words": words},
            _("Write the title of the page instead."),
            severity=Severity.WARNING,
        )


def _says_nothing(words: str) -> bool:
    plain = " ".join(re.sub(r"[^\w\s]", " ", words).lower().split())
    return plain in SAY_NOTHING


def _same_words(sheet: Sheet) -> Iterator[Fault]:
    targets: dict[str, set[str]] = defaultdict(set)
    for piece, link in links_of(sheet):
        words = link.words.lower()
        before = len(targets[words])
        targets[words].add(target_of(link))
        if words and before == 1 and len(targets[words]) == 2 and not _says_nothing(words):
            yield piece.fault(
                _("Two links say “%(words)s” and lead to different places.")
                % {"words": link.words},
                _("Say in each where it leads."),
                severity=Severity.WARNING,
            )
