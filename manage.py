#!/usr/bin/env python
"""Run a management command of the platform."""

import os
import sys


def main() -> None:
    """Choose the settings from the environment and run the command.

    With a ``DATABASE_URL`` the platform is in production; without one it uses
    the PostgreSQL that it carries itself (docs/adr/0003).
    """
    chosen = "production" if os.environ.get("DATABASE_URL") else "embedded"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"learning.config.settings.{chosen}")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        # The message says what to set; a traceback through Django would bury it.
        sys.exit(str(error))


if __name__ == "__main__":
    main()
