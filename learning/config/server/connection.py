"""One connection: the request that arrives on it, and how far it has come."""

from __future__ import annotations

import socket
import time
from enum import Enum, auto
from typing import Any

from django.conf import settings
from gunicorn.http.body import ChunkedReader
from gunicorn.http.parser import RequestParser

from learning.config.server.bounds import Bound, bound_for
from learning.config.server.chunks import BadChunk, ChunkScanner
from learning.config.server.waiting import Body, Held, Outbox

HEAD_END = b"\r\n\r\n"
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


class State(Enum):
    """The states of a connection, each named by what it waits for."""

    IDLE = auto()  # the first byte of a request
    HEAD = auto()  # the rest of its head
    BODY = auto()  # the rest of its body
    ASKING = auto()  # whether its sender may send that much
    THREAD = auto()  # an answer
    ANSWER = auto()  # that the answer is taken
    CLOSING = auto()  # that the other side has seen that there is no more


class Refused(Exception):
    """Raised for a request that is not read any further; ``status`` says why."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Whole:
    """A request that has arrived, as gunicorn's worker takes it from a parser."""

    def __init__(self, request: Any) -> None:
        self.request = request

    def __next__(self) -> Any:
        return self.request

    def finish_body(self, deadline: float | None = None, max_bytes: int | None = None) -> bool:
        """Return True: nothing is left to be read; what the view did not want is thrown away."""
        return True


class Connection:
    """A socket with what has arrived on it; the loop reads, a thread answers, never both.

    ``initialized``, ``is_http2``, ``data_ready``, ``client``, ``server``, ``sock`` and ``parser``
    are what gunicorn's ThreadWorker knows of its connections.
    """

    initialized = data_ready = True
    is_http2 = False

    def __init__(self, cfg: Any, sock: socket.socket, client: Any, server: Any) -> None:
        sock.setblocking(False)
        self.cfg = cfg
        self.sock = Outbox(sock)
        self.client, self.server = client, server
        self.state = State.IDLE
        self.parser: Any = None
        self.buffer = bytearray()
        self.keeps_alive = False
        self.thrown_away = 0
        self.since = time.monotonic()
        self.requests = 0
        self._forget_request()

    def init(self) -> None:
        """Do nothing: without TLS and HTTP/2, a connection is ready from the beginning."""

    def _forget_request(self) -> None:
        self.request: Any = None
        self.body = Body()
        self.bound = Bound(0)
        self.vouched = False
        self._left = 0
        self._scanner: ChunkScanner | None = None
        self._searched = 0

    def enter(self, state: State) -> None:
        """Change to ``state``, and note the time."""
        self.state = state
        self.since = time.monotonic()

    @property
    def headers(self) -> dict[str, str]:
        """The fields of the request's head, by their names in capitals."""
        return dict(self.request.headers) if self.request else {}

    @property
    def path(self) -> str:
        """The path of the request, "" while it is not known."""
        return (self.request.path or "") if self.request else ""

    def take(self, data: bytes) -> bool:
        """Take bytes that arrived; return whether the request is whole.

        :raises Refused: where it is too large, or its sender has to be asked about (403).
        :raises Exception: gunicorn's own, for a head that cannot be read.
        """
        if self.state in (State.IDLE, State.HEAD):
            if self.state is State.IDLE and data:
                self.enter(State.HEAD)
            self.buffer += data
            return self._read_head()
        return self._read_body(data)

    def _read_head(self) -> bool:
        end = self.buffer.find(HEAD_END, max(0, self._searched - 3))
        if end < 0:
            self._searched = len(self.buffer)
            if len(self.buffer) > settings.LARGEST_HEAD:
                raise Refused(431)
            return False
        if end > settings.LARGEST_HEAD:
            raise Refused(431)
        head = bytes(self.buffer[: end + len(HEAD_END)])
        rest = bytes(self.buffer[end + len(HEAD_END) :])
        self.buffer.clear()
        self.requests += 1
        # It has the whole head and nothing else, so it reads on nowhere.
        self._source = RequestParser(self.cfg, [head], self.client)
        self.request = next(self._source)
        self.bound = bound_for(self.path)
        reader = self.request.body.reader
        if isinstance(reader, ChunkedReader):
            self._scanner = ChunkScanner()
        else:
            self._left = reader.length
        if self._left > self.bound.most:
            raise Refused(413)
        self.enter(State.BODY)
        return self._read_body(rest)

    def _read_body(self, data: bytes) -> bool:
        if not self.is_whole:
            try:
                own = self._scanner.feed(data) if self._scanner else min(len(data), self._left)
            except BadChunk as error:
                raise Refused(400) from error
            if not self._scanner:
                self._left -= own
            if self.body.size + own > self.bound.most:
                raise Refused(413)
            if Held.is_full(own):
                raise Refused(503)
            try:
                self.body.add(data[:own])
            except OSError as error:  # the disk is full
                raise Refused(503) from error
            data = data[own:]
        self.buffer += data
        if self.is_whole:
            return True
        if self.request._expected_100_continue and not self._must_be_asked_for:
            self.request._expected_100_continue = False
            self.sock.sendall(CONTINUE)
        return False

    @property
    def is_whole(self) -> bool:
        """True where the whole body is there."""
        return self._scanner.done if self._scanner else self._left == 0

    @property
    def _must_be_asked_for(self) -> bool:
        size = self.body.size + self._left
        return size > settings.BODY_BEFORE_ASKING and not self.vouched

    @property
    def must_be_asked_for(self) -> bool:
        """True where somebody has to say, before we go on, that this sender may send this much."""
        return self.state is State.BODY and self._must_be_asked_for

    def hand_over(self) -> None:
        """Prepare for the thread: the parser yields the request, the request its body."""
        self.request._expected_100_continue = False
        self._source.unreader.iter = self.body.pieces()
        self.parser = Whole(self.request)
        self.enter(State.THREAD)

    def answered(self, keeps_alive: bool) -> None:
        """Throw the request away; its answer may not be taken yet."""
        self.body.close()
        self._forget_request()
        self.keeps_alive = keeps_alive
        self.enter(State.ANSWER)

    def is_late(self, now: float) -> bool:
        """Tell whether the connection has kept us waiting for longer than it may."""
        waited = now - self.since
        match self.state:
            case State.IDLE:
                return waited > (self.cfg.keepalive if self.requests else settings.HEAD_SECONDS)
            case State.HEAD:
                return waited > settings.HEAD_SECONDS
            case State.BODY:
                over = waited - settings.BODY_GRACE_SECONDS
                return over > 0 and self.body.size < over * settings.SLOWEST_BODY
            case State.ANSWER:
                return waited > settings.ANSWER_STALL_SECONDS
            case State.CLOSING:
                return waited > CLOSING_SECONDS
        return False

    def close(self) -> None:
        """Forget everything and close the socket."""
        self.body.close()
        self.sock.close()


# How long the other side gets to see the end of an answer before what it still sends resets it.
CLOSING_SECONDS = 2.0
