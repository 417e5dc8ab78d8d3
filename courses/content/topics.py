"""The topics that every installation starts with; editors add their own."""

from __future__ import annotations

from learning.catalogue.models import Topic

STARTER_TOPICS = [
    ("data", "Data", "Data"),
    ("cyber", "Cyber security", "Seiberddiogelwch"),
    ("ai", "Artificial intelligence", "Deallusrwydd artiffisial"),
]


def provide_topics() -> None:
    """Add the topics that are missing; what an editor renamed stays as it is."""
    for position, (slug, english, welsh) in enumerate(STARTER_TOPICS, start=1):
        Topic.objects.get_or_create(
            slug=slug,
            defaults={"name_en": english, "name_cy": welsh, "position": position * 10},
        )
