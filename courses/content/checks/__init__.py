"""What must be true of a course before it goes live: one module for each rule.

As in ``cms.publishing.checks``, with ``faults(draft: CourseDraft) -> Iterator[Fault]``.
"""
