"""Services whose videos a lesson may offer to load; a department adds its own, or takes one out.

``addresses`` are those of their pages, as regular expressions in which ``id`` is found, and
``page`` and ``frame`` what is made of it. Nothing is loaded, by us or by a page, before somebody
asks for it.
"""

from __future__ import annotations

from typing import Any

EMBED_PROVIDERS: list[dict[str, Any]] = [
    {
        "name": "YouTube",
        "addresses": [
            r"https://(?:www\.|m\.)?youtube\.com/watch\?(?:[^#]*&)?v=(?P<id>[\w-]{11})(?:[&#].*)?",
            r"https://(?:youtu\.be|www\.youtube-nocookie\.com/embed)/(?P<id>[\w-]{11})(?:[?#].*)?",
        ],
        "page": "https://www.youtube.com/watch?v={id}",
        "frame": "https://www.youtube-nocookie.com/embed/{id}",
    },
    {
        "name": "Vimeo",
        "addresses": [
            r"https://(?:player\.)?vimeo\.com/(?:video/)?(?P<id>\d{5,12})(?:[?#].*)?",
        ],
        "page": "https://vimeo.com/{id}",
        "frame": "https://player.vimeo.com/video/{id}?dnt=1",
    },
]
