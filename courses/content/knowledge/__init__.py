"""Knowledge checks: what one asks, what an answer to it deserves, and how it is stated.

In: a question as it was frozen and what somebody chose. Out: feedback, and descriptions for
statements.
"""
