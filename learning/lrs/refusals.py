"""Why a statement is not stored, one exception a reason."""

from __future__ import annotations

from uuid import UUID


class Refusal(Exception):
    """A statement cannot be stored; ``status`` is what HTTP answers (Communication 3.2)."""

    status = 400


class GivenTwice(Refusal):
    """Two statements of one request have the same id."""


class Conflict(Refusal):
    """Another statement has this id already (Communication 2.1.2)."""

    status = 409

    def __init__(self, id: UUID) -> None:
        super().__init__(f"A different statement with the id {id} is stored already.")


class IdIsOurs(Refusal):
    """The id belongs to a statement of this platform, and nobody else may state it."""

    status = 409

    def __init__(self, id: UUID) -> None:
        super().__init__(f"The id {id} belongs to a statement of this service.")


class MayNotVoid(Refusal):
    """Only what a source stored itself may it void (Data 2.3.2)."""

    status = 403

    def __init__(self, id: UUID) -> None:
        super().__init__(f"The statement {id} was stored by somebody else.")


class BadAttachment(Refusal):
    """Attachments and the data sent with them do not belong together (Data 2.4.11)."""


class BadAlternate(Refusal):
    """A form does not stand for a request as the alternate syntax has it (Communication 1.3)."""


class TooMuch(Refusal):
    """More than one statement or one request may hold (Communication 3.2)."""

    status = 413


class NamesTooMuch(TooMuch):
    """A statement names more actors, activities and the like than it may be found by."""

    def __init__(self, id: UUID, most: int) -> None:
        super().__init__(
            f"The statement {id} names too much: {most} actors, activities and other things"
            " at most."
        )


class RefersToTooMuch(TooMuch):
    """A statement would be found by too much, with what the one it refers to is found by."""

    def __init__(self, id: UUID, most: int) -> None:
        super().__init__(
            f"The statement {id} refers to one that names too much: together they may name"
            f" {most} actors, activities and other things at most."
        )


class TooManyLinks(TooMuch):
    """The statements of one request name too much together."""

    def __init__(self, most: int) -> None:
        super().__init__(
            "The statements of this request, with those that they refer to, name too much:"
            f" {most} actors, activities and other things at most. Send fewer at a time."
        )


class TooMuchToCompare(TooMuch):
    """What is stored under the ids of a request is far longer than what was sent."""

    def __init__(self) -> None:
        super().__init__(
            "Statements with these ids are stored already, and are too long to compare at once."
            " Send fewer at a time."
        )


class TooManyRequests(Refusal):
    """A key has been used as often as it may be in this minute (RFC 6585, 4)."""

    status = 429

    def __init__(self, limit: int, *, retry_after: int) -> None:
        super().__init__(f"This key may make {limit} requests a minute. Try again later.")
        self.retry_after = retry_after


class TooManyRounds(RuntimeError):
    """Consumers answer each other without end: a fault of ours, not of what was sent."""
