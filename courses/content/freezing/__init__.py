"""Freezing on publishing: versions that learners read, and the entry of the catalogue.

In: a draft that has passed the gate. Out: rows that never change, and the files they show.
"""
