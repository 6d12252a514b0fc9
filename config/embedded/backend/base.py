"""A connection without a host in the settings is one to the embedded PostgreSQL."""

from collections.abc import Iterable
from typing import Any

from django.db.backends.postgresql import base, client
from psycopg import OperationalError

from config.embedded import binaries, postgres


class DatabaseClient(client.DatabaseClient):
    """What `manage.py dbshell` runs: the psql beside the server, on the server."""

    def runshell(self, parameters: Iterable[str]) -> None:
        """Open psql, with the server running."""
        self.connection.get_connection_params()  # has the server running, fills in its address
        super().runshell(parameters)

    @classmethod
    def settings_to_cmd_args_env(
        cls, settings_dict: dict[str, Any], parameters: Iterable[str]
    ) -> tuple[list[str], dict[str, str] | None]:
        """Return the command and the environment of psql."""
        (_, *words), env = super().settings_to_cmd_args_env(settings_dict, parameters)
        return [binaries.find() / cls.executable_name, *words], env


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's PostgreSQL, which has the embedded server running before it connects."""

    client_class = DatabaseClient
    _is_embedded = False

    def get_connection_params(self) -> dict[str, Any]:
        """Return libpq's parameters, the embedded server's where the settings name no host."""
        if not self.settings_dict.get("HOST"):
            self._find_server()
        return super().get_connection_params()

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Connect; when the embedded server has died since we found it, start it and try again."""
        try:
            return super().get_new_connection(conn_params)
        except OperationalError:
            if not self._is_embedded:
                raise
            self._find_server()
            return super().get_new_connection({**conn_params, "host": self.settings_dict["HOST"]})

    def _find_server(self) -> None:
        address = postgres.ensure()
        self._is_embedded = True
        self.settings_dict.update(HOST=address.host, PORT=address.port)
        if not self.settings_dict.get("USER"):
            self.settings_dict["USER"] = f"{postgres.role_prefix()}_app"
