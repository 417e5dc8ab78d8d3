"""Links in the frame around every page: names of addresses, so that the frame knows no room."""

from __future__ import annotations

import os
from typing import Any

from django.utils.translation import gettext_lazy as _

# The main menu.
NAVIGATION: list[dict[str, Any]] = [
    {"url": "home:home", "label": _("Home")},
    {"url": "catalogue:search", "label": _("Catalogue")},
    {"url": "records:my-learning", "label": _("My learning")},
    {
        "url": "wagtailadmin_home",
        "label": _("Write courses"),
        # What every group that writes has; L&D leads get into the admin too, and write nothing.
        "permission": "catalogue.view_searchwithoutresults",
    },
    {"url": "account_login", "label": _("Sign in"), "signed_in": False},
]
# What stands at the end of the menu for somebody who is signed in, and the form that signs out.
ACCOUNT_NAVIGATION: list[dict[str, Any]] = [
    {"url": "people:account", "label": _("Your account")},
]
SIGN_OUT_URL = "account_logout"
# The foot of every page, also where nobody is signed in.
FOOTER_LINKS: list[dict[str, Any]] = [
    {"url": "pages:accessibility", "label": _("Accessibility statement")},
    {"url": "pages:privacy", "label": _("Privacy notice")},
    {"url": "pages:cookies", "label": _("Cookies")},
    {"url": "people:who-can-see", "label": _("Who can see what about me")},
    {"url": "pages:contact", "label": _("Contact")},
]

# Whom people write to when something does not work. It stands on pages that have no database to
# read it from, so it is a setting; the page "Contact" says the rest.
CONTACT_EMAIL = os.environ.get("CONTACT_EMAIL", "").strip()
# The language that somebody chose here is remembered for a year after they last chose one.
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
