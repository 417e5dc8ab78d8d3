"""Addresses of signing in and of the account.

Only what is needed of allauth is here, under the names that allauth looks for: there is no
signing up, and email addresses come from the HR export.
"""

from __future__ import annotations

from allauth.account import views as allauth_views
from django.urls import include, path, re_path
from django.views.generic import RedirectView

from learning.people import views, views_password, views_sign_in, views_who_sees

own = [
    path("welcome/<str:token>/", views.welcome, name="welcome"),
    path("account/", views.account, name="account"),
    path("account/tokens/", views.tokens, name="tokens"),
    path("account/tokens/<slug:key>/revoke/", views.revoke, name="revoke-token"),
    path("language/", views.language, name="language"),
    path("who-can-see/", views_who_sees.who_can_see, name="who-can-see"),
]

urlpatterns = [
    path("", include((own, "people"))),
    path("sign-in/", views_sign_in.sign_in, name="account_login"),
    path("sign-in/password/", views_password.sign_in, name="sign_in_with_password"),
    # Where the page for a code was before it became the first one.
    path(
        "sign-in/code/",
        RedirectView.as_view(pattern_name="account_login", query_string=True),
        name="account_request_login_code",
    ),
    path(
        "sign-in/code/confirm/",
        views_sign_in.confirm_code,
        name="account_confirm_login_code",
    ),
    path("sign-out/", allauth_views.logout, name="account_logout"),
    path("account/password/change/", views_password.change, name="account_change_password"),
    path("account/password/set/", views_password.choose, name="account_set_password"),
    path("account/password/reset/", views_password.reset, name="account_reset_password"),
    path(
        "account/password/reset/done/",
        allauth_views.password_reset_done,
        name="account_reset_password_done",
    ),
    re_path(
        r"^account/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        allauth_views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "account/password/reset/key/done/",
        allauth_views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]
