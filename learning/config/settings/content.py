"""Settings that bound what editors write."""

from __future__ import annotations

from learning.config.settings.environment import env_number

# The longest single text of a block, in characters with its markup. A lesson of ten minutes has
# some 10,000; markup can be nested so that reading it costs more than it is long, so what is
# longer is refused in the editor, and loses its markup (never its words) where it is read.
LONGEST_TEXT = env_number("LONGEST_TEXT", 200_000)
