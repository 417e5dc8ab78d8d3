"""The gate's question about a course: what keeps it from going live?

In: a draft. Out: what has to be fixed. ``gate`` asks each module of ``checks``; the others read
what those look at once for all of them: the draft as learners would have it, and where links lead.
"""
