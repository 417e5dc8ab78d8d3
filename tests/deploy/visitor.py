"""Somebody with a browser that runs no scripts, as the service sees them from outside."""

from __future__ import annotations

import http.client
import re
import socket
import ssl
from dataclasses import dataclass, field
from html import unescape
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode, urljoin, urlsplit

HOST = "learning.example"
REDIRECTS = {301, 302, 303, 307}


@dataclass(frozen=True)
class Answer:
    """What came back, after following where it led."""

    status: int
    address: str
    headers: http.client.HTTPMessage
    text: str

    @property
    def heading(self) -> str:
        """The words of the page's heading."""
        found = re.search(r"<h1[^>]*>(.*?)</h1>", self.text, re.S)
        return " ".join(re.sub(r"<[^>]+>", "", found[1]).split()) if found else ""


@dataclass
class Visitor:
    """A browser of one's own: cookies, forms and redirects.

    ``certificate`` is that of the proxy on ``port``; without one the service itself listens there,
    and the visitor says what a proxy would.
    """

    port: int
    certificate: Path | None
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, address: str, **headers: str) -> Answer:
        return self._follow("GET", address, b"", headers)

    def post(self, page: Answer, action: str, **fields: str) -> Answer:
        """Send the form of a page whose action ends with ``action``, as its button does."""
        for form in re.findall(r"<form\b.*?</form>", page.text, re.S):
            said = re.search(r'action="([^"]*)"', form)
            target = urljoin(page.address, unescape(said[1]) if said else page.address)
            if "post" in form.lower() and urlsplit(target).path.endswith(action):
                kept = {
                    name: unescape(value)
                    for name, value in re.findall(
                        r'<input[^>]*type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"', form
                    )
                }
                body = urlencode({**kept, **fields}).encode()
                kind = {"Content-Type": "application/x-www-form-urlencoded"}
                origin = f"https://{HOST}"
                return self._follow(
                    "POST", target, body, {**kind, "Origin": origin, "Referer": origin + "/"}
                )
        raise AssertionError(f"no form that sends to {action!r} on {page.address}:\n{page.text}")

    def ask(
        self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> tuple[int, http.client.HTTPMessage, bytes]:
        """Make one request, follow nothing; return status, headers and body."""
        connection = self._connection()
        said = {"Host": HOST, **(headers or {})}
        if self.certificate is None:
            said = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7", **said}
        if self.cookies:
            said["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            connection.request(method, path, body or None, said)
            response = connection.getresponse()
            for line in response.headers.get_all("Set-Cookie", []):
                for name, morsel in SimpleCookie(line).items():
                    self.cookies[name] = morsel.value
            return response.status, response.headers, response.read()
        finally:
            connection.close()

    def _follow(self, method: str, address: str, body: bytes, headers: dict[str, str]) -> Answer:
        for _hop in range(10):
            parts = urlsplit(urljoin(f"https://{HOST}/", address))
            assert parts.hostname == HOST, f"it leads away: {address}"
            path = parts.path + (f"?{parts.query}" if parts.query else "")
            status, found, content = self.ask(method, path, body, headers)
            if status not in REDIRECTS:
                return Answer(status, parts.geturl(), found, content.decode(errors="replace"))
            address, method, body, headers = (
                urljoin(parts.geturl(), found["Location"]),
                "GET",
                b"",
                {},
            )
        raise AssertionError(f"it leads round and round: {address}")

    def _connection(self) -> http.client.HTTPConnection:
        if self.certificate is None:
            return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        trusting = ssl.create_default_context(cafile=str(self.certificate))
        connection = http.client.HTTPSConnection("127.0.0.1", self.port, timeout=60)
        plain = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        connection.sock = trusting.wrap_socket(plain, server_hostname=HOST)
        return connection
