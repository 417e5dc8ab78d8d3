"""Bounds on one statement, one request and one answer of the record store.

Each is checked before the work it bounds is done, and refused with 413 where it is exceeded.
"""

from __future__ import annotations

from learning.config.settings.environment import env_list, env_number

# How many actors, activities and other things one statement may name, and so be found by. Course
# packages name six to twenty; a workshop's group names as many as were in the room.
LRS_MAX_NAMES = env_number("LRS_MAX_NAMES", 1_000)
# How many things a statement may be found by in all, once it takes those of the statement that it
# refers to as well. Each reference copies them, so this is what 200 bytes can be made to write.
LRS_MAX_LINKS_BY_REFERENCE = env_number("LRS_MAX_LINKS_BY_REFERENCE", 100)
# The same for all statements of one request together: fifty each in the largest batch.
LRS_MAX_LINKS_PER_REQUEST = env_number("LRS_MAX_LINKS_PER_REQUEST", 50_000)
# A page of statements ends when it holds so much, though more were asked for; 200 statements as
# packages send them are 200 kB. A single statement that is larger is a page of its own.
LRS_MAX_PAGE_BYTES = env_number("LRS_MAX_PAGE_BYTES", 2 * 1024 * 1024)
# How much of a definition is kept for the activities resource and the canonical format; the
# largest questionnaires take some 30 kB. What is longer stays in its statement only.
LRS_MAX_DEFINITION_BYTES = env_number("LRS_MAX_DEFINITION_BYTES", 64 * 1024)
# How much of one statement a page for people shows, as it is stored.
LRS_MAX_SHOWN_BYTES = env_number("LRS_MAX_SHOWN_BYTES", 64 * 1024)
# Web pages of others that may call /xapi/ from a browser, by their origins; none until named. They
# show a key like everybody else, and cookies are never allowed (learning.lrs.origins).
LRS_ALLOWED_ORIGINS = env_list("LRS_ALLOWED_ORIGINS")
