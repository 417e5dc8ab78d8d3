"""The worker that gunicorn starts: its loop, who is let in, and who is given up."""

from __future__ import annotations

import errno
import resource
import selectors
import socket
import time
from concurrent.futures import ThreadPoolExecutor

from learning.config.server.connection import Connection, State
from learning.config.server.exchanges import ExchangingWorker

ACCEPT_AT_ONCE = 8
EVENTS_AT_ONCE = 16
LOOK_EVERY_SECONDS = 0.5
HEALTH_THREADS = 2
MOST_FILES = 65_536
# The socket, its body and its answer; the rest is for the database, code and uploads.
FILES_PER_CONNECTION, FILES_BESIDE = 3, 250


class BoundedWorker(ExchangingWorker):
    """A worker that bounds how many connections there are and how long each may keep it waiting."""

    def init_process(self) -> None:
        if self.cfg.is_ssl or self.cfg.proxy_protocol != "off":
            raise RuntimeError("TLS and the PROXY protocol end at the proxy in front.")
        _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        most = MOST_FILES if hard == resource.RLIM_INFINITY else min(MOST_FILES, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
        room = max(10, (most - FILES_BESIDE) // FILES_PER_CONNECTION)
        self.most_connections = min(self.cfg.worker_connections, room)
        # Connections that wait for somebody outside, the longest wait first; those whose request
        # has begun to arrive in full are given up last.
        self.waiting: dict[Connection, None] = {}
        self.sending: dict[Connection, None] = {}
        self.looked = 0.0
        self.health = ThreadPoolExecutor(HEALTH_THREADS, thread_name_prefix="health")
        super().init_process()

    # The loop

    def run(self) -> None:
        """Serve until told to stop; then finish what has begun, for as long as is graceful."""
        self.poller.register(
            self.method_queue.fileno(), selectors.EVENT_READ, self.method_queue.run_callbacks
        )
        self.set_accept_enabled(True)
        while self.alive and self.is_parent_alive():
            self.notify()
            if not self._accepting and self.nr_conns < self.most_connections:
                self.set_accept_enabled(True)
            self.wait_for_and_dispatch_events(timeout=1.0)
            self.give_up_late()
        self.set_accept_enabled(False)
        until = time.monotonic() + self.cfg.graceful_timeout
        while self.nr_conns > 0 and time.monotonic() < until:
            self.notify()
            self.give_up_late()
            self.wait_for_and_dispatch_events(timeout=0.2)
        for connection in [*self.waiting, *self.sending]:
            self.drop(connection)
        self.health.shutdown(wait=False)
        self.tpool.shutdown(wait=False)
        self.poller.close()
        self.method_queue.close()
        for listener in self.sockets:
            listener.close()

    def wait_for_and_dispatch_events(self, timeout: float) -> None:
        """Handle the events, looking for new connections first and every few events.

        Each read and write lets other threads run, and may wait long for its turn to come back:
        no one who asks for the service's health should wait for hundreds of them.
        """
        keys = [key for key, _events in self.poller.select(timeout)]
        keys.sort(key=lambda key: key.fileobj not in self.sockets)
        for number, key in enumerate(keys):
            if number % EVENTS_AT_ONCE == EVENTS_AT_ONCE - 1:
                self.accept_all()
            try:
                key.data(key.fileobj)
            except Exception:
                # One connection may not end the others; what is left of it runs out of time.
                self.log.exception("A connection could not be dealt with")

    def accept_all(self) -> None:
        """Accept the connections that have come meanwhile."""
        if self._accepting:
            for listener in self.sockets:
                self.accept(listener)

    def accept(self, listener: socket.socket) -> None:
        """Accept connections; beyond the most, drop the one that has kept us waiting longest."""
        for _number in range(ACCEPT_AT_ONCE):
            try:
                sock, client = listener.accept()
            except OSError as error:
                if error.errno in (errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.ENOBUFS):
                    if not self.shed():
                        self.set_accept_enabled(False)
                elif error.errno not in (errno.EAGAIN, errno.EWOULDBLOCK, errno.ECONNABORTED):
                    raise
                return
            self.nr_conns += 1
            connection = Connection(self.cfg, sock, client, listener.getsockname())
            self.watch(connection, State.IDLE)
            if self.nr_conns > self.most_connections and not self.shed():
                self.set_accept_enabled(False)
                return
            # Usually the request is there by now.
            self.on_readable(connection, sock)

    def shed(self) -> bool:
        """Drop the connection that has kept us waiting longest; False where none does."""
        for connections in (self.waiting, self.sending):
            for connection in connections:
                self.drop(connection)
                return True
        return False

    def give_up_late(self) -> None:
        """Refuse requests that are too slow, and close connections kept open for nothing."""
        now = time.monotonic()
        if now < self.looked + LOOK_EVERY_SECONDS:
            return
        self.looked = now
        for connection in [*self.waiting, *self.sending]:
            idle = connection.state is State.IDLE
            if connection.is_late(now) or (idle and not self.alive and connection.requests):
                if connection.state in (State.HEAD, State.BODY):
                    self.refuse(connection, 408)
                else:
                    self.drop(connection)
