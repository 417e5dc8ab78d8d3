"""The HTML of a mail, made from its plain text so that the two never say different things."""

from __future__ import annotations

import re

from django.utils.html import escape

URL = re.compile(r"https?://[^\s<>\"']+")
# Mail programs ignore style sheets, and some drop them: sizes and colours stand on the elements.
PARAGRAPH = 'style="margin:0 0 20px;font-size:19px;line-height:1.3"'
LINK = 'style="color:#1d70b8"'


def as_html(text: str, *, language: str) -> str:
    """Write plain text as an HTML page: paragraphs, and addresses as links. Nothing else."""
    paragraphs = [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]
    body = "\n".join(
        f"<p {PARAGRAPH}>{'<br>'.join(_with_links(line) for line in part.splitlines())}</p>"
        for part in paragraphs
    )
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}">\n'
        '<head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"></head>\n'
        '<body style="margin:0;padding:20px;max-width:600px;font-family:Arial,sans-serif;'
        f'color:#0b0c0c">\n{body}\n</body>\n</html>\n'
    )


def _with_links(line: str) -> str:
    parts: list[str] = []
    end = 0
    for match in URL.finditer(line):
        # A full stop or comma after an address belongs to the sentence.
        url = match.group().rstrip(".,;:!?)")
        parts += [
            escape(line[end : match.start()]),
            f'<a {LINK} href="{escape(url)}">{escape(url)}</a>',
        ]
        end = match.start() + len(url)
    return "".join([*parts, escape(line[end:])])
