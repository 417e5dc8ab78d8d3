"""Storage of uploaded files on disk: whole, or not there at all."""

from __future__ import annotations

import contextlib
import errno
import os
import uuid
from typing import Any

from django.core.files.storage import FileSystemStorage

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class DiskFull(Exception):
    """Raised where there is no room for a file; no OSError, so that none takes it for a bad one."""


def is_full(error: BaseException | None) -> bool:
    """Tell whether ``error`` says that a disk is full, or a share of it used up."""
    return isinstance(error, DiskFull) or (isinstance(error, OSError) and error.errno in FULL)


class WholeFileStorage(FileSystemStorage):
    """A storage that writes a file under another name first, so that none is found half written."""

    def _save(self, name: str, content: Any) -> str:
        folder, _slash, own = name.rpartition("/")
        part = f"{folder}{_slash}.part-{uuid.uuid4().hex}"
        try:
            part = super()._save(part, content)  # type: ignore[misc]
            return self._publish(part, name)
        except BaseException as error:
            with contextlib.suppress(OSError):
                os.remove(self.path(part))
            if is_full(error):
                raise DiskFull(own) from error
            raise

    def _publish(self, part: str, name: str) -> str:
        """Give the whole file its name, or another one that is free."""
        while True:
            try:
                # Taken first, so that nobody else's file is ever replaced.
                os.close(os.open(self.path(name), os.O_CREAT | os.O_EXCL | os.O_WRONLY))
            except FileExistsError:
                name = self.get_available_name(name)
                continue
            try:
                os.replace(self.path(part), self.path(name))
            except BaseException:
                os.remove(self.path(name))
                raise
            return name
