"""Limits on how often something may be tried, counted in the database for all processes.

An attempt is counted before it is made and given back if it succeeds, in one statement each: of
forty at once no more get through than of forty one after the other (docs/adr/0009).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.utils.crypto import salted_hmac

from learning.people.models import LimitCount

# One statement, so PostgreSQL's lock on the row decides who is next. Nothing is returned where
# one has to wait, and nothing is counted then: attempts that are refused prolong nothing. Where
# nobody has to wait it says so by a time long ago: the present of one attempt is the future of
# another that began a moment before and waited for the lock.
_TAKE = """
INSERT INTO people_limitcount AS kept (key, count, waits_until, forgotten_at)
VALUES (%(key)s, 1,
        CASE WHEN 1 < %(most)s THEN 'epoch'::timestamptz
             WHEN %(wait)s > 0 THEN now() + make_interval(secs => %(wait)s)
             ELSE now() + make_interval(secs => %(within)s) END,
        now() + make_interval(secs => %(within)s))
ON CONFLICT (key) DO UPDATE SET (count, waits_until, forgotten_at) = (
    SELECT made.count,
           CASE WHEN made.count < %(most)s THEN 'epoch'::timestamptz
                WHEN %(wait)s > 0 THEN now() + make_interval(secs => least(
                    %(longest)s, %(wait)s * power(2, least(made.count - %(most)s, 20))))
                ELSE made.forgotten_at END,
           made.forgotten_at
      FROM (SELECT CASE WHEN kept.forgotten_at <= now() THEN 1 ELSE kept.count + 1 END AS count,
                   CASE WHEN kept.forgotten_at <= now() OR %(wait)s > 0
                        THEN now() + make_interval(secs => %(within)s)
                        ELSE kept.forgotten_at END AS forgotten_at) AS made)
WHERE kept.waits_until <= now()
RETURNING count
"""
_WAIT = """
SELECT greatest(1, ceil(extract(epoch FROM waits_until - now())))::integer
  FROM people_limitcount WHERE key = %(key)s
"""
_GIVE_BACK = """
UPDATE people_limitcount
   SET count = greatest(count - 1, 0),
       waits_until = CASE WHEN count - 1 < %(most)s THEN 'epoch' ELSE waits_until END
 WHERE key = %(key)s
"""


class TooManyAttempts(Exception):
    """Raised for one attempt too many; ``seconds`` is how long to wait, ``limit`` which it is."""

    def __init__(self, limit: str, seconds: int) -> None:
        super().__init__(f"{limit}: wait {seconds} seconds")
        self.limit = limit
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Limit:
    """One of SIGN_IN_LIMITS, for one subject: an account, a browser, an address.

    Who or what that is cannot be read from the row: its key is an HMAC.
    """

    name: str
    subject: str

    @property
    def key(self) -> str:
        """The key of the row that counts."""
        return salted_hmac(
            "learning.people.limits", f"{self.name} {self.subject}", algorithm="sha256"
        ).hexdigest()

    def parameters(self) -> dict[str, str | int]:
        """Return the key and the numbers of the limit, as parameters of the SQL."""
        return {"key": self.key, "wait": 0, "longest": 0, **settings.SIGN_IN_LIMITS[self.name]}

    def take(self) -> None:
        """Count one attempt.

        :raises TooManyAttempts: and counts nothing, where there were too many.
        """
        with connection.cursor() as cursor:
            cursor.execute(_TAKE, self.parameters())
            if cursor.fetchone() is None:
                cursor.execute(_WAIT, {"key": self.key})
                row = cursor.fetchone()
                raise TooManyAttempts(self.name, row[0] if row else 1)

    def give_back(self) -> None:
        """Count one attempt less: it succeeded, or was not made."""
        with connection.cursor() as cursor:
            cursor.execute(_GIVE_BACK, self.parameters())

    def forget(self) -> None:
        """Count from nothing again: they have shown that they may."""
        LimitCount.objects.filter(key=self.key).delete()


def take_all(limits: Sequence[Limit]) -> None:
    """Count one attempt under each of ``limits``.

    Call it outside a transaction: what was tried stays counted whatever happens after.

    :raises TooManyAttempts: and counts nothing under any, where one of them refuses.
    """
    for number, limit in enumerate(limits):
        try:
            limit.take()
        except TooManyAttempts:
            for taken in limits[:number]:
                taken.give_back()
            raise
