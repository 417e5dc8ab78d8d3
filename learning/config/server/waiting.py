"""Bytes that wait: the body of a request until it is whole, an answer until it is taken."""

from __future__ import annotations

import os
import socket
import tempfile
import threading
from collections.abc import Iterator
from typing import IO, Any

from django.conf import settings

PIECE = 64 * 1024
# As many at a time, so that one reader who is fast does not keep the loop from the others.
AT_ONCE = 1024 * 1024


class Held:
    """The number of bytes that wait in this process, in memory and in files."""

    bytes = 0
    _lock = threading.Lock()

    @classmethod
    def more(cls, size: int) -> None:
        """Count ``size`` more bytes, or fewer where it is negative."""
        with cls._lock:
            cls.bytes += size

    @classmethod
    def is_full(cls, size: int = 0) -> bool:
        """Tell whether there is no room for ``size`` bytes more."""
        return cls.bytes + size > settings.WAITING_BYTES


def _spool() -> IO[bytes]:
    """Return a file that is in memory while it is small, and has no name in any folder."""
    return tempfile.SpooledTemporaryFile(max_size=settings.IN_MEMORY)


class Body:
    """The body of one request as it arrived, in memory while it is small, else in a file."""

    def __init__(self) -> None:
        self.size = 0
        self._file: IO[bytes] | None = None

    def add(self, data: bytes) -> None:
        """Keep ``data`` as well. Raises OSError where there is no room for it."""
        if self._file is None:
            self._file = _spool()
        self._file.write(data)
        self.size += len(data)
        Held.more(len(data))

    def pieces(self) -> Iterator[bytes]:
        """Yield what was kept, from the beginning."""
        if self._file is None:
            return
        self._file.seek(0)
        while piece := self._file.read(PIECE):
            yield piece

    def close(self) -> None:
        """Forget the body, and close its file."""
        Held.more(-self.size)
        self.size = 0
        if self._file is not None:
            self._file.close()
            self._file = None


class Outbox:
    """A stand-in for the socket while a thread answers, keeping what is not taken at once.

    So no thread ever waits for a slow reader. Files are not copied: they are sent from where they
    are.
    """

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
        self._rest: IO[bytes] | None = None
        self._sent = self._kept = 0
        self._stored: list[tuple[int, int, int]] = []  # descriptor, offset, bytes left

    def __getattr__(self, name: str) -> Any:
        return getattr(self.sock, name)

    @property
    def waits(self) -> bool:
        """True where something was not taken yet."""
        return self._sent < self._kept or bool(self._stored)

    def setblocking(self, flag: bool) -> None:
        """Do nothing: this socket never blocks, whatever is asked."""

    def sendall(self, data: bytes) -> None:
        """Send ``data``, or what is taken of it now, and keep the rest."""
        view = memoryview(data)
        if not self.waits:
            view = view[self._take(view) :]
        if view:
            self._keep(view)

    send = sendall

    def sendfile(self, file: Any, offset: int = 0, count: int | None = None) -> None:
        """Send ``count`` bytes of ``file`` from ``offset``, or keep a hold on it until they are."""
        length = os.fstat(file.fileno()).st_size - offset if count is None else count
        self._stored.append((os.dup(file.fileno()), offset, length))
        self.drain()

    def drain(self) -> int:
        """Send what is taken now, up to AT_ONCE bytes; return how many. Raises OSError."""
        total = 0
        while self.waits and total < AT_ONCE:
            sent = self._send_kept() if self._sent < self._kept else self._send_stored()
            if not sent:
                break
            total += sent
        return total

    def _take(self, view: memoryview | bytes) -> int:
        try:
            return self.sock.send(view)
        except (BlockingIOError, InterruptedError):
            return 0

    def _keep(self, view: memoryview) -> None:
        if self._stored:
            raise OSError("bytes after a file that waits")  # nothing of ours answers so
        if Held.is_full(len(view)):
            raise OSError("too much waits to be sent")
        if self._rest is None:
            self._rest = _spool()
        self._rest.seek(self._kept)
        self._rest.write(view)
        self._kept += len(view)
        Held.more(len(view))

    def _send_kept(self) -> int:
        if self._rest is None:
            return 0
        self._rest.seek(self._sent)
        sent = self._take(self._rest.read(PIECE))
        self._sent += sent
        if self._sent == self._kept:
            self._forget_kept()
        return sent

    def _send_stored(self) -> int:
        descriptor, offset, left = self._stored[0]
        try:
            sent = os.sendfile(self.sock.fileno(), descriptor, offset, min(left, AT_ONCE))
        except (BlockingIOError, InterruptedError):
            return 0
        if sent == 0 and left:
            raise OSError("the file is shorter than it was")
        if sent == left:
            os.close(descriptor)
            self._stored.pop(0)
        else:
            self._stored[0] = (descriptor, offset + sent, left - sent)
        return sent

    def _forget_kept(self) -> None:
        Held.more(-self._kept)
        self._sent = self._kept = 0
        if self._rest is not None:
            self._rest.close()
            self._rest = None

    def close(self) -> None:
        """Forget what waits, and close the socket."""
        self._forget_kept()
        for descriptor, _offset, _left in self._stored:
            os.close(descriptor)
        self._stored = []
        self.sock.close()
