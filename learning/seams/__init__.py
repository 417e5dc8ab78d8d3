"""Seams: work that lower rooms hand to higher ones, by dotted names in the settings.

A seam is read like MIDDLEWARE: in order, once, and checked at start-up. It is a room of its own,
below every room that offers one.
"""
