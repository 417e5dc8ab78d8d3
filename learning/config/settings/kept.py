"""Periods for which roles, mails sent and searches without a result stay known."""

from __future__ import annotations

from learning.config.settings.environment import env_number

# For how many days it is known that somebody had a role or was in a group of editors, and so could
# see or do what goes with it: as long as a claim can be made, six years in the United Kingdom.
ROLES_KEPT_DAYS = env_number("ROLES_KEPT_DAYS", 6 * 365)
# How long it is known that a mail was sent; its words go as soon as they are.
MAIL_KEPT_DAYS = env_number("MAIL_KEPT_DAYS", 365)
# How long it is counted what people searched for without a result; who they were is never kept.
SEARCHES_KEPT_DAYS = env_number("SEARCHES_KEPT_DAYS", 90)
