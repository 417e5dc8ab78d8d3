"""Codes by email: what is known of one while somebody waits for it.

It is kept in the session of the browser that asked, and is the same whether the address is
somebody's or nobody's: no page, statement or clock tells which, not when the code is late either.
"""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac

from learning.people.limits import Limit, TooManyAttempts
from learning.people.models import User

KEY = "sign_in_code"
# No vowels, so that no word comes out; nothing that is taken for something else.
LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
LENGTH = 8


class NoCode(Exception):
    """Raised where this browser has asked for no code, or so long ago that it is forgotten."""


class EndedCode(Exception):
    """Raised for a code that signs nobody in any more: it is late, or was guessed too often."""


class WrongCode(Exception):
    """Raised for a code that is not the one that was sent."""


@dataclass(frozen=True)
class SentCode:
    """A code that this browser waits for.

    ``digest`` is an HMAC of it, ``at`` when it was sent in seconds since 1970, ``next_path`` where
    its reader was going, and ``stopped`` says that it was guessed too often.
    """

    id: str
    email: str
    digest: str
    at: float
    next_path: str
    wrong: int = 0
    stopped: bool = False

    def is_late(self, now: datetime) -> bool:
        """Tell whether the time of the code is over."""
        return now.timestamp() >= self.at + settings.SIGN_IN_CODE_SECONDS

    def is_forgotten(self, now: datetime) -> bool:
        """Tell whether the code is so old that not even the address is remembered."""
        kept = settings.SIGN_IN_CODE_SECONDS + settings.SIGN_IN_ADDRESS_SECONDS
        return now.timestamp() >= self.at + float(kept)


def send_code(
    request: HttpRequest, *, email: str, person: User | None, next_path: str, now: datetime
) -> None:
    """Send a code to ``email`` and have this browser wait for it, and for no earlier one.

    Where ``person`` is None nothing is sent, and as much is done.
    """
    code = "".join(secrets.choice(LETTERS) for _letter in range(LENGTH))
    told = {"code": f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}"}
    adapter = get_adapter()
    send = adapter.send_to_nobody if person is None else adapter.send_mail
    send("account/email/login_code", email, told)
    # Anyone who put a cookie of theirs into this browser before does not wait along with it.
    request.session.cycle_key()
    id = secrets.token_urlsafe(9)
    _keep(request, SentCode(id, email, _digest(id, code), now.timestamp(), next_path))


def awaited_code(request: HttpRequest, *, now: datetime) -> SentCode:
    """Return the code that this browser waits for, late or not. Raises NoCode."""
    kept: dict[str, Any] | None = request.session.get(KEY)
    sent = SentCode(**kept) if kept else None
    if sent is None or sent.is_forgotten(now):
        raise NoCode
    return sent


def enter_code(request: HttpRequest, entered: str, *, now: datetime) -> SentCode:
    """Return the code that was sent, if it is what somebody ``entered``; it works once.

    :raises NoCode, EndedCode, WrongCode: and after the third wrong one it is stopped.
    """
    sent = awaited_code(request, now=now)
    if sent.stopped or sent.is_late(now):
        raise EndedCode
    try:
        # The session counts too, but of forty sent at once each would read that it is the first.
        Limit("code", sent.id).take()
    except TooManyAttempts as error:
        _keep(request, replace(sent, stopped=True))
        raise EndedCode from error
    typed = "".join(letter for letter in entered.upper() if letter.isalnum())
    if not constant_time_compare(_digest(sent.id, typed), sent.digest):
        wrong = sent.wrong + 1
        stopped = wrong >= settings.SIGN_IN_LIMITS["code"]["most"]
        _keep(request, replace(sent, wrong=wrong, stopped=stopped))
        raise EndedCode if stopped else WrongCode
    del request.session[KEY]
    return sent


def _digest(id: str, code: str) -> str:
    return salted_hmac("learning.people.codes", f"{id} {code}", algorithm="sha256").hexdigest()


def _keep(request: HttpRequest, sent: SentCode) -> None:
    request.session[KEY] = asdict(sent)
