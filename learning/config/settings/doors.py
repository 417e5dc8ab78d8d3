"""Settings of signing in, sessions and serving: what outsiders can cause, and how much of it.

Every number is a bound with its reason. What an operator may change comes from the environment
(docs/how-to/deploy.md); docs/adr/0009 and 0010 say what else was considered.
"""

from __future__ import annotations

from datetime import timedelta

from learning.config.settings.environment import env_number

MINUTE, HOUR, DAY = 60, 60 * 60, 24 * 60 * 60
KIB, MIB = 1024, 1024 * 1024

# How long a code from an email signs somebody in. Slow mail takes more than three minutes; a code
# is stopped after three wrong guesses, so a quarter of an hour helps no guesser.
SIGN_IN_CODE_SECONDS = env_number("SIGN_IN_CODE_MINUTES", 15) * MINUTE
# How much longer the address is remembered that a code was sent to, so that a new one is a button
# away. Then this browser forgets it: others may use the computer.
SIGN_IN_ADDRESS_SECONDS = HOUR

# How long an invitation is good for.
INVITATION_DAYS = 14
# Tokens of the API: how many anyone has at once, and how long each is good for.
API_TOKENS_PER_PERSON = 10
REST_KNOX = {"TOKEN_TTL": timedelta(days=90), "AUTH_HEADER_PREFIX": "Token"}

# How many proxies of ours stand in front, each adding the address it was called from to
# X-Forwarded-For. The visitor's address is that many places from the end; what a visitor wrote
# into the header stands further left and is never read (learning.people.addresses).
PROXY_COUNT = env_number("PROXY_COUNT", 0)

# Sessions (learning.people.sessions). One that is not used for half a day ends: a working day with
# its breaks is shorter, the night between two is longer.
SESSION_COOKIE_AGE = 12 * HOUR
# Use renews it, but anyone who uses a session shows who they are once a week: nobody has one for
# longer, not with a cookie that was stolen either.
SESSION_LONGEST_SECONDS = 7 * DAY
# It is written that somebody is still there when that is an hour ago, and not on every page.
SESSION_RENEWED_SECONDS = HOUR
# What a browser does by itself, while nobody may be looking, is no use.
NO_USE_OF_A_SESSION = frozenset({"wagtailadmin_editing_sessions:ping"})
# So long after its end it is known whose session it was, for a form that was still open: a page
# is left on Friday evening, and sent on Monday morning. It opens nothing.
SESSION_KNOWN_SECONDS = 3 * DAY

# Forms that were sent and not saved (learning.returning). Kept for an hour: long enough to sign in
# again after a meeting.
KEPT_FORM_SECONDS = HOUR
# The largest is feedback: a thousand characters, of up to four bytes each, and room for mistakes.
KEPT_FORM_BYTES = 16 * KIB
# More than anybody has open at once; the oldest gives way.
KEPT_FORMS_PER_PERSON = 10
# One in ten people of a service of 200,000, at once: 320 MB, if each were as large as it may be.
# Beyond that none is kept, and people are told; nobody's words give way to somebody else's.
KEPT_FORMS_IN_ALL = 20_000

# How often something may be tried (learning.people.limits). ``most`` attempts are free, counted
# together until ``within`` seconds have passed; then one waits until they are forgotten or, with
# ``wait``, first that long and twice as long each time, up to ``longest``.
SIGN_IN_LIMITS = {
    # Wrong passwords for one account, from everywhere together. Ten: people try the passwords of
    # several years before they ask for a new one. Then a guesser with any number of addresses
    # gets 16 more on the first day and 24 on each day after.
    "password-account": {"most": 10, "within": DAY, "wait": MINUTE, "longest": HOUR},
    # The same from one browser that signed in to this account before. Apart from the others, so
    # that nobody elsewhere can shut the owner out; a stolen browser gets no further than this.
    "password-device": {"most": 10, "within": DAY, "wait": MINUTE, "longest": HOUR},
    # Wrong passwords from one address, whatever the account: slows down who tries one password on
    # everybody. An office of 5,000 that signs in within an hour, one in five mistyping once, makes
    # 250 in a quarter of an hour; twice that. Right passwords are not counted.
    "password-address": {
        "most": env_number("SIGN_IN_FAILURES_PER_ADDRESS", 500),
        "within": 15 * MINUTE,
    },
    # Emails with a code or a link for a new password, to one account from one address or browser:
    # enough for one that is lost and one asked for twice.
    "email-place": {"most": 5, "within": 5 * MINUTE},
    # The same from all addresses together: no mailbox is flooded. A browser that signed in to the
    # account before is not counted here, so its owner can always ask.
    "email-account": {"most": 30, "within": HOUR},
    # Emails asked for from one address. One whose code is used is given back, so an office counts
    # only what was asked for and not yet used.
    "email-address": {
        "most": env_number("SIGN_IN_EMAILS_PER_ADDRESS", 500),
        "within": 15 * MINUTE,
    },
    # Guesses at one code: it is stopped after the third, for as long as it would have lasted.
    "code": {"most": 3, "within": SIGN_IN_CODE_SECONDS},
    # The current password, asked for before it is changed: a session left open is no way to it.
    "password-change": {"most": 5, "within": DAY, "wait": MINUTE, "longest": HOUR},
    # Invitations that do not work, from one address. They cannot be guessed; anyone who tries is
    # told to stop. Those that work are neither counted nor refused.
    "invitation-address": {"most": 30, "within": MINUTE},
    # Addresses kept for somebody who changes the language before signing in, from one address. One
    # in ten of an office of 5,000 within an hour makes 125 in a quarter of an hour. Beyond that
    # the address has to be typed again.
    "typed-address": {"most": 200, "within": 15 * MINUTE},
}
# Networks that one visitor may have whole: providers hand out IPv6 by the /64.
IPV6_PREFIX = 64

# A browser that signed in to an account is known by a signed cookie, which names the account only
# to us and dies with its password. As long as people stay away over a summer, and then some.
DEVICE_COOKIE = "device"
DEVICE_COOKIE_SECONDS = 180 * DAY
# A computer at a counter is used by several people; the last five keep their allowance.
ACCOUNTS_PER_DEVICE = 5

# What a request may cost before anything is done for it (learning.config.server). Bytes, seconds,
# and bytes a second; all of them hold for each worker process.
# The head of a request: 100 fields are allowed, and browsers send 4 KiB with everything.
LARGEST_HEAD = 64 * KIB
# How long it may take to arrive. A phone on a bad line needs two.
HEAD_SECONDS = 10
# A body has this long to begin and then has to keep up a speed that a modem of 1990 had.
BODY_GRACE_SECONDS = 10
SLOWEST_BODY = 1 * KIB
# How long the reader of an answer may take nothing of it: a film that is paused is asked for again.
ANSWER_STALL_SECONDS = 60
# The body of what has no larger limit: forms for people. The longest holds a comment.
SMALL_BODY = 256 * KIB
# Up to here a body is read before it is known who sends it; for more somebody is asked first.
BODY_BEFORE_ASKING = 1 * MIB
# Where bodies may be larger, and who tells whether this sender may send one: a function of the
# request's head (learning.config.server.senders). The limit names settings, the largest counts;
# a form needs some bytes around its file.
LARGE_BODIES = (
    ("/xapi/", ("LRS_MAX_MULTIPART_BYTES",), "learning.config.server.senders.has_a_key"),
    (
        "/cms-admin/",
        ("LARGEST_RECORDING", "LARGEST_ARCHIVE"),
        "learning.config.server.senders.is_an_editor",
    ),
)
AROUND_A_FILE = 1 * MIB
# Statements with their attachments in one request (learning.lrs.protocol refuses more, in words).
LRS_MAX_MULTIPART_BYTES = 20 * MIB
# Of one body, and of one answer that is taken slowly, this stays in memory; the rest is in a file
# of the folder for temporary files.
IN_MEMORY = 64 * KIB
# Bodies and answers that wait, all of a worker together.
WAITING_BYTES = env_number("WAITING_MB", 2048) * MIB
# What a worker answers while its threads are all busy: whether it lives, and whether it is ready.
HEALTH_PATHS = ("/healthz", "/readyz")
