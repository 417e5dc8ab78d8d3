"""The topics that every installation starts with; editors add their own."""

from __future__ import annotations

from learning.catalogue.models import Topic

STARTER_TOPICS = [
    ("data", "Data", {"cy": "Data"}),
    ("cyber", "Cyber security", {"cy": "Seiberddiogelwch"}),
    ("ai", "Artificial intelligence", {"cy": "Deallusrwydd artiffisial"}),
]


def provide_topics() -> None:
    """Add the topics that are missing; what an editor renamed stays as it is."""
    for position, (slug, english, others) in enumerate(STARTER_TOPICS, start=1):
        Topic.objects.get_or_create(
            slug=slug,
            defaults={"name_en": english, "names": others, "position": position * 10},
        )
