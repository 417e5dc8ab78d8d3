"""Every page of ours is answered with the policy that allows nothing inline, and needs no more."""

from __future__ import annotations

import re

import pytest

from tests.pages.cases import GROUPS
from tests.pages.demonstration import Demonstration, client_of

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("budgets")]
NONCE = re.compile(r"'nonce-([\w+/=-]+)'")
SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.DOTALL)
# An attribute that runs or styles, an address that runs, and elements that lead a page astray.
INLINE = re.compile(
    r"""<[^>]*\s(?:on[a-z]+|style|srcdoc)\s*=|(?:href|src|action)\s*=\s*["']?\s*javascript:"""
    r"""|<(?:base|style|iframe|object|embed)\b|<meta[^>]*http-equiv""",
    re.IGNORECASE,
)


def policy_in(header: str) -> dict[str, str]:
    parts = (part.strip().partition(" ") for part in header.split(";"))
    return {name: value for name, _, value in parts}


def faults_in(header: str, html: str) -> list[str]:
    """Return what a page allows, or has, that it must not."""
    policy = policy_in(header)
    nonce = NONCE.search(policy["script-src"])
    scripts = policy["script-src"].replace(nonce[0], "").strip() if nonce else policy["script-src"]
    wanted = {
        "default-src": "'self'", "style-src": "'self'", "img-src": "'self' data:",
        "media-src": "'self'", "object-src": "'none'", "base-uri": "'none'",
        "form-action": "'self'", "frame-ancestors": "'self'",
    }  # fmt: skip
    faults = [f"{name}: {policy.get(name)}" for name in wanted if policy.get(name) != wanted[name]]
    if scripts != "'self'":
        faults.append(f"script-src: {scripts}")
    for attributes, content in SCRIPT.findall(html):
        kept = 'type="application/json"' in attributes or "src=" in attributes
        if content.strip() and not kept and not (nonce and f'nonce="{nonce[1]}"' in attributes):
            faults.append(content[:60])
    return faults + [found[0] for found in INLINE.finditer(html)]


@pytest.mark.parametrize("group", GROUPS)
def test_no_page_allows_or_has_anything_inline(loaded: Demonstration, group: str) -> None:
    found = {}
    for case in GROUPS[group]:
        answer = client_of(case.who).get(loaded.address(case))
        if not answer.headers["Content-Type"].startswith("text/html"):
            continue
        if faults := faults_in(answer.headers["Content-Security-Policy"], answer.content.decode()):
            found[case.name] = faults
    assert not found


def test_what_is_planted_is_found() -> None:
    header = (
        "default-src 'self'; script-src 'self' 'nonce-abc'; style-src 'self'; "
        "img-src 'self' data:; media-src 'self'; object-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'self'"
    )
    clean = '<script nonce="abc">x()</script><script src="/x.js"></script><p class="on">x</p>'
    assert not faults_in(header, clean)
    for planted in (
        "<script>x()</script>", '<p style="x">', "<b onclick=x>", '<base href="/">', "<style>",
        '<a href="javascript:x">', '<meta http-equiv="refresh">', '<script nonce="z">x()</script>',
    ):  # fmt: skip
        assert faults_in(header, planted), planted
    assert faults_in(header.replace("'nonce-abc'", "'unsafe-inline'"), clean)
