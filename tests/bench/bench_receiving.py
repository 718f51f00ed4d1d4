"""Mail from the door to the docket: rate, statements and memory, beside a bare durable write.

`MAILS=10000` for the long run; short by default. The floor is what a door may not do without: the
same bytes in a file of their own on the disk, and one committed row.
"""

import os
import resource
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from time import perf_counter

os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="bench-receiving-")
os.environ.pop("DATABASE_URL", None)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "foia.settings")

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from foia import docket, drafts, receiving  # noqa: E402
from foia.flow import inbound, law_changes, match, read  # noqa: E402
from foia.models import Agency, Arrival, Message, RecordsRequest, User  # noqa: E402

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
MAILS = int(os.environ.get("MAILS", "400"))
TOGETHER = 100  # mails that come in between two looks of the rooms
REQUESTS = 100
TEXT = "We received your request on November 16, 2026. Our file F-2026-{:06}.\n"


def main() -> None:
    """Print rates as ratios to the floor, statements a mail, and how the memory grows."""
    requests = prepare()
    mails = list(letters(requests, TOGETHER))
    floor = len(mails) / timed(lambda: bare_writes(mails))
    door = len(mails) / timed(lambda: hand_in(mails))
    walk()
    print(f"a bare file and row, both on the disk: {floor:,.0f} mails/s")
    print(f"the door (store, note, answer): {door:,.0f} mails/s, {door / floor:.2f} of that")
    print(f"one lone mail from the door to the docket: {lone(requests)} statements (at most 15)")
    statements, seconds, before = 0, 0.0, memory()
    for start in range(0, MAILS, TOGETHER):
        some = list(letters(requests, TOGETHER, start + TOGETHER))
        with Counted() as counted:
            seconds += timed(lambda some=some: (hand_in(some), walk()))
        statements += counted.number
        if start + TOGETHER in (1_000, 10_000):
            print(f"after {start + TOGETHER:,} mails: {memory():.0f} MB at most")
    filed = Message.objects.filter(direction="in", filing="filed", reading__isnull=False).count()
    assert filed == MAILS + TOGETHER + 1, f"{filed} of {MAILS + TOGETHER + 1} were filed and read"
    print(
        f"door to docket: {MAILS / seconds:,.0f} mails/s,"
        f" {statements / MAILS:.1f} statements a mail (at most 15 wanted);"
        f" {MAILS:,} mails grew the memory by {memory() - before:.0f} MB"
    )


def prepare() -> list[RecordsRequest]:
    """Requests that have left and wait for an answer."""
    call_command("setup", stdout=open(os.devnull, "w"))  # noqa: SIM115
    agency = Agency.objects.get(slug="chicago-police-department")
    person = User.objects.create_user("bench@openshutter.example", "bench-pass-word")
    found = []
    for number in range(REQUESTS):
        request = RecordsRequest.objects.create(
            reference=f"OS-BENC{number:04}",
            reply_token=f"{'abcdefghjkmnpqrstuvwxyz'}{_letters(number)}",
            requester=person,
            agency=agency,
            jurisdiction_code="us-il",
            technology="frt_search",
            ask=[],
            language="en",
            title="A bench",
            is_sandbox=True,
            created_at=NOW,
        )
        at = datetime(2026, 11, 16, 15, tzinfo=UTC)
        docket.record(request=request, kind="sent", at=at, details={"channel": "email"}, now=NOW)
        found.append(request)
    law_changes.run(now=NOW)  # a new installation looks once at all there is
    return found


def _letters(number: int) -> str:
    """A number in letters that a reply address may have."""
    return "".join("abcdefghjk"[int(digit)] for digit in f"{number:04}")


def letters(requests: list[RecordsRequest], count: int, start: int = 0) -> Iterator[bytes]:
    """Answers to the requests in turn, each another one."""
    for number in range(start, start + count):
        mail = EmailMessage()
        mail["From"] = requests[0].agency.contacts.first().address  # type: ignore[union-attr]
        mail["To"] = drafts.reply_to(requests[number % len(requests)])
        mail["Subject"] = "Your request"
        mail["Message-ID"] = f"<{number}@city.example>"
        mail.set_content(TEXT.format(number))
        yield mail.as_bytes()


def bare_writes(mails: list[bytes]) -> None:
    """The floor: a file, flushed, and a row, committed, for each."""
    folder = Path(tempfile.mkdtemp(prefix="bare-"))
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bare (name text)")
        for number, content in enumerate(mails):
            with (folder / str(number)).open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            cursor.execute("INSERT INTO bare VALUES (%s)", [str(number)])


def hand_in(mails: list[bytes]) -> None:
    for content in mails:
        inbound.take(content=content, door="smtp", now=NOW)


def lone(requests: list[RecordsRequest]) -> int:
    """The statements of one mail that comes alone, but for the bounds of its two transactions."""
    (content,) = letters(requests, 1, 10 * TOGETHER + MAILS)
    with Counted() as counted:
        hand_in([content])
        receiving.run(now=NOW)
    return counted.number


def walk() -> None:
    """Let the rooms take everything in."""
    while Arrival.objects.filter(state="waiting").exists():
        receiving.run(now=NOW)
    match.run(now=NOW)
    while read.waiting().exists():
        read.run(now=NOW)


class Counted:
    """Counts the statements that are executed inside."""

    def __enter__(self) -> "Counted":
        self.number = 0
        self._wrapped = connection.execute_wrapper(self._count)
        self._wrapped.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self._wrapped.__exit__(*error)  # type: ignore[arg-type]

    def _count(self, execute: Callable[..., object], *args: object) -> object:
        self.number += not str(args[0]).startswith(("BEGIN", "COMMIT"))
        return execute(*args)


def timed(work: Callable[[], object]) -> float:
    began = perf_counter()
    work()
    return perf_counter() - began


def memory() -> float:
    """The most memory this process ever had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
