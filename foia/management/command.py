"""The base of every command: trouble is one sentence on stderr and exit code 1."""

import os
import sys
from typing import Any, NoReturn

from django.core.management.base import (
    BaseCommand,
    CommandError,
    CommandParser,
    handle_default_options,
)
from django.db import DatabaseError, IntegrityError, connections

from jurisdictions import DomainError


class Command(BaseCommand):
    """A Django command whose anticipated errors never show a traceback or a usage dump."""

    requires_system_checks: list[str] = []

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Have the parser raise its complaints instead of exiting with code 2."""
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.called_from_command_line = False
        return parser

    def run_from_argv(self, argv: list[str]) -> None:
        """Run as from a shell; a `CommandError` ends as its sentence and exit code 1."""
        try:
            if sys.stdout is None:
                raise CommandError("Standard output is closed: leave it open, or use a file.")
            parsed = self.create_parser(argv[0], argv[1]).parse_args(argv[2:])
            handle_default_options(parsed)
            options = vars(parsed)
            self.execute(*options.pop("args", ()), **options)
            sys.stdout.flush()
        except CommandError as error:
            _end(_sentence(str(error)))
        except BrokenPipeError:  # whoever read the output has left, as `head` does
            _drop_output()
            sys.exit(1)
        except OSError as error:  # a full disk, for example
            _drop_output()
            _end(f"{error.filename or 'The output'} cannot be used: {error.strerror}.")
        finally:
            connections.close_all()

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Turn anticipated trouble into a command error, from a shell or from `call_command`."""
        try:
            return super().execute(*args, **options)
        except DomainError as error:
            raise CommandError(str(error)) from error
        except DatabaseError as error:
            if isinstance(error, IntegrityError):
                raise  # our own mistake, not the database's
            said = " ".join(str(error).split())
            raise CommandError(
                f"The database cannot be used ({said}); "
                "set it up with `manage.py setup`, or see DATABASE_URL in the README."
            ) from error


def _sentence(said: str) -> str:
    """Return what is said; what the parser complains of has no full stop, and no advice."""
    complaint = said.removeprefix("Error: ")
    return said if complaint == said else f"{complaint}; --help says what is expected."


def _end(said: str) -> NoReturn:
    """Say it in one sentence and end."""
    print(said, file=sys.stderr)
    sys.exit(1)


def _drop_output() -> None:
    """Let what is still unwritten go nowhere, so that the interpreter ends without a complaint."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
