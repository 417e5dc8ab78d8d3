"""The command that takes in the statements of another installation."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from learning.lrs.importing import Imported, import_lines, read_file
from learning.lrs.progress import Bar
from learning.lrs.transfer_format import BrokenLine, NotAnExport, fact_key_check


class Command(BaseCommand):
    help = (
        "Store what export_statements wrote to FILE, as it was. What is here already is left, so "
        "an interrupted import is simply run again. Afterwards run rebuild_records."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        bar = Bar(sys.stderr, "Importing")
        try:
            with file.open("rb") as stream:
                header = read_file(stream)
                total = file.stat().st_size - stream.tell()
                done = import_lines(stream, told=lambda place: bar(place, total))
        except NotAnExport as error:
            raise CommandError(f"{file}: {error} Nothing was stored.") from error
        except BrokenLine as error:
            raise CommandError(
                f"{file}: {error}. What stands well before it is stored; fix the line and run "
                "the import again."
            ) from error
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}.") from error
        finally:
            bar.close()
        self._tell(done, header.get("fact_key"))

    def _tell(self, done: Imported, fact_key: object) -> None:
        self.stdout.write(
            f"{done.statements} statements stored, {done.here_already} were here already, "
            f"{done.beside['alias']} names of partners linked, {done.beside['file']} attachments, "
            f"{done.beside['document']} documents and {done.beside['definition']} definitions. "
            "Now run rebuild_records."
        )
        if not done.whole:
            self.stderr.write(
                "The file does not end as a finished export does: more may have been meant to be "
                "in it. Run export_statements on it again, and then this."
            )
        if fact_key != fact_key_check():
            self.stderr.write(
                "The file comes from an installation with another XAPI_FACT_KEY. With this one, "
                "a fact that is in it and happens again here would be stored a second time."
            )
