"""Reading and answering of one request after the other, in a loop that waits for nobody.

Everything else is gunicorn's: the master, its signals, the pool, the parser, how a request is
handed to WSGI and how an answer is written. What is taken from ThreadWorker is named in
``Connection`` and overridden here; tests/config/test_serving.py notices a version that differs.
"""

from __future__ import annotations

import selectors
import socket
import time
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any

from django.conf import settings
from gunicorn.workers.gthread import ThreadWorker

from learning.config.server.answers import refusal
from learning.config.server.bounds import may_send
from learning.config.server.connection import Connection, Refused, State

RECEIVE = 64 * 1024
# What is still read of a body that was refused: a browser that is reset while it sends does not
# show the answer. Of more than this, it has to do without.
CLOSING_BYTES = 4 * 1024 * 1024


class ExchangingWorker(ThreadWorker):
    """A worker whose threads get whole requests only; some of them are kept for health checks.

    ``waiting`` are the connections that wait for somebody outside, the longest wait first;
    ``sending`` those of them whose request has begun to arrive in full, which are given up last.
    """

    waiting: dict[Connection, None]
    sending: dict[Connection, None]
    health: ThreadPoolExecutor

    # Where a connection is

    def watch(self, connection: Connection, state: State) -> None:
        """Wait for the other side of ``connection``."""
        connection.enter(state)
        writes = state is State.ANSWER
        callback = self.on_writable if writes else self.on_readable
        self.poller.register(
            connection.sock.sock,
            selectors.EVENT_WRITE if writes else selectors.EVENT_READ,
            partial(callback, connection),
        )
        self.waiting[connection] = None

    def is_watched(self, connection: Connection) -> bool:
        """Tell whether ``connection`` is waited for: one that was dropped may have had an event."""
        return connection in self.waiting or connection in self.sending

    def unwatch(self, connection: Connection) -> None:
        """Stop waiting for ``connection``."""
        if self.is_watched(connection):
            self.waiting.pop(connection, None)
            self.sending.pop(connection, None)
            self.poller.unregister(connection.sock.sock)

    def drop(self, connection: Connection) -> None:
        """Close a connection without another word."""
        self.unwatch(connection)
        self.nr_conns -= 1
        connection.close()

    # Reading

    def on_readable(self, connection: Connection, _sock: Any) -> None:
        """Receive what has arrived on ``connection``."""
        if not self.is_watched(connection):
            return
        try:
            data = connection.sock.sock.recv(RECEIVE)
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            data = b""
        if connection.state is State.CLOSING:
            connection.thrown_away += len(data)
            if not data or connection.thrown_away > CLOSING_BYTES:
                self.drop(connection)
        elif not data:
            self.drop(connection)
        else:
            self.take(connection, data)

    def take(self, connection: Connection, data: bytes) -> None:
        """Take ``data`` for the request that arrives; hand it over when it is whole."""
        try:
            whole = connection.take(data)
        except Refused as refused:
            self.refuse(connection, refused.status)
        except StopIteration:
            self.drop(connection)
        except OSError:
            self.drop(connection)
        except Exception as error:
            self.unwatch(connection)
            self.handle_error(connection.request, connection.sock, connection.client, error)
            self.after_answer(connection)
        else:
            if connection.must_be_asked_for:
                self.ask_about(connection, whole)
            elif whole:
                self.enqueue_req(connection)
            elif connection.state is State.BODY and connection in self.waiting:
                del self.waiting[connection]
                self.sending[connection] = None

    def ask_about(self, connection: Connection, whole: bool) -> None:
        """Have a thread ask whether the sender may send that much; nothing is read meanwhile."""
        self.unwatch(connection)
        connection.state = State.ASKING
        asked = self.tpool.submit(may_send, connection.bound.asked, connection.headers)
        asked.add_done_callback(
            lambda said: self.method_queue.defer(self.heard, connection, whole, said)
        )

    def heard(self, connection: Connection, whole: bool, said: Future[bool]) -> None:
        """Go on reading, or refuse, by what was said of the sender."""
        try:
            connection.vouched = said.result()
        except Exception:
            self.log.exception("Nobody could tell whether a large body may be sent")
            self.refuse(connection, 503)
            return
        if not connection.vouched:
            self.refuse(connection, 403)
        elif whole:
            self.enqueue_req(connection)
        else:
            self.watch(connection, State.BODY)
            self.take(connection, b"")

    def refuse(self, connection: Connection, status: int) -> None:
        """Answer without a thread, and read no more of the request."""
        self.unwatch(connection)
        try:
            path, headers = connection.path, connection.headers
            connection.sock.sendall(refusal(status, path=path, headers=headers))
        except OSError:
            self.nr_conns -= 1
            connection.close()
            return
        self.after_answer(connection)

    # Working, in threads

    def enqueue_req(self, conn: Any) -> None:
        """Have a thread answer a request that is whole."""
        self.unwatch(conn)
        conn.hand_over()
        pool = self.health if conn.path in settings.HEALTH_PATHS else self.tpool
        answered = pool.submit(self.handle, conn)
        answered.add_done_callback(
            lambda future: self.method_queue.defer(self.finish_request, conn, future)
        )

    def finish_request(self, conn: Any, fs: Future[bool]) -> None:
        """Send what was not taken while the thread answered, and then go on."""
        try:
            keeps_alive = bool(not fs.cancelled() and fs.result())
        except Exception:
            keeps_alive = False
        self.after_answer(conn, keeps_alive=keeps_alive)

    # Sending

    def after_answer(self, connection: Connection, *, keeps_alive: bool = False) -> None:
        """Send the rest of the answer; then read the next request, or close."""
        connection.answered(keeps_alive)
        if connection.sock.waits:
            self.watch(connection, State.ANSWER)
        elif keeps_alive and self.alive:
            self.watch(connection, State.IDLE)
            if connection.buffer:
                self.take_next(connection)
        else:
            self.say_goodbye(connection)

    def take_next(self, connection: Connection) -> None:
        """Take a request that was sent before the last one was answered."""
        data = bytes(connection.buffer)
        connection.buffer.clear()
        self.take(connection, data)

    def say_goodbye(self, connection: Connection) -> None:
        """Tell the other side that there is no more, and read what it still sends for a moment.

        Else that would reset the connection, and the end of the answer be lost (RFC 9112, 9.6).
        """
        try:
            connection.sock.sock.shutdown(socket.SHUT_WR)
        except OSError:
            self.nr_conns -= 1
            connection.close()
            return
        self.watch(connection, State.CLOSING)

    def on_writable(self, connection: Connection, _sock: Any) -> None:
        """Send more of the answer on ``connection``."""
        if not self.is_watched(connection):
            return
        try:
            sent = connection.sock.drain()
        except OSError:
            self.drop(connection)
            return
        if sent:
            connection.since = time.monotonic()
        if not connection.sock.waits:
            self.unwatch(connection)
            self.after_answer(connection, keeps_alive=connection.keeps_alive)
