"""The texts outside the body of a document: notes, comments, margins, its description. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from courses.content.word.inline import EmphasisOf, Line, LineReader
from courses.content.word.markup import children
from courses.content.word.package import WordPackage
from courses.content.word.structure import Span

NOTES = {"footnotes": "footnote", "endnotes": "endnote"}
LONGEST_COMMENT = 300


def notes_of(package: WordPackage, styles: EmphasisOf) -> Iterator[tuple[str, Line]]:
    """Yield the footnotes and endnotes by the key with which they are called."""
    for kind, tag in NOTES.items():
        for name in package.related(package.main, kind):
            root = package.xml(name)
            reader = LineReader(styles, package.relationships(name))
            for note in () if root is None else children(root, f"w:{tag}"):
                whole = Line()
                for paragraph in note.iter("w:p"):
                    line = reader.read(paragraph)
                    whole.spans += [*([Span("\n")] if whole.spans else []), *line.text]
                    whole.losses += line.losses
                    whole.floats += line.floats
                yield f"{tag} {note.get('w:id', '')}", whole


def comments_of(package: WordPackage) -> dict[str, str]:
    """Return the words of the comments by their keys; who wrote them is not read."""
    found = {}
    for name in package.related(package.main, "comments"):
        root = package.xml(name)
        for comment in () if root is None else children(root, "w:comment"):
            said = " ".join(one.text or "" for one in comment.iter("w:t"))
            found[comment.get("w:id", "")] = said[:LONGEST_COMMENT]
    return found


def margins_of(package: WordPackage) -> Iterator[str]:
    """Yield what headers and footers say, each once."""
    said = set()
    for kind in ("header", "footer"):
        for name in package.related(package.main, kind):
            root = package.xml(name)
            texts = () if root is None else root.iter("w:t")
            words = " ".join("".join(one.text or "" for one in texts).split())
            if words and words not in said:
                said.add(words)
                yield words


def title_of(package: WordPackage) -> str:
    """Return the title from the properties of the file, or nothing."""
    for name in package.related("", "core-properties"):
        root = package.xml(name)
        if root is not None:
            said = next((one.text for one in root.iter("dc:title")), None)
            return (said or "").strip()
    return ""


def outside_of(package: WordPackage) -> Iterator[str]:
    """Yield the addresses of templates and the like that the document would have Word fetch."""
    for part in (package.main, *package.related(package.main, "settings")):
        for one in package.relationships(part).values():
            if one.external and one.kind not in ("hyperlink", "image"):
                yield one.target
