"""Copying a course, a lesson, or all courses of a department.

In: pages, and where to. Out: drafts that are their own, with files that their department has.
"""
