"""The languages of the service and of what is written in it: all that adding one changes in code.

How it is done: docs/how-to/add-a-language.md.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

LANGUAGE_CODE = "en-gb"
# What people can read the service in. Four Welsh plural forms come with Django's own catalogue.
LANGUAGES = [("en-gb", _("English")), ("cy", _("Welsh"))]
# What courses and other pages can be written in.
WAGTAIL_CONTENT_LANGUAGES = [("en-gb", _("English")), ("cy", _("Welsh"))]
# How a language names itself, whatever the page is in. One that is not here is named as Django
# knows it ("Français").
OWN_NAMES = {"cy": "Cymraeg", "en-gb": "English"}
# What leads to the same thing in that language, said in it. One that is not here says its name.
ALSO_IN = {"cy": "Hefyd yn Gymraeg", "en-gb": "Also in English"}
WAGTAIL_I18N_ENABLED = True
USE_I18N = True
