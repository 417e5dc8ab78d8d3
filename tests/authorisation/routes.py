"""Walking the resolver: every route that is ours."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver

# Routes of others, by their prefix; test_wagtail_admin.py tells who gets in.
VENDORS = ("cms-admin/",)


def own_routes(resolver: URLResolver, prefix: str = "", names: str = "") -> Iterator[str]:
    """Yield the name of every route of ours; one without a name by its address."""
    for entry in resolver.url_patterns:
        address = prefix + str(entry.pattern)
        if any(address.startswith(vendor) for vendor in VENDORS):
            continue
        if isinstance(entry, URLResolver):
            inner = f"{names}{entry.namespace}:" if entry.namespace else names
            yield from own_routes(entry, address, inner)
        elif isinstance(entry, URLPattern):
            yield f"{names}{entry.name}" if entry.name else address
