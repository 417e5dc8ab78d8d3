"""A mail server that delivers to a list: as much of SMTP as a sender needs."""

from __future__ import annotations

import email
import email.policy
import socketserver
import threading
from email.message import EmailMessage


class PostOffice:
    """Takes every email on a port of its own."""

    def __init__(self) -> None:
        self.emails: list[EmailMessage] = []
        office = self

        class Counter(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                self.say("220 post")
                while line := self.rfile.readline():
                    verb = line[:4].upper()
                    if verb == b"DATA":
                        self.say("354 go on")
                        office.emails.append(self.letter())
                        self.say("250 taken")
                    elif verb == b"QUIT":
                        self.say("221 bye")
                        return
                    else:
                        self.say("250 yes")

            def letter(self) -> EmailMessage:
                lines = []
                while (line := self.rfile.readline()) not in (b".\r\n", b""):
                    lines.append(line.removeprefix(b"."))
                found = email.message_from_bytes(b"".join(lines), policy=email.policy.default)
                assert isinstance(found, EmailMessage)
                return found

            def say(self, words: str) -> None:
                self.wfile.write(words.encode() + b"\r\n")

        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Counter)
        self.server.daemon_threads = True
        self.port = int(self.server.server_address[1])
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def to(self, address: str) -> list[EmailMessage]:
        """Return the emails to somebody."""
        return [one for one in list(self.emails) if one["To"] == address]

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
