"""Pictures, text boxes and everything else that Word draws. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from courses.content.word.markup import OFF, children, find, outside

# The first bytes of the kinds of picture that browsers show.
SHOWN = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a")
SHORT_OF_A_PICTURE = 16


@dataclass(frozen=True)
class DrawnPicture:
    """A picture as the text names it: the key of its relationship, and its words."""

    key: str
    alt: str
    decorative: bool


@dataclass
class Drawing:
    """The parts of one drawing: ``boxes`` are the contents of text boxes, ``others`` are lost."""

    pictures: list[DrawnPicture] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    others: list[str] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        """True where nothing of it can be kept."""
        return not self.pictures and not self.boxes


def is_shown(start: bytes) -> bool:
    """Tell by its first bytes whether a file is a picture that browsers show."""
    return start.startswith(SHOWN) or (start[:4] == b"RIFF" and start[8:12] == b"WEBP")


def drawing_of(element: Element) -> Drawing:
    """Return the parts of a ``w:drawing`` (today's Word) or a ``w:pict`` (before 2010)."""
    found = Drawing()
    inner = list(outside(element, "w:txbxContent"))
    found.boxes = [one for one in inner if one.tag == "w:txbxContent"]
    if element.tag == "w:drawing":
        _read_drawing(inner, found)
    else:
        _read_vml(inner, found)
    return found


def _read_drawing(inner: list[Element], found: Drawing) -> None:
    properties = [one for one in inner if one.tag == "wp:docPr"]
    words = " ".join(_alt(one) for one in properties).strip()
    decorative = any(
        one.tag == "adec:decorative" and one.get("val", "0") not in OFF for one in inner
    )
    framed = [one for one in inner if one.tag == "pic:pic"]
    for picture in framed:
        own = find(picture, "pic:nvPicPr/pic:cNvPr")
        alt = _alt(own) if own is not None and len(framed) > 1 else ""
        for blip in picture.iter("a:blip"):
            key = blip.get("r:embed") or blip.get("r:link") or ""
            found.pictures.append(DrawnPicture(key, alt or words, decorative))
            break
    if not found.boxes and not found.pictures:
        found.others.append(words)


def _read_vml(inner: list[Element], found: Drawing) -> None:
    for shape in inner:
        if not shape.tag.startswith("v:") or shape.get("o:hr") is not None:
            continue
        for image in children(shape, "v:imagedata"):
            alt = shape.get("alt") or image.get("o:title") or ""
            found.pictures.append(DrawnPicture(image.get("r:id", ""), alt.strip(), False))
        for painted in children(shape, "v:textpath"):
            found.others.append(painted.get("string", ""))


def _alt(properties: Element) -> str:
    return (properties.get("descr") or properties.get("title") or "").strip()
