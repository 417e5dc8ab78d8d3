"""A course in another language, by wagtail-localize.

In: a course and a language. Out: a course of its own in that language, and what is missing of it.
"""
