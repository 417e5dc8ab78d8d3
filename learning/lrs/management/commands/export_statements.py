"""The command that writes the statements to a file that another installation can take in."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError

from learning.lrs.exporting import Exported, Start, export, resume
from learning.lrs.progress import Bar
from learning.lrs.transfer_format import BrokenLine, NotAnExport


def _position(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise ArgumentTypeError(f"{text!r} is not a position such as 1200")
    return int(text)


class Command(BaseCommand):
    help = (
        "Write all statements to FILE as JSON Lines, or to the standard output (-). If FILE is "
        "there already, go on after its last whole line: so an interrupted export is taken up "
        "again, and a finished one brought up to date."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE|-")
        parser.add_argument(
            "--since-position",
            type=_position,
            metavar="N",
            help="Only what arrived after the position N, which an earlier export told.",
        )

    def handle(self, *args: Any, file: str, since_position: int | None, **options: Any) -> None:
        bar = Bar(sys.stderr, "Exporting")
        try:
            if file == "-":
                done = self._write(sys.stdout.buffer, Start(since_position or 0), True, bar)
            else:
                done = self._to_file(Path(file), since_position, bar)
        except (NotAnExport, BrokenLine) as error:
            raise CommandError(f"{file}: {error} It was left as it is.") from error
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}.") from error
        finally:
            bar.close()
        self.stderr.write(f"{done.statements} statements, up to position {done.position}.")

    def _to_file(self, path: Path, since: int | None, bar: Bar) -> Exported:
        new = not path.exists() or not path.stat().st_size
        if new:
            with path.open("wb") as stream:
                return self._write(stream, Start(since or 0), True, bar)
        if since is not None:
            raise CommandError(f"{path} goes on after its own last line; leave --since-position.")
        with path.open("r+b") as stream:
            return self._write(stream, resume(stream), False, bar)

    def _write(self, stream: BinaryIO, start: Start, new: bool, bar: Bar) -> Exported:
        return export(stream, start=start, new=new, told=bar)
