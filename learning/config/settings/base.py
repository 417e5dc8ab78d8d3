"""Settings that hold everywhere; embedded, production and test build on these."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from learning.config import csp, logs
from learning.config.settings.api import *
from learning.config.settings.content import *
from learning.config.settings.doors import *
from learning.config.settings.environment import env_number
from learning.config.settings.exchange import *
from learning.config.settings.frame import *
from learning.config.settings.kept import *
from learning.config.settings.languages import *
from learning.config.settings.naming import in_language_of_the_reader, in_no_language
from learning.config.settings.outside import EMBED_PROVIDERS as EMBED_PROVIDERS
from learning.config.settings.rooms import *
from learning.config.settings.seams import *
from learning.config.settings.store import *
from learning.config.settings.work import *

BASE_DIR = Path(__file__).resolve().parents[3]
VAR_DIR = Path(os.environ.get("VAR", BASE_DIR / "var")).resolve()


# What another government changes: the name, the words, the home of our identifiers.
def _names() -> Mapping[str, str]:
    from learning.config.service_name import current_names  # when there are settings

    return current_names()


SERVICE_NAME = in_language_of_the_reader(_names)
# For how long a process remembers a name that was given here and not in the environment; None
# where it does not look for one.
SERVICE_NAME_SECONDS: float | None = 30.0
SERVICE_WORDS = {
    "person": _("civil servant"),
    "people": _("civil servants"),
    "department": _("department"),
    "grade": _("grade"),
    "profession": _("profession"),
}
# Every activity, verb of ours and actor account is named under this IRI; never change it
# once statements exist, for it is part of their meaning.
XAPI_HOME = os.environ.get("XAPI_HOME", "https://digital-skills.example")
# Keys the identifiers of our own facts (learning.xapi.ids): anyone who has it can predict them.
XAPI_FACT_KEY = os.environ.get("XAPI_FACT_KEY", "")

# How often a key of the statements API may be used in a minute, unless it says otherwise.
LRS_REQUESTS_PER_MINUTE: int | None = 60_000

# Whether people with a known password may be loaded (manage.py load_demo).
DEMONSTRATION = False

# Security headers go on every answer, the one for a lost database included, so they stand outside.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "learning.config.csp.PolicyByPrefixMiddleware",
    "learning.config.outage.DatabaseOutageMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "learning.config.keeping.NotKeptMiddleware",
    "learning.config.logs.RequestLogMiddleware",
    "learning.people.session_middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "learning.people.middleware.PreferredLanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "learning.people.middleware.AttemptsMiddleware",
    "learning.config.refusals.NotAllowedMiddleware",
    "learning.returning.middleware.UnsavedMiddleware",
    "cms.publishing.middleware.EditorsOnlyMiddleware",
    "cms.publishing.guard.VisibleContentMiddleware",
    "cms.publishing.middleware.PublishRefusedMiddleware",
]

# Addresses that rooms outside learning/ bring (learning.config.urls includes them).
ROOM_URLS = ["cms.media.urls", "cms.pages.urls", "courses.progress.urls"]
# Views of the Wagtail admin that rooms put in the place of its own, at the same addresses.
ADMIN_URLS = ["cms.publishing.urls_admin"]

ROOT_URLCONF = "learning.config.urls"
WSGI_APPLICATION = "learning.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "NAME": "jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "learning.ui.environment.environment",
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "learning.people.context.who_sees",
                "learning.rights.context.promise",
            ],
        },
    },
    {
        # The Wagtail admin's and third parties' own templates.
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "learning.ui.layout.naming",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# People and sign-in
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["learning.people.backends.EmployedBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# How many levels down a manager sees people in person; further down, only sums.
MANAGER_LEVELS = env_number("MANAGER_LEVELS", 2)
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_ADAPTER = "learning.people.adapters.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_PREVENT_ENUMERATION = True
# An address that nobody has gets the same page and no mail: the form cannot be used to send mail.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "learning.people.sign_in.ResetLinks"  # noqa: S105
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = True
# Ours are SIGN_IN_LIMITS: allauth counts in a cache, and successes with failures.
ACCOUNT_RATE_LIMITS = False
ACCOUNT_FORMS = {
    "login": "learning.people.forms.SignInForm",
    "reset_password": "learning.people.forms.RequestResetForm",
    "reset_password_from_key": "learning.people.forms.ResetPasswordForm",
    "set_password": "learning.people.forms.SetPasswordForm",
    "change_password": "learning.people.forms.ChangePasswordForm",
}

LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
TIME_ZONE = CELERY_TIMEZONE = "Europe/London"

# Files. Media are private: learning never serves the folder, cms.media decides per request.
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "build"]
STORAGES = {
    "default": {"BACKEND": "learning.config.storage.WholeFileStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = VAR_DIR / "media"
MEDIA_URL = "/media/"
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

# Wagtail
WAGTAIL_SITE_NAME = SERVICE_NAME
WAGTAILADMIN_BASE_URL = os.environ.get("BASE_URL", "http://127.0.0.1:8000")
WAGTAILIMAGES_IMAGE_MODEL = "media.LibraryImage"
WAGTAILDOCS_DOCUMENT_MODEL = "media.LibraryDocument"
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAIL_ALLOW_UNICODE_SLUGS = False  # the routes of courses know ASCII addresses
WAGTAILADMIN_LOGIN_URL = "/sign-in/"  # one door, with its lock-out and its codes
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp", "svg"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAILDOCS_EXTENSIONS = [
    "csv", "docx", "m4a", "mp3", "mp4", "odt", "ods", "ogg", "pdf", "pptx", "rtf", "txt", "vtt",
    "webm", "xlsx",
]  # fmt: skip
WAGTAILDOCS_DOCUMENT_FORM_BASE = "cms.media.forms.SafeDocumentForm"
# The largest video or sound recording, in bytes.
LARGEST_RECORDING = env_number("LARGEST_RECORDING_MB", 200) * 1024 * 1024
# The address of a document is that of its file, which cms.media.views guards.
WAGTAILDOCS_SERVE_METHOD = "direct"
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.media.forms.SafeImageForm"
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "wagtail.search.backends.database", "AUTO_UPDATE": True},
}

SPECTACULAR_SETTINGS["TITLE"] = in_no_language(_names)

# Security
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CSRF_FAILURE_VIEW = "learning.config.refusals.stale_form"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
# Wagtail shows previews of a page in a frame of its own, so DENY (security.W019) cannot be.
X_FRAME_OPTIONS = "SAMEORIGIN"
SILENCED_SYSTEM_CHECKS = ["security.W019"]
SESSION_ENGINE = "learning.people.sessions"
CONTENT_SECURITY_POLICY = csp.OWN_PAGES

# Logs: JSON in production, readable lines elsewhere; never who somebody is (learning.config.logs).
LOGGING = logs.logging_config(as_json=False)
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
DJANGO_STRUCTLOG_USER_ID_FIELD = None
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = logs.NOT_SHOWN

# How every database is spoken to. The few queries that each statement passes are planned once a
# connection; compiling queries just in time costs 40 ms where it gains nothing.
DATABASE_OPTIONS = {"prepare_threshold": 3, "options": "-c jit=off"}
