"""Videos of other services: only from the list, and nothing of an address but its identifier."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError

from cms.blocks.embedding import recognise
from cms.blocks.embeds import EmbedBlock

ID = "dQw4w9WgXcQ"
YOUTUBE = f"https://www.youtube-nocookie.com/embed/{ID}"
VIMEO = "https://player.vimeo.com/video/76979871?dnt=1"


@pytest.mark.parametrize(
    ("address", "frame"),
    [
        (f"https://www.youtube.com/watch?v={ID}", YOUTUBE),
        (f"https://m.youtube.com/watch?app=m&v={ID}&t=3s", YOUTUBE),
        (f" https://youtu.be/{ID}?t=30 ", YOUTUBE),
        (f'https://youtu.be/{ID}?"><script>', YOUTUBE),
        ("https://vimeo.com/76979871", VIMEO),
        ("https://player.vimeo.com/video/76979871?autoplay=1", VIMEO),
    ],
)
def test_a_video_is_known_by_its_identifier_alone(address: str, frame: str) -> None:
    found = recognise(address, settings.EMBED_PROVIDERS)
    assert found is not None
    assert found.frame == frame
    assert found.frame.startswith(f"{found.origin}/")


@pytest.mark.parametrize(
    "address",
    [
        "",
        f"http://www.youtube.com/watch?v={ID}",
        f"https://www.youtube.com.evil.example/watch?v={ID}",
        f"https://evil.example/https://www.youtube.com/watch?v={ID}",
        f"https://www.youtube.com@evil.example/watch?v={ID}",
        f"https://evil.example#https://youtu.be/{ID}",
        "https://www.youtube.com/watch?v=../../../x",
        "https://www.youtube.com/",
        "javascript:alert(1)//https://youtu.be/dQw4w9WgXcQ",
        '<iframe src="https://www.youtube.com/embed/dQw4w9WgXcQ"></iframe>',
        "https://vimeo.com/channels/staffpicks",
    ],
)
def test_everything_else_is_refused_with_what_is_allowed(address: str) -> None:
    block = EmbedBlock()
    value = block.to_python({"address": address, "title": "Counting", "text": "<p>Words.</p>"})
    assert block.needs(value) == {}
    with pytest.raises(ValidationError) as refused:
        block.clean(value)
    if address:
        assert "YouTube, Vimeo" in str(refused.value.as_json_data())


def test_the_card_loads_nothing_by_itself() -> None:
    block = EmbedBlock()
    value = block.to_python(
        {"address": f"https://youtu.be/{ID}", "title": "<b>", "text": "<p>Words.</p>"}
    )
    html = block.render(block.clean(value))
    assert "<iframe" not in html
    assert "src=" not in html
    assert f'data-embed="{YOUTUBE}"' in html
    assert f'href="https://www.youtube.com/watch?v={ID}"' in html
    assert "<b>" not in html
    assert block.needs(value) == {"frames": ["https://www.youtube-nocookie.com"]}
