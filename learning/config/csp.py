"""The content that each part of the service may load (Content Security Policy, level 3).

Our own pages allow no inline script or style. Three prefixes differ: the Wagtail admin, whose
widgets need inline scripts and styles, uploaded files, which may run nothing at all, and the
thread in which the practice in SQL runs its WebAssembly, which no page may.
"""

from __future__ import annotations

from typing import Any

from csp.constants import NONCE, NONE, SELF, UNSAFE_EVAL, UNSAFE_INLINE, WASM_UNSAFE_EVAL
from csp.middleware import CSPMiddleware, PolicyParts
from django.http import HttpRequest, HttpResponseBase

OWN_PAGES: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": [SELF],
        # The nonce is for GOV.UK's one-line script that marks the page as scripted.
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "media-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    }
}

# The exceptions of the Wagtail admin, all that it has: inline scripts and styles, eval, fonts and
# pictures as data. These are Wagtail's documented needs: chooser dialogues insert scripts that
# came with their HTML, Draftail and the sidebar set styles inline, its bundles compile templates
# (eval), avatars and previews of pasted images are data or blob addresses. It is reached by
# editors only, after signing in; what authors wrote is shown there in previews, which are pages
# of ours and have our own policy (``learning.ui.policy.as_own_page``).
WAGTAIL_ADMIN_PREFIX = "/cms-admin/"
WAGTAIL_ADMIN: dict[str, list[str]] = {
    "default-src": [SELF],
    "script-src": [SELF, UNSAFE_INLINE, UNSAFE_EVAL],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "font-src": [SELF, "data:"],
    "frame-src": [SELF],
    "object-src": [NONE],
    "base-uri": [NONE],
    "form-action": [SELF],
    "frame-ancestors": [SELF],
}

# What somebody uploaded is never trusted: an SVG opened by itself has a unique origin, no scripts.
MEDIA_PREFIX = "/media/"
UPLOADED: dict[str, Any] = {
    "default-src": [NONE],
    "img-src": [SELF, "data:"],
    "media-src": [SELF],
    "style-src": [UNSAFE_INLINE],
    "frame-ancestors": [SELF],
    "sandbox": True,
}

# A worker has the policy that its own file came with, so WebAssembly stays in it. The same files
# served by a proxy come without one, which allows it too.
PRACTICE_PREFIX = "/static/practice/"
PRACTICE: dict[str, Any] = {
    "default-src": [NONE],
    "script-src": [SELF, WASM_UNSAFE_EVAL],
    "connect-src": [SELF],
}


class PolicyByPrefixMiddleware(CSPMiddleware):
    """The middleware of django-csp, with another policy under the prefixes above."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        """Choose the policy by the address; a view's own decorators still apply on top."""
        parts = super().get_policy_parts(request, response, report_only)
        if report_only:
            return parts
        if getattr(response, "_csp_own_page", False):
            return parts
        if request.path_info.startswith(WAGTAIL_ADMIN_PREFIX):
            parts.config = WAGTAIL_ADMIN
        elif request.path_info.startswith(MEDIA_PREFIX):
            parts.config = UPLOADED
        elif request.path_info.startswith(PRACTICE_PREFIX):
            parts.config = PRACTICE
        return parts
