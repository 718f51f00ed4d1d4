"""What matching and the rooms beside it ask of a database, however large: the time, and the plan.

    DATABASE_URL=… python -m tests.bench.million_matching

`--all` asks also what waits to be read, which a database of millions of mails answers slowly.
Read only. Run it on a large database and on an empty one: the times should hardly differ, and no
plan should read a large table through.
"""

import os
import sys
from collections.abc import Callable, Iterator
from itertools import pairwise
from statistics import median
from time import perf_counter

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "foia.settings")

import django

django.setup()

from django.db import connection  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from foia.flow import inbound, match, read  # noqa: E402
from foia.flow.match.directory import Directory, is_one_party  # noqa: E402
from foia.flow.read import documents  # noqa: E402
from foia.mail.match import Marks  # noqa: E402
from foia.models import Message, RecordsRequest  # noqa: E402

TIMES = 20
#: Rows from which on a table that is read from end to end is named.
LARGE = 10_000


def main() -> None:
    """Print for each question the median of its time, its statements, and what it reads through."""
    print(f"{RecordsRequest.objects.count():,} requests, {Message.objects.count():,} messages")
    for name, ask in questions(is_all="--all" in sys.argv):
        ask()
        with CaptureQueriesContext(connection) as seen:
            ask()
        plans = [plan_of(str(query["sql"])) for query in seen.captured_queries]
        through = sorted({table for plan in plans for table in read_through(plan)})
        used = sorted({index for plan in plans for index in indexes_of(plan)})
        print(
            f"  {name}: {median(times(ask)):.2f} ms, {len(plans)} statements;"
            f" by {', '.join(used) or 'no index'}"
            + (f"; reads through {', '.join(through)}" if through else "")
        )


def questions(*, is_all: bool) -> Iterator[tuple[str, Callable[[], object]]]:
    """The questions, with the marks of a request in the middle of all that there are."""
    marks = marks_of_one()
    sender = Marks(sender=marks.sender)
    yield "a mail's marks", lambda: Directory([marks])
    yield "the same, to pass it on", lambda: Directory([marks], ahead=True)
    yield "a hundred mails' marks", lambda: Directory([marks] * 100, ahead=True)
    yield (
        "open requests at a sender's domain",
        lambda: Directory([sender]).open_by_sender_domain(sender.domain),
    )
    yield "whether one party asked there", lambda: is_one_party(marks.domain)
    yield "what waits to be taken in", lambda: list(inbound.waiting()[:100])
    yield "what waits to be filed", lambda: list(match.waiting()[:100])
    if is_all:
        yield "what waits to be read", lambda: list(read.waiting()[:1])
    yield "what waits to be read again", lambda: list(documents.to_read_again()[:100])


def marks_of_one() -> Marks:
    last = RecordsRequest.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    letters = Message.objects.filter(direction="out", request__gte=last // 2).order_by("request")
    letter = letters.exclude(request=None).select_related("request__agency").first()
    if letter is None:
        return Marks(("a" * 26,), ("<none@none>",), ("OS-00000000",), ("F-1",), "a@none.example")
    request = letter.the_request
    contact = request.agency.contacts.filter(channel="email").first()
    return Marks(
        tokens=(request.reply_token,),
        ids=(letter.message_id,),
        codes=(request.reference,),
        numbers=("F-2026-01184",),
        sender=contact.address if contact else "a@none.example",
    )


def times(ask: Callable[[], object]) -> Iterator[float]:
    """How long it takes, in milliseconds."""
    for _ in range(TIMES):
        began = perf_counter()
        ask()
        yield (perf_counter() - began) * 1000


def plan_of(sql: str) -> list[str]:
    explain = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
    with connection.cursor() as cursor:
        cursor.execute(f"{explain} {sql}")
        return [str(row[-1]) for row in cursor.fetchall()]


def indexes_of(plan: list[str]) -> Iterator[str]:
    for line in plan:
        for before, word in pairwise(line.split()):
            if before in ("using", "INDEX") or (before == "on" and "Bitmap Index" in line):
                yield word


def read_through(plan: list[str]) -> Iterator[str]:
    """The large tables that a plan reads from end to end."""
    for line in plan:
        table = line.partition("Seq Scan on ")[2].split(" ")[0]
        if table and size_of(table) >= LARGE:
            yield table


def size_of(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples::bigint FROM pg_class WHERE relname = %s", [table])
        return int(cursor.fetchone()[0])


if __name__ == "__main__":
    main()
