"""One campaign prepared on the database of the environment; prints time, statements and memory."""

import os
import resource
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "foia.settings")

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, models, transaction  # noqa: E402

from foia.flow import campaigns  # noqa: E402
from foia.models import (  # noqa: E402
    Agency,
    Contact,
    Membership,
    Message,
    RecordsRequest,
    Team,
    User,
    Wave,
    WaveBody,
)
from foia.models.many import insert_like  # noqa: E402

NOW = datetime(2026, 11, 16, 15, tzinfo=UTC)
BODIES = int(os.environ.get("BODIES", "50000"))
CODES = ("us-il", "us-ca", "us-ny", "us-tx", "gb", "gb-sct", "mx", "de", "pl", "it", "nl", "us")
CHUNK = 500
#: Statements for one body, as counted of two other platforms.
OTHERS = (102, 35)


def main() -> None:
    """Print one line per figure, each beside its bound."""
    wave = planned()
    looked = forecast(wave)
    statements, ours = counted(lambda: prepared(wave))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    letters = wave.messages.count()
    held = WaveBody.objects.exclude(trouble="").count()
    print(f"  {letters:,} letters in {ours}: {letters / ours.wall:,.0f}/s, {held} held back")
    bare = bare_inserts()
    print(
        f"  bare inserts of the same rows: {bare}; ratio {ours.wall / bare.wall:.2f} (at most 3),"
        f" of this process's CPU alone {ours.cpu / bare.cpu:.2f}"
    )
    print(f"  {statements} statements: one per {letters / statements:.0f} agencies (at least 20)")
    for each in OTHERS:
        print(f"    another platform: {each} each, {each * letters / statements:,.0f} x as many")
    print(f"  peak memory {peak:.0f} MB (at most 400)")
    print(f"  forecast before it: {looked}", flush=True)


@dataclass
class Spent:
    """Seconds on the clock, and of this process's CPU."""

    wall: float = 0.0
    cpu: float = 0.0

    def __str__(self) -> str:
        return f"{self.wall:.1f} s (CPU {self.cpu:.1f} s)"

    def __enter__(self) -> "Spent":
        self.wall -= perf_counter()
        self.cpu -= process_time()
        return self

    def __exit__(self, *_: object) -> None:
        self.wall += perf_counter()
        self.cpu += process_time()


def planned() -> Wave:
    """Make the bodies, the campaign and its wave."""
    call_command("setup", stdout=open(os.devnull, "w"))  # noqa: SIM115
    person = User.objects.create_user("bench@openshutter.example", "bench-pass-word")
    team = Team.objects.create(name="Bench", created_at=NOW)
    Membership.objects.create(team=team, user=person, role=Membership.Role.OWNER)
    with transaction.atomic():
        make_bodies(team)
    campaign = campaigns.start(
        team=team,
        requester=person,
        name="Bench",
        technology="frt_search",
        ask=[{"category": id, "texts": {}} for id in ("usage_policy", "contract", "accuracy")],
        own={"en": {"opening": "We ask $agency, as we ask others.", "signature": "Coalition"}},
        signed_name="Bea Bench",
        signed_address="1 Example Street, Chicago",
        now=NOW,
    )
    campaigns.add_bodies(campaign=campaign, agencies=Agency.objects.filter(team=team))
    wave = campaigns.new_wave(campaign=campaign, by=person, now=NOW, per_minute=600)
    return wave


def make_bodies(team: Team) -> None:
    """Make so many bodies of several laws, each with its own mail domain."""
    insert_like(
        Agency(place="Somewhere", team=team),
        ("uuid", "slug", "name", "jurisdiction_code", "records_office"),
        (
            (
                Agency._meta.get_field("uuid").get_default(),
                f"bench-{n}",
                f"Police Department of the {'Greater ' * (n % 3)}Municipality No. {n}",
                CODES[n % len(CODES)],
                "Records Office" if n % 2 else "",
            )
            for n in range(BODIES)
        ),
    )
    keys = Agency.objects.filter(team=team).order_by("pk").values_list("pk", flat=True)
    insert_like(
        Contact(channel="email"),
        ("agency_id", "address"),
        ((pk, f"records@town{pk}.example") for pk in list(keys)),
    )


def forecast(wave: Wave) -> str:
    """Say what the forecast of all bodies costs, before any letter is written."""
    Wave.objects.filter(pk=wave.pk).update(state=Wave.State.PLANNED)
    statements, spent = counted(lambda: campaigns.forecast(campaign=wave.campaign, now=NOW), 0)
    Wave.objects.filter(pk=wave.pk).update(state=Wave.State.PREPARING)
    return f"{statements} statements, {spent}"


def prepared(wave: Wave) -> None:
    """Let the room work until the wave is ready."""
    while Wave.objects.get(pk=wave.pk).state == Wave.State.PREPARING:
        campaigns.run(now=NOW)


def counted(act: Callable[[], object], copies: int = 2 * BODIES // CHUNK) -> tuple[int, Spent]:
    """Return the statements and the time of an act; COPY, which passes no wrapper, is added."""
    statements = 0

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal statements
        statements += 1
        return execute(sql, params, many, context)

    with Spent() as spent, connection.execute_wrapper(count):
        act()
    return statements + (copies if connection.vendor == "postgresql" else 0), spent


def bare_inserts() -> Spent:
    """Return how long the database takes for the same rows alone, in as many transactions."""
    spent = Spent()
    kept = [(table, *rows_of(table)) for table in (RecordsRequest, Message)]
    for table, _, _ in reversed(kept):
        table.objects.all()._raw_delete(connection.alias)
    for table, columns, rows in kept:
        for start in range(0, len(rows), CHUNK):
            insert(table, columns, rows[start : start + CHUNK], spent)
    return spent


def rows_of(table: type[models.Model]) -> tuple[list[str], list[Any]]:
    """Return a table's columns and rows as the database has them."""
    written = (field for field in table._meta.concrete_fields if not field.generated)
    columns = [str(field.column) for field in written]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(columns)} FROM {table._meta.db_table} ORDER BY id")
        return columns, [tuple(map(adapted, row)) for row in cursor.fetchall()]


def adapted(value: Any) -> Any:
    """Return a value as it is written: JSON comes back from Postgres as objects."""
    if isinstance(value, (list, dict)) and connection.vendor == "postgresql":
        return connection.ops.adapt_json_value(value, None)
    return value


def insert(
    table: type[models.Model], columns: list[str], rows: Sequence[Any], spent: Spent
) -> None:
    """Insert rows in one transaction, by the fastest way the database has."""
    named, name = ", ".join(columns), table._meta.db_table
    with spent, transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {name} ({named}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            blanks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {name} ({named}) VALUES ({blanks})", rows)


if __name__ == "__main__":
    main()
