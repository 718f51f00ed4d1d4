"""Large tables are compared and taken in by the room, which says how far it is."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from django.db import connection

from foia.flow import agencies
from foia.flow.agencies import running
from foia.models import Agency, AgencyImport, Blob, Contact, User
from worker.services import Services

Import = Callable[..., AgencyImport]
State = AgencyImport.State


def table(rows: int, email: str = "foia") -> str:
    """Return a table of so many bodies, of which the last is broken."""
    lines = [f"{n},Board {n} of Town {n},Illinois,{email}@t{n}.example" for n in range(rows - 1)]
    return "\n".join(["id,name,state,email", *lines, "x,Lost Board,Atlantis,a@b.example"]) + "\n"


@pytest.fixture
def large(uploaded: Import) -> AgencyImport:
    row = uploaded(table(1_500))
    assert agencies.is_large(row)
    return row


def test_a_small_table_is_no_work_of_the_room(uploaded: Import) -> None:
    assert not agencies.is_large(uploaded(table(900)))


def test_the_room_compares_then_takes_in_and_each_step_was_asked_for(
    large: AgencyImport, citizen: User, now: datetime
) -> None:
    assert agencies.run(now=now) == 0
    agencies.ask_to_compare(large, by=citizen, now=now)
    assert agencies.run(now=now) == 1
    large.refresh_from_db()
    assert (large.state, large.asked_by) == (State.COMPARED, citizen)
    assert (large.rows_done, large.rows_total) == (1_500, 1_500)
    found = agencies.kept(large.comparison)
    assert (found.counts["new"], found.unknown) == (1_499, (("Atlantis", 1),))
    assert found == agencies.comparison_of(agencies.plan(large))
    assert not Agency.objects.exists()
    agencies.ask_to_apply(large, by=citizen, now=now)
    assert agencies.run(now=now) == 1
    large.refresh_from_db()
    assert (large.state, large.counts["new"]) == (State.APPLIED, 1_499)
    assert Agency.objects.count() == Contact.objects.count() == 1_499
    assert agencies.run(now=now) == 0


def test_how_far_it_is_can_be_seen_while_the_rows_are_read(
    large: AgencyImport, citizen: User, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "SAY_EVERY", 0.0)
    agencies.ask_to_compare(large, by=citizen, now=now)
    seen: list[int] = []

    def look(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        done = execute(sql, params, many, context)
        if sql.startswith("UPDATE") and "rows_done" in sql:
            seen.append(AgencyImport.objects.get().rows_done)
        return done

    with connection.execute_wrapper(look):
        agencies.run(now=now)
    assert seen[0] < 600 < seen[-1] == 1_500
    assert seen == sorted(seen)


def on_postgres(test: str) -> None:
    """Run one of these tests in a process of its own, on a Postgres of its own."""
    with tempfile.TemporaryDirectory(prefix="agencies-") as folder:
        Path(folder).chmod(0o755)  # Postgres runs as a user of its own
        asked = ["-m", "pytest", f"{__file__}::{test}", "-p", "no:cacheprovider", "-p", "no:xdist"]
        with Services(Path(folder) / "services") as services:
            done = subprocess.run(
                [sys.executable, *asked, f"--basetemp={folder}/inner"],
                env=os.environ | services.environment,
                capture_output=True,
                text=True,
            )
    assert done.returncode == 0, done.stdout


@pytest.mark.services
def test_what_one_worker_has_no_other_takes_until_it_dies(
    large: AgencyImport, citizen: User, now: datetime
) -> None:
    if connection.vendor != "postgresql":  # SQLite has one worker
        on_postgres("test_what_one_worker_has_no_other_takes_until_it_dies")
        return
    agencies.ask_to_apply(large, by=citizen, now=now)
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [running.HELD, large.pk])
    assert agencies.run(now=now) == 0
    other.close()
    taken, last = 0, time.monotonic() + 10
    while not taken and time.monotonic() < last:  # the server notices in its own time
        taken = agencies.run(now=now)
    assert taken == 1
    assert Agency.objects.count() == 1_499


def test_a_worker_that_stops_while_it_writes_leaves_nothing_and_another_takes_all_in(
    large: AgencyImport, citizen: User, now: datetime
) -> None:
    agencies.ask_to_apply(large, by=citizen, now=now)

    def stop(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        if sql.startswith("UPDATE") and "applied_at" in sql:
            raise KeyboardInterrupt
        return execute(sql, params, many, context)

    with connection.execute_wrapper(stop), pytest.raises(KeyboardInterrupt):
        agencies.run(now=now)
    assert not Agency.objects.exists()
    assert agencies.run(now=now) == 1
    assert Agency.objects.count() == 1_499


def test_trouble_is_said_on_the_table_and_it_can_be_asked_for_again(
    uploaded: Import, citizen: User, now: datetime
) -> None:
    row = uploaded(table(1_500).replace("name", "wer", 1), jurisdiction="us-il")
    agencies.ask_to_compare(row, by=citizen, now=now)
    assert agencies.run(now=now) == 1
    row.refresh_from_db()
    assert row.state == State.FAILED
    assert "hold the names" in row.trouble
    agencies.read_as(row, columns={"name": ["wer"], "email": ["email"]})
    assert (row.state, row.trouble) == (State.UPLOADED, "")
    agencies.ask_to_compare(row, by=citizen, now=now)
    agencies.run(now=now)
    row.refresh_from_db()
    assert row.state == State.COMPARED


def test_a_mistake_of_ours_is_said_too_and_stops_nothing_else(
    large: AgencyImport, citizen: User, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "plan", lambda *_, **__: 1 / 0)
    agencies.ask_to_compare(large, by=citizen, now=now)
    assert agencies.run(now=now) == 1
    large.refresh_from_db()
    assert (large.state, large.trouble) == (State.FAILED, running.BROKE_OFF)


def test_what_is_read_in_another_way_meanwhile_is_not_shown_as_compared(
    large: AgencyImport, citizen: User, now: datetime
) -> None:
    agencies.ask_to_compare(large, by=citizen, now=now)

    def change(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        done = execute(sql, params, many, context)
        if "foia_recordsrequest" in sql or "merged_into_id" in sql:
            agencies.read_as(AgencyImport.objects.get(), jurisdiction="us-tx")
        return done

    with connection.execute_wrapper(change):
        agencies.run(now=now)
    large.refresh_from_db()
    assert (large.state, large.comparison) == (State.UPLOADED, {})


def test_a_table_that_is_being_taken_in_is_neither_read_anew_nor_discarded(
    large: AgencyImport, citizen: User, now: datetime
) -> None:
    agencies.ask_to_apply(large, by=citizen, now=now)
    large.refresh_from_db()
    for act in (agencies.read_as, agencies.discard):
        with pytest.raises(agencies.ImportTrouble, match="being taken in"):
            act(large)
    agencies.run(now=now)
    large.refresh_from_db()
    for again in (agencies.ask_to_compare, agencies.ask_to_apply):
        with pytest.raises(agencies.ImportTrouble, match="already"):
            again(large, by=citizen, now=now)


def test_a_table_uploaded_by_mistake_goes_and_its_bytes_stay(
    large: AgencyImport, citizen: User, now: datetime
) -> None:
    agencies.ask_to_compare(large, by=citizen, now=now)
    agencies.discard(large)
    assert not AgencyImport.objects.exists()
    assert Blob.objects.count() == 1
    assert agencies.run(now=now) == 0
