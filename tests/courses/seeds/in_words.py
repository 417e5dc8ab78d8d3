"""Faults in what is written: the words of links, where they lead, headings."""

from __future__ import annotations

from django.conf import settings

from cms.publishing.faults import Severity
from tests.courses.seeds.sowing import (
    Seed,
    a_document,
    a_lesson,
    away,
    callout,
    case,
    download,
    link,
    prose,
)

E, W = Severity.ERROR, Severity.WARNING
SEEDS = [
    # Words of links, in every kind of text.
    Seed("links", lambda g: prose(away("click here")), E, "“click here” does not say where"),
    Seed("links", lambda g: callout(away("here")), E, "“here” does not say where"),
    Seed("links", lambda g: case(text=away("Read more…")), E, "“Read more…” does not say"),
    Seed("links", lambda g: case(answer=away("<b>this link</b>")), E, "“this link” does not say"),
    Seed("links", lambda g: prose(away("Cliciwch yma")), E, "“Cliciwch yma” does not say"),
    Seed("links", lambda g: prose(away(" ")), E, "A link has no words"),
    Seed("links", lambda g: prose(away("https://www.gov.uk/a")), W, "letter by letter"),
    Seed(
        "links",
        lambda g: prose(
            away("The plan", "https://a.example/") + away("the plan", "https://b.example/")
        ),
        W,
        "Two links say “the plan”",
    ),
    Seed("links", lambda g: download("Download", a_document(g)), E, "“Download” does not say what"),
    # Where links lead.
    Seed(
        "broken",
        lambda g: prose(link("A page gone", linktype="page", id=g.GONE)),
        E,
        "page that learners cannot open",
    ),
    Seed(
        "broken",
        lambda g: callout(link("A draft", linktype="page", id=g.unpublished.pk)),
        E,
        "“A draft” leads to a page that",
    ),
    Seed(
        "broken",
        lambda g: prose(link("Our department", linktype="page", id=g.published.get_parent().pk)),
        E,
        "“Our department” leads to a page that",
    ),
    Seed(
        "broken",
        lambda g: case(
            text=link("A lesson of a draft", linktype="page", id=a_lesson(g.unpublished))
        ),
        E,
        "“A lesson of a draft” leads",
    ),
    Seed(
        "broken",
        lambda g: case(answer=link("A form", linktype="document", id=g.GONE)),
        E,
        "a file that was deleted",
    ),
    Seed(
        "broken",
        lambda g: prose(away("Never written", "/courses/never-written/")),
        E,
        "“Never written” leads to an address",
    ),
    Seed(
        "broken",
        lambda g: prose(away("Taken down", f"/courses/{g.withdrawn.slug}/")),
        E,
        "“Taken down” leads to an address",
    ),
    Seed(
        "broken",
        lambda g: prose(away("No such lesson", f"/courses/{g.published.slug}/lesson-77/")),
        E,
        "“No such lesson” leads",
    ),
    Seed(
        "broken",
        lambda g: callout(away("A typing error", "/catalog/")),
        E,
        "“A typing error” leads",
    ),
    Seed(
        "broken",
        lambda g: prose(away("With our name", f"{settings.WAGTAILADMIN_BASE_URL}/nothing/")),
        E,
        "“With our name” leads",
    ),
    Seed(
        "broken",
        lambda g: prose(away("The editor", f"/cms-admin/pages/{g.published.pk}/edit/")),
        E,
        "“The editor” leads",
    ),
    Seed(
        "broken",
        lambda g: prose(away("A file gone", "/media/documents/gone.pdf")),
        E,
        "“A file gone” leads",
    ),
    Seed(
        "broken",
        lambda g: prose(away("Further down", "#further-down")),
        E,
        "place on this page that is not there",
    ),
    Seed(
        "broken",
        lambda g: prose(away("Without https", "www.gov.uk/browse")),
        E,
        "not complete: “www.gov.uk/browse”",
    ),
    Seed(
        "broken", lambda g: prose(away("My drive", "file:///C:/plan.docx")), E, "your own computer"
    ),
    Seed("broken", lambda g: prose(away("Write to us", "mailto:")), E, "no email address"),
    Seed(
        "broken",
        lambda g: prose(away("An old site", "http://www.example.org/")),
        W,
        "begins with http://",
    ),
    # Headings.
    Seed(
        "headings",
        lambda g: prose("<h2>Counting</h2><p>So.</p><h4>By hand</h4><p>So.</p>"),
        E,
        "“By hand” skips a level: it is a heading 4",
    ),
    Seed(
        "headings",
        lambda g: prose("<h2>Again</h2><p>So.</p><h3> </h3><p>So.</p>"),
        E,
        "heading has no words",
    ),
    Seed(
        "headings",
        lambda g: prose("<p><b>What to do next</b></p><p>So.</p>"),
        W,
        "looks like a heading",
    ),
    Seed("begins low", lambda g: prose("<h3>Too low</h3><p>So.</p>"), E, "“Too low” skips a level"),
    Seed(
        "begins with a case",
        lambda g: case(title="A case at once"),
        E,
        "“A case at once” skips a level",
    ),
]
