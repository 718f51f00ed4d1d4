"""`manage.py setup`: makes the tables, checks the law packs, loads the samples. Safe to repeat."""

import secrets
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError

from foia import samples
from foia.flow import law_changes
from foia.gateways import clock
from foia.management.catalogues import compile_catalogues
from foia.management.command import Command as BaseCommand
from foia.models import User
from jurisdictions import codes, load_pack

SIGN_IN_FILE = settings.DATA_DIR / "first-sign-in"
OPERATOR = "operator@openshutter.example"


class Command(BaseCommand):
    help = "Set up or update this installation's database."

    def handle(self, *args: Any, **options: Any) -> None:
        steps = [
            ("database", self.tables),
            ("languages of the screens", self.languages),
            ("law packs", self.packs),
            ("sample agencies and systems", self.samples),
            ("first account", self.account),
        ]
        for number, (name, step) in enumerate(steps, start=1):
            self.stdout.write(f"[{number}/{len(steps)}] {name} … ", ending="")
            self.stdout.flush()
            try:
                self.stdout.write(step())
            except DatabaseError as error:
                said = " ".join(str(error).split())
                raise CommandError(
                    f"The database cannot be used ({said}); see DATABASE_URL in the README."
                ) from error

    def tables(self) -> str:
        call_command("migrate", verbosity=0, interactive=False)
        if "db.DatabaseCache" in settings.CACHES["default"]["BACKEND"]:
            call_command("createcachetable", verbosity=0)
        engine: str = settings.DATABASES["default"]["ENGINE"]
        return engine.rpartition(".")[2]

    def languages(self) -> str:
        return f"{compile_catalogues() + 1}"

    def packs(self) -> str:
        """Read every pack, and note what changed before any page counts by the new law."""
        changed = law_changes.note_edition(now=clock.now())
        moved = f", {len(changed)} change(s) to apply" if changed else ""
        return f"{len([load_pack(code) for code in codes()])} jurisdictions{moved}"

    def samples(self) -> str:
        return f"{samples.load()} added"

    def account(self) -> str:
        """Make the first account of an empty installation, with a password of its own."""
        if User.objects.exists():
            return "there already"
        password = "-".join(secrets.token_hex(2) for _ in range(4))
        User.objects.create_superuser(OPERATOR, password, full_name="Olive Operator")
        SIGN_IN_FILE.touch(mode=0o600)
        SIGN_IN_FILE.write_text(f"{OPERATOR} {password}\n")
        return OPERATOR
