"""The file with the environment of production: an example with keys that nobody else has."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from learning.config.bootstrap.steps import ROOT, StepError, say

EXAMPLE = ROOT / "docs" / "deploy" / "environment"
# In the example, what every installation needs one of its own of.
KEYS = ("SECRET_KEY", "XAPI_FACT_KEY")


def write(path: Path) -> None:
    """Write the example to ``path``, readable by its owner alone, with fresh keys.

    :raises StepError: where there is a file already: with other keys sessions would end, and the
        same fact would be stored twice.
    """
    lines = []
    for line in EXAMPLE.read_text(encoding="utf-8").splitlines():
        name, equals, _value = line.partition("=")
        fresh = name in KEYS and equals
        lines.append(f"{name}={secrets.token_urlsafe(48)}" if fresh else line)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise StepError(
            f"{path} is there already, and its keys must not change.\nWhat to do: edit it, or"
            " name another file."
        ) from error
    with os.fdopen(file, "w", encoding="utf-8") as opened:
        opened.write("\n".join(lines) + "\n")
    say(f"Wrote {path} with keys of its own. Fill in what it asks for; back it up.")
