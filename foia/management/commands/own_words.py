"""`manage.py own_words`: list, add, check and remove a person's own words, from a TOML file."""

import tomllib
from pathlib import Path
from typing import Any

import msgspec
from django.core.management.base import CommandError, CommandParser
from django.db import transaction

from foia import access
from foia.flow import compose
from foia.gateways import clock
from foia.letters.own_checks import Written, troubles
from foia.management.command import Command as BaseCommand
from foia.management.named import say, tell
from foia.models import OwnWords, User

EXPECTED = 'tables [[words]] with kind ("ask", "frame" or "signature"), name, language, …'


class Command(BaseCommand):
    """Own words for operators; a file holds `[[words]]` tables as `Written` has them."""

    help = "List, add, check or remove a person's own asks, frames and signatures."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare what to do, for whom, with which file or words."""
        parser.add_argument("do", choices=("list", "add", "check", "remove"), help="what to do")
        parser.add_argument("file", nargs="?", default="", help="TOML file, to add or check")
        parser.add_argument("--owner", default="", metavar="EMAIL", help="whose words they are")
        parser.add_argument("--kind", choices=OwnWords.Kind.values, help="of the words to remove")
        parser.add_argument("--name", default="", help="of the words to remove")
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do one of the four."""
        self.as_json = options["json"]
        match options["do"]:
            case "check":
                self._check(_read(options["file"]))
            case "add":
                self._add(_read(options["file"]), _owner(options["owner"]))
            case "remove":
                self._remove(_owner(options["owner"]), options["kind"], options["name"])
            case _:
                self._list(_owner(options["owner"]))

    def _check(self, read: list[Written]) -> None:
        """Say every trouble, and fail if there is one."""
        found = [
            f"{one.kind} {one.name!r}: {trouble.sentence}"
            for one in read
            for trouble in troubles(one)
        ]
        if found:
            raise CommandError("\n".join(found))
        self._say(f"{len(read)} texts are in order.", in_order=len(read))

    def _add(self, read: list[Written], owner: User) -> None:
        """Keep all of them, or none."""
        with transaction.atomic():
            for one in read:
                compose.keep(owner=owner, written=one, now=clock.now())
        self._say(f"{len(read)} texts are kept for {owner.email}.", kept=len(read))

    def _remove(self, owner: User, kind: str | None, name: str) -> None:
        """Remove one text; letters that carry a copy keep it."""
        found = access.own_words_for(owner).filter(kind=kind, name=name)
        if not kind or not name or not found.exists():
            raise CommandError(
                f"{owner.email} keeps no {kind or 'words'} {name!r}; "
                "give --kind and --name as `own_words list` shows them."
            )
        found.delete()
        said = f"Removed the {kind} {name!r}; letters that carry it keep their copy."
        self._say(said, removed=name)

    def _list(self, owner: User) -> None:
        """Print kind, language and name, one text a line."""
        rows = (
            {"kind": row.kind, "language": row.language or "any", "name": row.name}
            for row in access.own_words_for(owner).order_by("kind", "name")
        )
        tell(self.stdout, rows, as_json=self.as_json)

    def _say(self, sentence: str, **facts: object) -> None:
        say(self.stdout, sentence, as_json=self.as_json, **facts)


def _owner(email: str) -> User:
    owner = User.objects.filter(email__iexact=email).first() if email else None
    if owner is None:
        raise CommandError(f"There is no account {email!r}; name one with --owner EMAIL.")
    return owner


def _read(name: str) -> list[Written]:
    """Read a file of own words; anything unexpected in it is a `CommandError`."""
    if not name:
        raise CommandError("Name the TOML file with the words.")
    try:
        content = tomllib.loads(Path(name).read_text(encoding="utf-8"))
        return msgspec.convert(content["words"], list[Written])
    except OSError as error:
        raise CommandError(f"{name} is unreadable: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise CommandError(f"{name}: {error}; expected are {EXPECTED}.") from error
    except KeyError as error:
        raise CommandError(f"{name} has no [[words]]; expected are {EXPECTED}.") from error
