"""Faults in pictures, drawings, tables and knowledge checks, and what drafts are saved without."""

from __future__ import annotations

from cms.publishing.faults import Severity
from tests.courses.seeds.sowing import (
    Seed,
    block,
    callout,
    case,
    download,
    drawn,
    first_option,
    link,
    passage_of_others,
    picture,
    prose,
    table,
    video,
)
from tests.factories.courses import check
from tests.factories.recordings import captions, captions_for

E, W = Severity.ERROR, Severity.WARNING
SEEDS = [
    # Recordings, and what is shared.
    Seed("recordings", lambda g: video(g, captions=None), E, "no captions"),
    Seed("recordings", lambda g: video(g, transcript="<p> </p>"), E, "no transcript"),
    Seed("recordings", lambda g: video(g, captions=b"1\n00:00:01,000"), E, "begin with WEBVTT"),
    Seed("recordings", lambda g: video(g, captions=captions_for(300)), E, "of another file"),
    Seed("recordings", lambda g: video(g, captions=captions((0, 1, "A"))), E, "captions end at"),
    Seed("shared", lambda g: passage_of_others(g), E, "belongs to another department"),
    # Pictures and drawings.
    Seed("pictures", lambda g: picture(g.picture, alt=""), E, "no alternative text"),
    Seed("pictures", lambda g: picture(g.picture, alt="IMG_2044"), W, "“IMG_2044” does not say"),
    Seed(
        "pictures",
        lambda g: picture(g.picture, alt="claims-by-month.png"),
        W,
        "does not say what the picture",
    ),
    Seed("pictures", lambda g: picture(g.picture, alt="Chart"), W, "“Chart” does not say"),
    Seed(
        "pictures",
        lambda g: picture(g.picture, alt="A square", caption="A square."),
        W,
        "same as the caption",
    ),
    Seed(
        "pictures",
        lambda g: picture(g.picture, alt="", decorative=True, description="It rises."),
        W,
        "marked as decorative",
    ),
    Seed("pictures", lambda g: picture(g.picture, alt="It rises. " * 30), W, "is long"),
    Seed("pictures", lambda g: picture(None), E, "“Image” is empty"),
    Seed("pictures", lambda g: picture(g.theirs), E, "shows a file of another department"),
    Seed(
        "pictures",
        lambda g: prose(link("Their form", linktype="document", id=g.their_document.pk)),
        E,
        "shows a file of another department",
    ),
    Seed(
        "drawings",
        drawn('<text x="5" y="50" fill="#999">Pale grey</text>'),
        E,
        "“Pale grey” is hard to make out: #999999 on #ffffff",
    ),
    Seed(
        "drawings",
        drawn(
            '<g fill="navy"><rect width="100%" height="100%"/>'
            '<text x="5" y="50">Same blue</text></g>'
        ),
        E,
        "“Same blue” is hard to make out",
    ),
    Seed(
        "drawings",
        drawn(
            '<circle cx="100" cy="50" r="49" style="fill:#333"/>'
            '<text x="100" y="50" text-anchor="middle" style="fill:#555;font-size:9px">'
            "In a circle</text>"
        ),
        E,
        "“In a circle” is hard to make out",
    ),
    # Tables.
    Seed("tables", lambda g: table(caption=""), E, "no caption"),
    Seed(
        "tables", lambda g: table(headings=("Month", "")), E, "1 column of the table has no heading"
    ),
    Seed("tables", lambda g: table(headings=()), E, "table is empty"),
    Seed("tables", lambda g: table(headings=("Claims", "Claims")), W, "have the heading “Claims”"),
    Seed("tables", lambda g: table(rows=[["", "12"]]), W, "has empty cells"),
    # Knowledge checks.
    Seed(
        "checks",
        lambda g: check("None right?", options=(("A", False), ("B", False))),
        E,
        "No answer is marked as right",
    ),
    Seed(
        "checks",
        lambda g: check("Two right?", options=(("A", True), ("B", True))),
        E,
        "2 answers are marked as right",
    ),
    Seed(
        "checks",
        lambda g: check("Neither true?", "true_false", (("True", False), ("False", False))),
        E,
        "No answer is marked as right",
    ),
    Seed(
        "checks",
        lambda g: check(
            "Third way?", "true_false", (("True", True), ("False", False), ("Maybe", False))
        ),
        E,
        "exactly two answers",
    ),
    Seed(
        "checks",
        lambda g: check("None of many?", "multiple", (("A", False), ("B", False))),
        E,
        "No answer is marked as right",
    ),
    Seed(
        "checks",
        lambda g: check("All of many?", "multiple", (("A", True), ("B", True))),
        W,
        "nothing to decide",
    ),
    Seed(
        "checks",
        lambda g: check("In order?", "ordering", (("First", False), ("first ", False))),
        E,
        "Two answers say “first ”",
    ),
    Seed(
        "checks", lambda g: check("One only?", options=(("A", True),)), E, "nothing to choose from"
    ),
    Seed(
        "checks",
        lambda g: check("An empty one?", options=(("", False), ("B", True))),
        E,
        "“Answer” is empty",
        first_option,
    ),
    Seed("checks", lambda g: check(""), E, "“Question” is empty"),
    # What a draft may be saved without.
    Seed(
        "unfinished",
        lambda g: block("code", {"caption": "", "language": "sql", "code": "SELECT 1"}),
        E,
        "“What it is” is empty",
    ),
    Seed("unfinished", lambda g: callout(""), E, "“Text” is empty"),
    Seed("unfinished", lambda g: case(title=""), E, "“Title” is empty"),
    Seed("unfinished", lambda g: download("A form to fill in", None), E, "“File” is empty"),
    Seed(
        "unfinished",
        lambda g: block("callout", {"kind": "shout", "title": "", "text": "<p>So.</p>"}),
        E,
        "valid choice",
    ),
]
