"""The review of a course: what a reviewer has to look at, and when it is looked at again.

In: a draft and what is published. Out: what differs, whom it reaches, whether it is only a
correction, and reminders of review dates.
"""
