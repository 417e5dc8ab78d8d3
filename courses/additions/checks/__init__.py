"""The rules for an addition before it goes live: one module for each.

As in ``cms.publishing.checks``, with ``faults(draft: AdditionDraft) -> Iterator[Fault]``.
"""
