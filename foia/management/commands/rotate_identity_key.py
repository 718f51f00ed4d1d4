"""`manage.py rotate_identity_key`: a new key for addresses and identity details, the old one gone.

Safe to be cut off and run again: until the last row is sealed anew both keys are on file.
"""

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.apps import apps
from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.db import connection, transaction

from foia.management.command import Command as BaseCommand
from foia.management.named import say
from foia.models.sealed import SealedTextField, keys, resealed

CHUNK = 1000
#: What of a second factor is a secret.
SECRETS = ("secret", "seed")


class Command(BaseCommand):
    """Seals everything with a new key and then removes the old ones from the key file."""

    help = "Seal addresses and identity details with a new key; old keys then open nothing here."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the two ways: a key file is written, an environment is told what to hold."""
        parser.add_argument("--new", action="store_true", help="only print a new key")
        parser.add_argument("--json", action="store_true", help="say it as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print a key, or rotate."""
        if options["new"]:
            key = Fernet.generate_key().decode()
            say(self.stdout, key, as_json=options["json"], key=key)
            return
        path = settings.IDENTITY_KEY_FILE
        if not settings.IDENTITY_KEY:
            _write(path, [Fernet.generate_key().decode(), *keys()])
        elif len(keys()) < 2:
            raise CommandError(
                "IDENTITY_KEY holds one key; put a new one before it, with a comma between (see"
                " --new), restart everything, then run this again."
            )
        done = {name: sum(_sealed_anew(field)) for name, field in sealed_columns()}
        done["second factors"] = _second_factors()
        if not settings.IDENTITY_KEY:
            _write(path, keys()[:1])
        self._say(done, as_json=options["json"])

    def _say(self, done: dict[str, int], *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(done))
            return
        for name, number in done.items():
            self.stdout.write(f"{number}\t{name}")
        where = "IDENTITY_KEY" if settings.IDENTITY_KEY else settings.IDENTITY_KEY_FILE
        self.stdout.write(
            f"All is sealed with the first key of {where}. Keep a copy of it apart from the"
            " database; what was backed up before opens with the old key alone."
        )


def sealed_columns() -> Iterator[tuple[str, SealedTextField]]:
    """Yield every sealed column by its table and name, so that none can be forgotten."""
    for model in apps.get_app_config("foia").get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, SealedTextField):
                yield f"{model._meta.db_table}.{field.column}", field


def _sealed_anew(field: SealedTextField) -> Iterator[int]:
    """Seal a column's words anew, a chunk a transaction; yield how many each time."""
    table, column = field.model._meta.db_table, field.column
    last = 0
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            lock = " FOR UPDATE" if connection.vendor == "postgresql" else ""
            cursor.execute(
                f"SELECT id, {column} FROM {table} WHERE id > %s AND {column} <> ''"
                f" ORDER BY id LIMIT {CHUNK}{lock}",
                [last],
            )
            rows = cursor.fetchall()
            if not rows:
                return
            cursor.executemany(
                f"UPDATE {table} SET {column} = %s WHERE id = %s",
                [(resealed(words), pk) for pk, words in rows],
            )
        last = rows[-1][0]
        yield len(rows)


def _second_factors() -> int:
    done = 0
    with transaction.atomic():
        for row in Authenticator.objects.select_for_update().order_by("pk"):
            secrets = {name: resealed(row.data[name]) for name in SECRETS if row.data.get(name)}
            if secrets:
                row.data |= secrets
                row.save(update_fields=["data"])
                done += 1
    return done


def _write(path: Path, lines: Iterable[str]) -> None:
    """Replace the key file in one step, readable by its owner only and on the disk."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    with draft.open("w", encoding="ascii") as file:
        file.write("".join(f"{line}\n" for line in lines))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
