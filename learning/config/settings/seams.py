"""Settings of the seams: functions of higher rooms that lower ones call, room by room.

Dotted names, read like MIDDLEWARE and checked at start-up (learning.seams).
"""

from __future__ import annotations

LRS_GATES: list[str] = []
LRS_CONSUMERS = [
    "learning.records.consumers.update_records",
    "courses.progress.consumers.roll_up",
]
PEOPLE_CONSUMERS = ["learning.people.rights.end_rights"]
# Who keeps the name of an organisation or points at one, and follows when it is renamed, merged,
# closed or opened again (learning.people.changes.OrganisationChanges).
ORGANISATION_CONSUMERS = [
    "learning.catalogue.reorganised.follow",
    "cms.publishing.following.follow",
    "courses.content.reorganised.follow",
    "courses.additions.reorganised.follow",
]
# What people can be given to do: each kind says what somebody holds and how it ends, and ends when
# they leave, come back or are transferred (learning.people.rights.Right).
RIGHTS = [
    "learning.people.roles.role_grants",
    "cms.publishing.memberships.memberships",
]
# What is read with the person of each request, in the same query: people -> people.
WITH_THE_PERSON = ["learning.rights.selectors.with_promise"]
# Where the button of an invitation leads: step(*, person, request) -> path or None, first wins.
WELCOME_STEPS = ["courses.progress.welcome.first_course"]
# What somebody can do here, for the page that they see before they sign in: words() -> str or None.
WELCOME_WORDS = ["courses.progress.lesson_times.how_long_lessons_are"]
# Who sends what the rooms below the notifications have to say by mail.
MAIL_QUEUE = ["learning.notifications.services.queue_mails"]
HOME_PANELS = [
    "courses.progress.panels.next_step",
    "learning.home.leading.for_leads",
    "courses.progress.panels.in_progress",
    "courses.progress.panels.suggestions",
]
# What there is to learn, and where it opens: kind() -> learning.catalogue.kinds.ActivityKind.
ACTIVITY_KINDS = ["courses.content.course_kind.course_kind"]
# What a course can be made of (cms.steps.contract).
STEP_KINDS = ["courses.content.lesson_kind.LessonKind", "courses.external.kind.ExternalKind"]
# What an L&D lead finds on their page: panel(*, lead, parts, on) -> LeadPanel or None
# (learning.insights.offered).
LEAD_PANELS = [
    "courses.progress.lead_panels.courses_written",
    "cms.publishing.lead_panels.reviews_waiting",
    "courses.content.lead_panels.reviews_overdue",
    "learning.insights.panels.arrivals",
    "cms.administration.lead_panels.what_you_decide",
    "learning.insights.panels.statements",
    "learning.rights.panels.promises",
]
PUBLISH_CHECKS = ["courses.content.checking.gate.faults", "courses.additions.checking.faults"]
# What freezes a page that goes live as learners will read it: (page, revision, user) -> its
# version, or None where the page is of another room.
FREEZERS = ["courses.content.freezing.courses.freeze", "courses.additions.freezing.freeze"]
# What follows from a version: (page, version).
PUBLISH_CONSUMERS = [
    "courses.progress.changes.move_on",
    "courses.progress.descriptions.describe",
    "courses.content.translation.courses.follow_the_original",
    "courses.progress.descriptions.describe_an_addition",
    "courses.additions.followers.tell",
]
# What may go live without a review: (page, revision) -> the words corrected, each as it was and as
# it is, or None where somebody has to look at it first.
WITHOUT_REVIEW = ["courses.content.review.misspelt.misspelt_words"]
# Whom a change of a page can reach: counted for its author before it is published.
CHANGE_AUDIENCES = ["courses.progress.changes.audience_of"]
UNPUBLISH_CONSUMERS = [
    "courses.content.freezing.courses.withdraw",
    "courses.additions.freezing.withdraw",
]
# As whom, and when, an author sees a course or a lesson before it is published: (page) -> previews
# (courses.content.previews).
PREVIEWS = ["courses.progress.previews.previews_of"]
# Which pages every editor knows of besides those of their own department: (user) -> pages.
VISIBLE_PAGES = ["courses.content.visible.published_for"]
# Who hears that a shared passage or word has changed, and who knows where it is used.
SNIPPET_CONSUMERS = ["courses.content.snippet_changes.renew_drafts"]
SNIPPET_USES = ["courses.content.snippet_changes.courses_with"]
# Who may fetch a stored file: the first that says yes opens it.
MEDIA_READERS = [
    "courses.content.media_access.readers_of_a_version",
    "courses.additions.media_access.readers_of_an_addition",
    "cms.media.access.editors_of_the_library",
]
# What has to be so before a department can work, in the order in which it is done: the start page
# of an administrator (cms.administration.checklist). A line is (*, now) -> Line.
CHECKLIST = [
    "cms.administration.lines.people_imported",
    "cms.administration.lines.mail_arrives",
    "cms.administration.lines.sweep_alive",
    "cms.administration.lines.backup_tried",
    "cms.administration.lines.leads_named",
    "cms.administration.lines.courses_loaded",
    "cms.administration.lines.legal_pages_written",
]
SWEEPS = [
    "learning.sweeps.heartbeat.beat",
    "learning.notifications.sweeps.send_due",
    "learning.notifications.sweeps.forget_old",
    "learning.people.leaving.end_due",
    "learning.people.roles.end_due",
    "learning.people.sweeps.forget_sessions",
    "learning.people.sweeps.forget_tokens",
    "learning.people.sweeps.forget_attempts",
    "learning.returning.sweeps.forget_forms",
    "learning.people.sweeps.forget_roles",
    "learning.catalogue.sweeps.forget_searches",
    "learning.lrs.sweeps.assign_positions",
    "learning.lrs.sweeps.pass_on_links",
    "learning.lrs.sweeps.retry_projections",
    "learning.lrs.rates.sweep_uses",
    "cms.publishing.sweeps.publish_due",
    "cms.publishing.sweeps.expire_due",
    "cms.publishing.sweeps.forget_memberships",
    "cms.administration.sweeps.forget_last_days",
    "cms.publishing.waiting.remind_of_tasks",
    "cms.publishing.waiting.escalate_tasks",
    "courses.content.review.reminders.remind_of_reviews",
]
