"""Django's PostgreSQL backend on the embedded server, started by the first connection.

A command that needs no database (``--help``, ``collectstatic``) so never starts one.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.db.backends.postgresql import base, client
from django.db.utils import OperationalError

from learning.config.embedded import binaries
from learning.config.embedded.binaries import EmbeddedPostgresError
from learning.config.embedded.server import EmbeddedServer, server_for


class DatabaseClient(client.DatabaseClient):
    """``manage.py dbshell`` with the psql of the same wheel."""

    @classmethod
    def settings_to_cmd_args_env(
        cls, settings_dict: dict[str, Any], parameters: Iterable[str]
    ) -> tuple[list[str], dict[str, str] | None]:
        """Return the command and environment of psql, running the server first."""
        server = server_for(Path(settings_dict["EMBEDDED_ROOT"]))
        server.ensure_running()
        where = server.connection_parameters()
        found = {"HOST": where["host"], "PORT": where["port"]}
        found |= {"USER": where["user"], "PASSWORD": where["password"]}
        command, environment = super().settings_to_cmd_args_env(
            {**settings_dict, **found}, list(parameters)
        )
        return [binaries.program("psql"), *command[1:]], environment


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to the server in ``settings.DATABASES[…]["EMBEDDED_ROOT"]``."""

    client_class = DatabaseClient

    def embedded_server(self) -> EmbeddedServer:
        """Return the server that this connection belongs to."""
        return server_for(
            Path(self.settings_dict["EMBEDDED_ROOT"]),
            self.settings_dict.get("EMBEDDED_OPTIONS"),
        )

    def get_connection_params(self) -> dict[str, Any]:
        """Add the server's address and the password of our role, running the server first."""
        server = self.embedded_server()
        try:
            server.ensure_running()
        except EmbeddedPostgresError as error:
            raise OperationalError(str(error)) from error
        own = super().get_connection_params()
        where = server.connection_parameters()
        # The tests' databases, and "postgres" while one is made, have names of their own.
        return {**own, **where, "dbname": own.get("dbname") or where["dbname"]}
