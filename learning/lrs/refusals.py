"""Refusals to store a statement, one exception for each reason."""

from __future__ import annotations

from uuid import UUID


class Refusal(Exception):
    """Raised for a statement that cannot be stored; ``status`` is HTTP's (Communication 3.2)."""

    status = 400


class GivenTwice(Refusal):
    """Raised where two statements of one request have the same id."""


class Conflict(Refusal):
    """Raised where another statement has this id already (Communication 2.1.2)."""

    status = 409

    def __init__(self, id: UUID) -> None:
        super().__init__(f"A different statement with the id {id} is stored already.")


class IdIsOurs(Refusal):
    """Raised for the id of a statement of this platform, which nobody else may state."""

    status = 409

    def __init__(self, id: UUID) -> None:
        super().__init__(f"The id {id} belongs to a statement of this service.")


class MayNotVoid(Refusal):
    """Raised where a source voids what it did not store itself (Data 2.3.2)."""

    status = 403

    def __init__(self, id: UUID) -> None:
        super().__init__(f"The statement {id} was stored by somebody else.")


class BadAttachment(Refusal):
    """Raised where attachments and the data sent with them do not fit together (Data 2.4.11)."""


class BadAlternate(Refusal):
    """Raised for a form that does not keep to the alternate syntax (Communication 1.3)."""


class TooMuch(Refusal):
    """Raised for more than one statement or one request may hold (Communication 3.2)."""

    status = 413


class NamesTooMuch(TooMuch):
    """Raised for a statement that names more things than it may be found by."""

    def __init__(self, id: UUID, most: int) -> None:
        super().__init__(
            f"The statement {id} names too much: {most} actors, activities and other things"
            " at most."
        )


class RefersToTooMuch(TooMuch):
    """Raised for a statement found by too much, with what the one it refers to is found by."""

    def __init__(self, id: UUID, most: int) -> None:
        super().__init__(
            f"The statement {id} refers to one that names too much: together they may name"
            f" {most} actors, activities and other things at most."
        )


class TooManyLinks(TooMuch):
    """Raised where the statements of one request name too much together."""

    def __init__(self, most: int) -> None:
        super().__init__(
            "The statements of this request, with those that they refer to, name too much:"
            f" {most} actors, activities and other things at most. Send fewer at a time."
        )


class TooMuchToCompare(TooMuch):
    """Raised where what is stored under the ids of a request is far longer than what was sent."""

    def __init__(self) -> None:
        super().__init__(
            "Statements with these ids are stored already, and are too long to compare at once."
            " Send fewer at a time."
        )


class TooManyRequests(Refusal):
    """Raised for a key used as often as it may be in this minute (RFC 6585, 4)."""

    status = 429

    def __init__(self, limit: int, *, retry_after: int) -> None:
        super().__init__(f"This key may make {limit} requests a minute. Try again later.")
        self.retry_after = retry_after


class TooManyRounds(RuntimeError):
    """Raised where consumers answer each other without end: our fault, not what was sent."""
