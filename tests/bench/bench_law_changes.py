"""A holiday proclaimed late among a million open requests: what it touches, how fast, how big."""

import os
import resource
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from time import perf_counter

os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="bench-law-changes-")
os.environ.pop("DATABASE_URL", None)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "foia.settings")

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from msgspec import structs  # noqa: E402

from foia import docket  # noqa: E402
from foia.flow import law_changes  # noqa: E402
from foia.models import (  # noqa: E402
    Agency,
    DatesMoved,
    Deadline,
    DocketEntry,
    LawChange,
    RecordsRequest,
    User,
)
from jurisdictions import editions, timeline  # noqa: E402
from jurisdictions.calendars import load_calendar  # noqa: E402

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
FIRST = datetime(2024, 12, 22, 16, tzinfo=UTC)
DAYS, COPIES, GAP = 700, 1430, 1000
#: One request in so many is under the law whose calendar changes.
SHARE = 8
HOLIDAY = date(2026, 11, 25)


def prepare() -> int:
    """One request sent on each of so many days, then all of them copied within the database."""
    call_command("setup", stdout=open(os.devnull, "w"))  # noqa: SIM115
    agency = Agency.objects.get(slug="chicago-police-department")
    person = User.objects.create_user("bench@openshutter.example", "bench-pass-word")
    with transaction.atomic():
        for number in range(DAYS):
            sent_at = FIRST + timedelta(days=number)
            request = RecordsRequest.objects.create(
                reference=f"OS-B{number}",
                reply_token=f"bench-{number}",
                requester=person,
                agency=agency,
                jurisdiction_code="us-wa" if number % SHARE else "us-il",
                technology="frt_search",
                ask=[],
                language="en",
                title="A bench",
                is_sandbox=True,
                created_at=sent_at,
            )
            docket.record(request=request, kind="received", at=sent_at, now=NOW)
    with connection.cursor() as cursor:
        for table in (RecordsRequest, DocketEntry, Deadline):
            cursor.execute(_copied(table._meta.db_table, [f.column for f in table._meta.fields]))
        cursor.execute("ANALYZE")
    return RecordsRequest.objects.count()


def _copied(table: str, columns: list[str]) -> str:
    """The statement that copies every row of a table so many times under keys of its own."""
    own = {
        "id": f"id + {GAP} * n" if "request" in table else f"id + {GAP} * 10 * n",
        "request_id": f"request_id + {GAP} * n",
        "uuid": "lower(hex(randomblob(16)))",
        "reference": "reference || '-' || n",
        "reply_token": "reply_token || '-' || n",
    }
    chosen = ", ".join(own.get(column, column) for column in columns)
    return (
        f"WITH RECURSIVE copies(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copies"
        f" WHERE n < {COPIES}) INSERT INTO {table} ({', '.join(columns)})"
        f" SELECT {chosen} FROM {table}, copies"
    )


@contextmanager
def proclaimed(day: date) -> Iterator[None]:
    """Illinois has one more holiday, as a new release of the calendars would bring it."""
    illinois = load_calendar("us-il")
    closed = {**illinois.closed, str(day): "Day of mourning"}
    changed = structs.replace(illinois, closed=closed)
    names = {"us-il": changed}
    for module in (editions, timeline):
        module.load_calendar = lambda name: names.get(name) or load_calendar(name)
    law_changes.edition = lambda: f"with {day}"
    yield


def peak_mb() -> float:
    """The most memory that this process ever held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def bare(count: int) -> float:
    """The floor: the same deadlines taken out and put back, nothing looked at; in seconds."""
    rows = list(Deadline.objects.filter(request__jurisdiction_code="us-il")[:count])
    began = perf_counter()
    for start in range(0, len(rows), law_changes.STEP):
        part = rows[start : start + law_changes.STEP]
        with transaction.atomic():
            Deadline.objects.filter(pk__in=[row.pk for row in part]).delete()
            Deadline.objects.bulk_create(part)
    return perf_counter() - began


def main() -> None:
    """Print one line per figure."""
    began = perf_counter()
    total = prepare()
    print(f"  {total:,} open requests made in {perf_counter() - began:.0f} s", flush=True)
    law_changes.note_edition(now=NOW)
    LawChange.objects.update(finished_at=NOW)
    began = perf_counter()
    law_changes.run(now=NOW)
    print(f"  nothing changed: {(perf_counter() - began) * 1000:.1f} ms to see it")
    with proclaimed(HOLIDAY):
        [change] = law_changes.note_edition(now=NOW)
        began = perf_counter()
        touched = law_changes.touched(change).count()
        found = perf_counter() - began
        began = perf_counter()
        done = sum(law_changes.apply(now=NOW))
        took = perf_counter() - began
    moved = DatesMoved.objects.count()
    assert done == touched, (done, touched)
    floor = bare(done)
    print(f"  touched: {touched:,} of {total:,}, found in {found * 1000:.0f} ms; moved {moved:,}")
    print(
        f"  refolded: {done / took:,.0f}/s, {took / floor:.1f} x the bare rewriting of their dates"
    )
    print(f"  memory at its peak: {peak_mb():.0f} MB (aim: under 300)")


if __name__ == "__main__":
    main()
