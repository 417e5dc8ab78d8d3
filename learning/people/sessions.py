"""Sessions: use renews them up to a limit, and for a while it is known whose an ended one was.

A session is the row that Django keeps. It ends with the time in that row; the cookie stays in the
browser some days longer. It opens nothing then, but together with the token in the form that it is
sent with it shows whose form that is (docs/adr/0013). Sessions that are ended by signing out, by a
new password or by leaving show nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import VALID_KEY_CHARS, SessionBase
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone

BEGAN, CSRF, ENDED = "began", "csrf", "ended"
KEY_CHARACTERS = set(VALID_KEY_CHARS)


class SessionStore(db.SessionStore):
    """A session that ends when it has not been used, or has lasted as long as any may.

    ``ends_at`` is when the row says so, and ``lost`` the key that the browser sent where no
    session has it, or none any more.
    """

    ends_at: datetime | None = None
    lost: str | None = None
    was_renewed = False
    was_flushed = False

    def _validate_session_key(self, key: str | None) -> bool:
        # A cookie may hold anything, a NUL too, at which PostgreSQL fails.
        return bool(super()._validate_session_key(key)) and set(key or "") <= KEY_CHARACTERS  # type: ignore[misc]

    def _get_session_from_db(self) -> Session | None:
        key = self.session_key
        row: Session | None = super()._get_session_from_db()  # type: ignore[misc]
        if row is None:
            self.lost = key
        else:
            self.ends_at = row.expire_date
        return row

    def get_expiry_date(self, **asked: Any) -> datetime:
        """Return when the session ends, if it is used now for the last time.

        Nobody may ask for another time: what allauth would remember is the same for all.
        """
        now: datetime = asked.get("modification") or timezone.now()
        unused = now + timedelta(seconds=settings.SESSION_COOKIE_AGE)
        began = self.get(BEGAN)
        if began is None:
            return unused
        longest = datetime.fromtimestamp(began + settings.SESSION_LONGEST_SECONDS, tz=now.tzinfo)
        return min(unused, longest)

    def get_expiry_age(self, **asked: Any) -> int:
        now: datetime = asked.get("modification") or timezone.now()
        return max(0, int((self.get_expiry_date(modification=now) - now).total_seconds()))

    def renew(self, *, now: datetime) -> None:
        """Let the session last on from now, where this was not written within the hour.

        Only the time is written, so nothing is lost that another request has just stored.
        """
        later = self.get_expiry_date(modification=now)
        step = timedelta(seconds=settings.SESSION_RENEWED_SECONDS)
        if self.ends_at is None or later < self.ends_at + step:
            return
        Session.objects.filter(pk=self.session_key).update(expire_date=later)
        self.was_renewed = True

    def flush(self) -> None:
        super().flush()
        self.was_flushed = True


def begin(session: SessionBase) -> None:
    """Note that somebody has just shown who they are: the longest time counts from here."""
    session[BEGAN] = timezone.now().timestamp()


@dataclass(frozen=True)
class EndedSession:
    """A session that ended by itself, as far as it is still known.

    ``person`` is whose it was, ``csrf`` the digest of the secret in its forms, ``hash`` what ends
    with their password, and ``at`` when it ended, in seconds since 1970.
    """

    person: int
    csrf: str
    hash: str
    at: float


def ended_session(key: str, *, now: datetime) -> EndedSession | None:
    """Return what is known of the session ``key``, if it was somebody's and ended by itself."""
    since = now - timedelta(seconds=settings.SESSION_KNOWN_SECONDS)
    row = Session.objects.filter(pk=key, expire_date__lte=now, expire_date__gt=since).first()
    data = SessionStore().decode(row.session_data) if row else {}
    if row is None or not {SESSION_KEY, HASH_SESSION_KEY, CSRF} <= data.keys():
        return None
    person = int(data[SESSION_KEY])
    return EndedSession(person, data[CSRF], data[HASH_SESSION_KEY], at=row.expire_date.timestamp())


def ended_sessions(request: HttpRequest, *, now: datetime) -> Iterator[EndedSession]:
    """Yield the sessions that ended in this browser: the one of its cookie, and remembered ones."""
    session = _store(request)
    if session.lost and (found := ended_session(session.lost, now=now)):
        yield found
    since = now.timestamp() - settings.SESSION_KNOWN_SECONDS
    for kept in session.get(ENDED, []):
        if kept["at"] > since:
            yield EndedSession(**kept)


def _store(request: HttpRequest) -> SessionStore:
    session = request.session
    session.get(SESSION_KEY)  # read it, where nobody has yet
    return cast(SessionStore, session)
