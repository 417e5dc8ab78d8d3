"""The gate's checks of a course before it goes live.

In: a draft. Out: what has to be fixed. ``gate`` asks each module of ``checks``; the others read
what those look at once for all of them: the draft as learners would have it, and where links lead.
"""
