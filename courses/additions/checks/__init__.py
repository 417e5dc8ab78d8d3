"""What must be true of an addition before it goes live: one module for each rule.

As in ``cms.publishing.checks``, with ``faults(draft: AdditionDraft) -> Iterator[Fault]``.
"""
