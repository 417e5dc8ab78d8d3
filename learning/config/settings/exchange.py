"""Settings for courses that travel between installations."""

from __future__ import annotations

import tomllib
from pathlib import Path

from learning.config.settings.environment import env_number

# The version of the service, which archives name.
SERVICE_VERSION = tomllib.loads(
    (Path(__file__).resolve().parents[3] / "pyproject.toml").read_text(encoding="utf-8")
)["project"]["version"]
# The largest archive of a course, in bytes, packed or unpacked.
LARGEST_ARCHIVE = env_number("LARGEST_ARCHIVE_MB", 500) * 1024 * 1024
