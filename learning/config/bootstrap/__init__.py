"""Preparing a fresh clone until something runs: what ``make`` calls.

Standard library only, because it runs on the system's Python before anything is installed.

- ``steps``: showing progress, running programs, skipping what has not changed;
- ``python``: the virtual environment and the hashed requirements;
- ``frontend``: Node, npm, style sheet, script, collected static files, translations;
- ``chromium``: the browser of the tests;
- ``tasks``: what each ``make`` target does.
"""
