"""Work and meaning that lower rooms hand to higher ones, room by room.

Dotted names, read like MIDDLEWARE and checked at start-up (learning.lrs.seams).
"""

from __future__ import annotations

LRS_GATES: list[str] = []
LRS_CONSUMERS = [
    "learning.records.consumers.update_records",
    "courses.progress.consumers.roll_up",
]
PEOPLE_CONSUMERS: list[str] = []
# Where the button of an invitation leads: step(*, person, request) -> path or None, first wins.
WELCOME_STEPS = ["courses.progress.welcome.first_lesson"]
# Who sends what the rooms below the notifications have to say by mail.
MAIL_QUEUE = ["learning.notifications.services.queue_letters"]
HOME_PANELS = [
    "courses.progress.panels.next_step",
    "courses.progress.panels.in_progress",
    "courses.progress.panels.suggestions",
]
PUBLISH_CHECKS = ["courses.content.checking.faults", "courses.additions.checking.faults"]
PUBLISH_CONSUMERS = [
    "courses.content.freezing.freeze",
    "courses.progress.changes.move_on",
    "courses.progress.descriptions.describe",
    "courses.content.translating.follow_the_original",
    "courses.additions.freezing.freeze",
    "courses.progress.descriptions.describe_an_addition",
    "courses.additions.followers.tell",
]
# What may go live without a review: (page, revision) -> bool.
WITHOUT_REVIEW = ["courses.content.comparing.is_a_small_correction"]
# Whom a change of a page can reach: counted for its author before it is published.
CHANGE_AUDIENCES = ["courses.progress.changes.audience_of"]
UNPUBLISH_CONSUMERS = [
    "courses.content.freezing.withdraw",
    "courses.additions.freezing.withdraw",
]
# As whom, and when, an author sees a course or a lesson before it is published: (page) -> previews
# (courses.content.previews).
PREVIEWS = ["courses.progress.previews.previews_of"]
# Who hears that a shared passage or word has changed, and who knows where it is used.
SNIPPET_CONSUMERS = ["courses.content.snippet_changes.renew_drafts"]
SNIPPET_USES = ["courses.content.snippet_changes.courses_with"]
# Who may fetch a stored file: the first that says yes opens it.
MEDIA_READERS = [
    "courses.content.media_access.readers_of_a_version",
    "courses.additions.media_access.readers_of_an_addition",
    "cms.media.access.editors_of_the_library",
]
SWEEPS = [
    "learning.notifications.sweeps.send_due",
    "learning.notifications.sweeps.forget_old",
    "learning.people.leaving.end_due",
    "learning.people.sweeps.forget_expired",
    "learning.catalogue.sweeps.forget_vain_searches",
    "learning.lrs.sweeps.assign_positions",
    "learning.lrs.sweeps.retry_projections",
    "learning.lrs.rates.sweep_uses",
    "cms.publishing.sweeps.publish_due",
    "cms.publishing.waiting.remind_of_tasks",
    "courses.content.reviews.remind_of_reviews",
]
