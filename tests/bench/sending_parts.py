"""The processes of the sending benchmark: `python -m tests.bench.sending_parts sink|work|bare …`.

Each says «ready» when it is, begins at a line on its standard input, and prints one line of JSON.
"""

import json
import os
import smtplib
import sys
from collections.abc import Callable
from time import perf_counter
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "foia.settings")
django.setup()

from aiosmtpd.controller import Controller  # noqa: E402  (Django must be set up first)
from aiosmtpd.smtp import SMTP, Envelope, Session  # noqa: E402
from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from foia import samples  # noqa: E402
from foia.flow import law_changes, outbox  # noqa: E402
from foia.models import Delivery, Message, User  # noqa: E402
from tests.waves import a_wave, letters_of  # noqa: E402


class Taking:
    """A mail service that takes everything and forgets it; it pipelines, as most do (RFC 2920)."""

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, said: list[str]
    ) -> list[str]:
        session.host_name = hostname
        return [*said[:-1], "250-PIPELINING", said[-1]]

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        return "250 2.0.0 Taken"


def sink(port: str) -> None:
    """Take mail until told to stop."""
    Controller(Taking(), hostname="127.0.0.1", port=int(port)).start()
    wait()


def prepare(count: str) -> None:
    """Make the tables and a wave of so many letters, each to a body and a domain of its own."""
    call_command("setup", stdout=open(os.devnull, "w"))  # noqa: SIM115
    samples.load()
    person = User.objects.create_user("bench@openshutter.example", "bench-pass-word")
    now = timezone.now()
    law_changes.run(now=now)  # the first edition seen: nothing changed
    wave = a_wave(person, now=now)
    for _ in range(0, int(count), 500):
        letters_of(wave, 500, now=now)


def work(count: str) -> dict[str, Any]:
    """Let the outbox hand over so many letters, as a worker does."""
    statements = 0

    def counted(execute: Any, *args: Any) -> Any:
        nonlocal statements
        statements += 1
        return execute(*args)

    connection.ensure_connection()
    wait()
    began, done = perf_counter(), 0
    with connection.execute_wrapper(counted):
        while done < int(count):
            done += (tried := outbox.run(now=timezone.now(), limit=int(count) - done))
            if not tried:
                break
    return {"letters": done, "seconds": perf_counter() - began, "statements": statements}


def bare(count: str) -> dict[str, Any]:
    """Hand over so many mails of the same size with smtplib on one line; nothing is written."""
    return _loop(int(count), lambda: None)


def kept(count: str) -> dict[str, Any]:
    """The same, with one durable commit for each mail."""
    table = Delivery._meta.db_table
    pk = Delivery.objects.order_by("-pk").values_list("pk", flat=True)[0]
    cursor = connection.cursor()
    return _loop(
        int(count),
        lambda: cursor.execute(f"UPDATE {table} SET provider_id = %s WHERE id = %s", [token(), pk]),
    )


def token() -> str:
    """Something new, so that there is something to write."""
    return os.urandom(8).hex()


def _loop(count: int, note: Callable[[], object]) -> dict[str, Any]:
    letter = Message.objects.filter(wave__isnull=False)[0]
    head = f"From: {letter.sender}\nTo: {letter.recipient}\nSubject: {letter.subject}\n\n"
    raw = (head + letter.body_text).replace("\n", "\r\n").encode()
    wait()
    began = perf_counter()
    with smtplib.SMTP("127.0.0.1", settings.EMAIL_PORT) as line:
        for number in range(count):
            note()
            line.sendmail(letter.reply_to, [f"records@body{number}.example"], raw)
    return {"letters": count, "seconds": perf_counter() - began}


def wait() -> None:
    """Say that this process is ready, and begin when it is told to."""
    print("ready", flush=True)
    sys.stdin.readline()


PARTS = {"sink": sink, "prepare": prepare, "work": work, "bare": bare, "kept": kept}

if __name__ == "__main__":
    result = {"sink": sink, "prepare": prepare, "work": work, "bare": bare, "kept": kept}[
        sys.argv[1]
    ](sys.argv[2])
    print(json.dumps(result), flush=True)
