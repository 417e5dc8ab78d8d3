"""Where the pages are that are opened, and what is done on them."""

from __future__ import annotations

COURSE = "/courses/working-with-data-in-government"
LESSONS = (
    "questions-before-charts",
    "where-data-comes-from",
    "reading-a-distribution",
    "charts-that-help",
    "comparing-fairly",
    "personal-data",
)
CYBER = "/courses/cyber-security-at-your-desk"
CYBER_LESSONS = (
    "spot-the-hook",
    "passwords-and-passkeys",
    "devices-and-remote-work",
    "handling-information",
    "who-is-asking",
    "report-it-fast",
)
AI = "/courses/using-ai-well-at-work"
AI_LESSONS = (
    "what-a-language-model-is",
    "asking-well",
    "checking-what-comes-back",
    "bias-and-fairness",
    "data-protection-and-records",
    "when-not-to-use-it",
)
NO_TOKEN = "for (const e of document.getElementsByName('csrfmiddlewaretoken')) e.value = 'x';"
NO_LANGUAGE = "document.querySelector('.app-language__button').value = 'xx';"
# Visitors who are not signed in, and have asked for a code; the others are logins.
WITH_A_CODE, WITH_A_LATE_CODE = "with a code", "with a late code"
BUTTON = "main button[type=submit]"
