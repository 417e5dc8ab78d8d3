"""Settings that hold everywhere; embedded, production and test build on these."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from learning.config import csp, logs
from learning.config.settings.api import *
from learning.config.settings.exchange import *
from learning.config.settings.naming import in_language_of_the_reader, names_by_language
from learning.config.settings.outside import EMBED_PROVIDERS as EMBED_PROVIDERS
from learning.config.settings.seams import *

BASE_DIR = Path(__file__).resolve().parents[3]
VAR_DIR = Path(os.environ.get("VAR", BASE_DIR / "var")).resolve()


def env_list(name: str, default: str = "") -> list[str]:
    """Return the comma-separated environment variable ``name`` as a list."""
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


# What another government changes: the name, the words, the home of our identifiers.
SERVICE_NAMES = names_by_language(os.environ)
SERVICE_NAME = in_language_of_the_reader(SERVICE_NAMES)
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
# Keys the identifiers of our own facts (learning.xapi.ids): whoever has it can predict them.
XAPI_FACT_KEY = os.environ.get("XAPI_FACT_KEY", "")

# How often a key of the statements API may be used in a minute, unless it says otherwise.
LRS_REQUESTS_PER_MINUTE: int | None = 60_000

# Whether people with a known password may be loaded (manage.py load_demo).
DEMONSTRATION = False

# The rooms, lowest first (docs/adr/0001): each may import what stands above it in this list.
ROOMS = [
    "learning.ui",
    "learning.privacy",
    "learning.lrs",
    "learning.people",
    "learning.catalogue",
    "learning.notifications",
    "learning.records",
    "learning.home",
    "cms.media",
    "cms.blocks",
    "cms.snippets",
    "cms.pages",
    "cms.publishing",
    "courses.content",
    "courses.additions",
    "courses.progress",
]

INSTALLED_APPS = [
    "learning.config",
    *reversed(ROOMS),
    "wagtail_localize",
    "wagtail.locales",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.contrib.typed_table_block",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "rest_framework",
    "knox",
    "drf_spectacular",
    "allauth",
    "allauth.account",
    "axes",
    "csp",
    "django_structlog",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

# Security headers go on every answer, the one for a lost database included, so they stand outside.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "learning.config.csp.PolicyByPrefixMiddleware",
    "learning.config.outage.DatabaseOutageMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "learning.config.logs.RequestLogMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "learning.people.middleware.PreferredLanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
    "cms.publishing.middleware.EditorsOnlyMiddleware",
    "cms.publishing.middleware.PublishRefusedMiddleware",
]

# Addresses that rooms outside learning/ bring (learning.config.urls includes them).
ROOM_URLS = ["cms.media.urls", "courses.progress.urls"]

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

# The main menu: names of addresses, so that the frame around pages knows no room.
NAVIGATION: list[dict[str, Any]] = [
    {"url": "home:home", "label": _("Home")},
    {"url": "catalogue:search", "label": _("Catalogue")},
    {"url": "records:my-learning", "label": _("My learning")},
    {
        "url": "wagtailadmin_home",
        "label": _("Write courses"),
        "permission": "wagtailadmin.access_admin",
    },
    {"url": "people:account", "label": _("Account")},
    {"url": "account_login", "label": _("Sign in"), "signed_in": False},
]

# People and sign-in
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "learning.people.backends.EmployedBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# How many levels down a manager sees people in person; further down, only sums.
MANAGER_LEVELS = int(os.environ.get("MANAGER_LEVELS", "2"))
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_ADAPTER = "learning.people.adapters.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_PREVENT_ENUMERATION = True
# An address that nobody has gets the same page and no mail: the form cannot be used to send mail.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = True
# django-axes counts failed passwords in the database, for all processes together.
ACCOUNT_RATE_LIMITS = {"login_failed": ""}
ACCOUNT_FORMS = {
    "login": "learning.people.forms.SignInForm",
    "request_login_code": "learning.people.forms.RequestCodeForm",
    "confirm_login_code": "learning.people.forms.ConfirmCodeForm",
    "reset_password": "learning.people.forms.RequestResetForm",
    "reset_password_from_key": "learning.people.forms.ResetPasswordForm",
    "set_password": "learning.people.forms.SetPasswordForm",
    "change_password": "learning.people.forms.ChangePasswordForm",
}
INVITATION_DAYS = 14
API_TOKENS_PER_PERSON = 10
REST_KNOX = {"TOKEN_TTL": timedelta(days=90), "AUTH_HEADER_PREFIX": "Token"}
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "learning.people.lockout.attempted_address"
AXES_RESET_ON_SUCCESS = True
# Who signed in when, and from where, is nobody's business.
AXES_DISABLE_ACCESS_LOG = True
AXES_LOCKOUT_TEMPLATE = "people/locked_out.html"

# Languages: four Welsh plural forms come with Django's own Welsh catalogue.
LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English")), ("cy", _("Welsh"))]
WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = [("en-gb", _("English")), ("cy", _("Welsh"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/London"

# Files. Media are private: learning never serves the folder, cms.media decides per request.
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "build"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
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
LARGEST_RECORDING = int(os.environ.get("LARGEST_RECORDING_MB", "200")) * 1024 * 1024
# The address of a document is that of its file, which cms.media.views guards.
WAGTAILDOCS_SERVE_METHOD = "direct"
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.media.forms.SafeImageForm"
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "wagtail.search.backends.database", "AUTO_UPDATE": True},
}

SPECTACULAR_SETTINGS["TITLE"] = SERVICE_NAMES[""]

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
SESSION_COOKIE_AGE = 60 * 60 * 12
CONTENT_SECURITY_POLICY = csp.OWN_PAGES

# Logs: JSON in production, readable lines elsewhere; never who somebody is (learning.config.logs).
LOGGING = logs.logging_config(as_json=False)
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
DJANGO_STRUCTLOG_USER_ID_FIELD = None
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = logs.NOT_SHOWN
AXES_VERBOSE = False

# Work that is due. Celery beat runs SWEEPS in production (learning.config.celery); nothing else
# is ever sent to the broker, so there are no results to keep.
CELERY_BROKER_URL = os.environ.get("CELERY_BROKER_URL", "")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = TIME_ZONE

# Whatever is sent becomes a row; the sweep hands the rows to MAIL_DELIVERY_BACKEND.
EMAIL_BACKEND = "learning.notifications.backends.QueueBackend"
MAIL_DELIVERY_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_SUBJECT_PREFIX = ""
# After how many days whoever is to review or publish a draft is reminded; after twice as many
# their L&D lead is told.
REVIEW_DAYS = int(os.environ.get("REVIEW_DAYS", "7"))
# How long it is known that a mail was sent; its words go as soon as they are.
MAIL_KEPT_DAYS = int(os.environ.get("MAIL_KEPT_DAYS", "365"))
# How long it is counted what people searched for in vain; who they were is never kept.
SEARCHES_KEPT_DAYS = int(os.environ.get("SEARCHES_KEPT_DAYS", "90"))
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "learning@demo.example")

# How every database is spoken to. The few queries that each statement passes are planned once a
# connection; compiling queries just in time costs 40 ms where it gains nothing.
DATABASE_OPTIONS = {"prepare_threshold": 3, "options": "-c jit=off"}
