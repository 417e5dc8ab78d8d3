"""The rules for content before it goes live, on whatever page it stands: one module each.

A module here has a function ``faults(draft: Draft) -> Iterator[Fault]``, which is found by being
here (docs/how-to/add-a-publish-check.md). It is handed the whole draft, so that one that has to ask
the database can ask once for everything.
"""
