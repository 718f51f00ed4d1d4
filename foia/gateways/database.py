"""The whole database as one file, and back, by the database's own means.

SQLite copies itself page by page while others write; Postgres by pg_dump and pg_restore. Either way
the copy is of one moment, and bringing it back is one transaction.
"""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from django.db import connection

from jurisdictions import DomainError

SQLITE, POSTGRES = "database.sqlite3", "database.pgdump"


class DatabaseError(DomainError):
    """A database that cannot be copied or brought back."""


def name_of_copy() -> str:
    """Return what the file of a copy is called; it goes back into the same kind of database."""
    return SQLITE if connection.vendor == "sqlite" else POSTGRES


def is_empty() -> bool:
    """Say whether the database has no tables, or none with anything of ours in it."""
    tables = connection.introspection.table_names()
    for table in ("foia_user", "foia_blob", "foia_recordsrequest"):
        if table in tables:
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT 1 FROM {table} LIMIT 1")
                if cursor.fetchone():
                    return False
    return True


def dump(target: Path) -> None:
    """Write the database as it is now into a new file, whole or not at all."""
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    try:
        if connection.vendor == "sqlite":
            _dump_sqlite(draft)
        else:
            _run("pg_dump", "--format=custom", "--no-owner", f"--file={draft}")
        with draft.open("rb") as file:
            os.fsync(file.fileno())
        draft.chmod(0o600)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def load(source: Path) -> None:
    """Fill the empty database from a file that `dump` wrote, in one transaction."""
    if source.name != name_of_copy():
        kinds = {SQLITE: "SQLite", POSTGRES: "Postgres"}
        raise DatabaseError(
            f"{source} is a copy of a {kinds.get(source.name, 'strange')} database, and"
            f" DATABASE_URL names a {kinds[name_of_copy()]} one; point it at the same kind."
        )
    if connection.vendor == "sqlite":
        _load_sqlite(source)
    else:
        _drop_tables()
        _run("pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", str(source))


def _dump_sqlite(target: Path) -> None:
    """Copy what is committed in one step; in WAL mode nobody who writes has to wait for it."""
    with (
        closing(sqlite3.connect(str(connection.settings_dict["NAME"]))) as source,
        closing(sqlite3.connect(target)) as copy,
    ):
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")


def _load_sqlite(source: Path) -> None:
    connection.ensure_connection()
    try:
        with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as copy:
            (said,) = copy.execute("PRAGMA integrity_check(1)").fetchone()
            if said != "ok":
                raise DatabaseError(f"{source} is damaged ({said}); take another backup.")
            copy.backup(connection.connection)
    except sqlite3.Error as error:
        raise DatabaseError(f"{source} cannot be brought back ({error}).") from error


def _drop_tables() -> None:
    """Take away the empty tables of a database that was only set up."""
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")


def _run(program: str, *args: str) -> None:
    """Run a program of Postgres on our database; its password is in no list of processes."""
    found = shutil.which(program)
    if found is None:
        raise DatabaseError(f"{program} is not installed; install the client of Postgres.")
    told = connection.settings_dict
    environment = os.environ | {
        "PGHOST": str(told["HOST"] or "localhost"),
        "PGPORT": str(told["PORT"] or 5432),
        "PGUSER": str(told["USER"]),
        "PGPASSWORD": str(told["PASSWORD"]),
        "PGDATABASE": str(told["NAME"]),
    }
    where = (f"--dbname={told['NAME']}",) if program == "pg_restore" else ()
    done = subprocess.run(
        [found, *where, *args], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = " ".join(done.stderr.split())[-400:]
        raise DatabaseError(f"{program} could not do it ({said}); nothing was changed.")
