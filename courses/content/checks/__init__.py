"""The rules for a course before it goes live: one module for each.

As in ``cms.publishing.checks``, with ``faults(draft: CourseDraft) -> Iterator[Fault]``.
"""
