"""When the law on file changes, the dockets it touches are refolded, and their people told."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from foia import docket
from foia.flow import law_changes
from foia.models import (
    Agency,
    AgencyClosure,
    DatesMoved,
    Deadline,
    Delivery,
    LawChange,
    LawEdition,
    Message,
    RecordsRequest,
    User,
)
from jurisdictions import DomainError, Pack, calendars, editions, load_pack

pytestmark = pytest.mark.django_db
FORMS = ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")
DAY_OF_MOURNING = date(2026, 11, 19)


@pytest.fixture
def two(draft_to: Callable[..., Message], now: datetime) -> list[RecordsRequest]:
    """A request to Chicago and one to Marseille, both under way."""
    found = []
    for slug in ("chicago-police-department", "ville-de-marseille"):
        request = draft_to(slug).request
        assert request is not None
        docket.record(request=request, kind="sent", at=now, details={"channel": "email"}, now=now)
        found.append(request)
    return found


@pytest.fixture
def proclaim(monkeypatch: pytest.MonkeyPatch) -> Callable[[date], None]:
    """A function that makes a day a holiday in Illinois, as a new release of the data would."""
    real = calendars.load_calendar

    def proclaimed(day: date) -> None:
        illinois = real("us-il")
        closed = {**illinois.closed, str(day): "Day of mourning"}
        changed = calendars.structs.replace(illinois, closed=closed)
        for module in ("jurisdictions.editions", "jurisdictions.timeline"):
            monkeypatch.setattr(
                f"{module}.load_calendar", lambda name: changed if name == "us-il" else real(name)
            )
        monkeypatch.setattr(law_changes, "edition", lambda: f"with {day}")

    return proclaimed


def due(request: RecordsRequest) -> date:
    return request.deadlines.get(term="response").due_on


def received_under(code: str, draft_to: Callable[..., Message], now: datetime) -> RecordsRequest:
    """A request to a body that follows the law of that place, received now."""
    request = draft_to("chicago-police-department").request
    assert request is not None
    Agency.objects.filter(pk=request.agency_id).update(jurisdiction_code=code)
    RecordsRequest.objects.filter(pk=request.pk).update(jurisdiction_code=code)
    request = RecordsRequest.objects.get(pk=request.pk)
    docket.record(request=request, kind="received", at=now, now=now)
    return request


def test_the_first_edition_is_kept_and_moves_nothing(two: Any, now: datetime) -> None:
    law_changes.run(now=now)
    law_changes.run(now=now)
    assert LawEdition.objects.get().digest == editions.edition()
    assert not DatesMoved.objects.exists()
    assert not LawChange.objects.filter(finished_at=None).exists()


def test_what_was_folded_before_editions_were_kept_is_looked_at_once(
    two: Any, now: datetime
) -> None:
    RecordsRequest.objects.update(law_on=None, clocks_from=None, clocks_to=None)
    law_changes.run(now=now)
    assert not RecordsRequest.objects.filter(clocks_from=None).exists()


def test_a_holiday_proclaimed_late_moves_the_date_and_the_requester_is_told(
    two: list[RecordsRequest], proclaim: Callable[[date], None], now: datetime
) -> None:
    law_changes.run(now=now)
    chicago, marseille = two
    assert due(chicago) == date(2026, 11, 23)
    before = due(marseille)
    proclaim(DAY_OF_MOURNING)
    law_changes.run(now=now)
    assert due(chicago) == date(2026, 11, 24)
    assert due(marseille) == before
    moved = DatesMoved.objects.get()
    assert moved.request == chicago
    assert [(d["term"], d["was_on"], d["is_on"]) for d in moved.dates] == [
        ("response", "2026-11-23", "2026-11-24")
    ]
    assert moved.notice is not None
    assert "Thursday 2026-11-19 is closed (Day of mourning)" in " ".join(
        moved.notice.body_text.split()
    )
    assert "5 ILCS 140/3(d)" in moved.notice.body_text
    assert Delivery.objects.filter(message=moved.notice).count() == 1


def test_only_requests_whose_days_contain_it_are_refolded(
    two: list[RecordsRequest], proclaim: Callable[[date], None], now: datetime
) -> None:
    law_changes.run(now=now)
    proclaim(date(2027, 6, 1))
    law_changes.run(now=now)
    change = LawChange.objects.order_by("pk").last()
    assert change is not None
    assert (change.refolded, change.moved, change.finished_at) == (0, 0, now)


def test_doing_it_again_tells_nobody_twice(
    two: list[RecordsRequest], proclaim: Callable[[date], None], now: datetime
) -> None:
    law_changes.run(now=now)
    proclaim(DAY_OF_MOURNING)
    law_changes.run(now=now)
    LawChange.objects.update(finished_at=None, cursor=0)
    law_changes.run(now=now)
    assert DatesMoved.objects.count() == 1


def test_a_change_that_was_cut_off_goes_on_where_it_stopped(
    two: list[RecordsRequest],
    proclaim: Callable[[date], None],
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    law_changes.run(now=now)
    proclaim(DAY_OF_MOURNING)

    def cut(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(law_changes.notices, "write", cut)
        with pytest.raises(KeyboardInterrupt):
            law_changes.run(now=now)
    assert not DatesMoved.objects.exists()
    assert due(two[0]) == date(2026, 11, 23)
    law_changes.run(now=now)
    assert due(two[0]) == date(2026, 11, 24)
    assert DatesMoved.objects.count() == 1


def test_nothing_is_mailed_where_asking_is_dangerous(
    draft_to: Callable[..., Message], now: datetime
) -> None:
    request = received_under("ru", draft_to, now)
    Deadline.objects.filter(request=request).update(due_on=date(2026, 12, 31))
    law_changes.run(now=now)
    assert DatesMoved.objects.get().notice is None


def test_closed_days_of_one_body_move_its_requests_where_the_law_lets_them(
    draft_to: Callable[..., Message], now: datetime
) -> None:
    request = received_under("us-wa", draft_to, now)
    agency = request.agency
    law_changes.run(now=now)
    was = due(request)
    AgencyClosure.objects.create(
        agency=agency, first_on=was, last_on=was, reason="Flood in the archive"
    )
    law_changes.of_body(agency=agency, why="Flood in the archive", spans=[(was, was)], now=now)
    law_changes.run(now=now)
    assert due(request) > was
    assert "Flood in the archive" in DatesMoved.objects.get().change.why[0]


def test_the_operator_enters_closed_days_and_sees_what_moved(
    draft_to: Callable[..., Message], now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    request = received_under("us-wa", draft_to, now)
    call_command("refold")
    was = due(request)
    closed = ("--closed", request.agency.slug, str(was), "Flood")
    with pytest.raises(CommandError, match="--dry-run writes nothing"):
        call_command("refold", "--dry-run", *closed)
    call_command("refold", *closed)
    assert "is closed" in (said := capsys.readouterr().out)
    assert "1 requests counted anew; the dates of 1 moved." in said
    assert due(request) > was
    call_command("refold", *closed)
    assert AgencyClosure.objects.count() == 1
    assert capsys.readouterr().out.endswith("0 requests counted anew; the dates of 0 moved.\n")


@pytest.mark.parametrize(
    ("slug", "days", "said"),
    [
        ("nobody", "2026-12-24", "There is no agency 'nobody'"),
        ("chicago-police-department", "Christmas", "The closed days are 'Christmas'"),
        ("chicago-police-department", "2026-12-24..2026-12-01", "end before they begin"),
    ],
)
def test_closed_days_that_cannot_be_are_refused_in_a_sentence(
    draft: Message, slug: str, days: str, said: str
) -> None:
    with pytest.raises(CommandError, match=said):
        call_command("refold", "--closed", slug, days, "Holiday")
    assert not AgencyClosure.objects.exists()


def test_the_back_door_recounts_when_closed_days_or_a_calendar_change(
    draft: Message, client: Client, now: datetime
) -> None:
    operator = User.objects.create_superuser("op@openshutter.example", password="x")
    client.force_login(operator)
    request = draft.request
    assert request is not None
    agency = request.agency
    inline = {f"{name}-{part}": 0 for name in ("contacts", "closures") for part in FORMS}
    fields = {"slug": agency.slug, "name": agency.name, "place": agency.place}
    fields |= {"jurisdiction_code": "us-il", "closures-TOTAL_FORMS": 1, "uuid": agency.uuid}
    closure = {"first_on": "2026-12-01", "last_on": "2026-12-02", "reason": "Inventory"}
    fields |= {f"closures-0-{name}": value for name, value in closure.items()}
    answer = client.post(f"/admin/foia/agency/{agency.pk}/change/", inline | fields)
    assert answer.status_code == 302, answer.content.decode()
    change = LawChange.objects.get(agency=agency)
    assert change.spans == [["2026-12-01", "2026-12-02"]]
    answer = client.post(
        f"/admin/foia/agency/{agency.pk}/change/", inline | fields | {"calendar": "fr"}
    )
    assert "follows no calendar &#x27;fr&#x27;" in answer.content.decode()


def test_a_request_whose_law_refuses_it_keeps_its_dates_and_stops_nobody(
    two: list[RecordsRequest], proclaim: Callable[[date], None], now: datetime
) -> None:
    law_changes.run(now=now)
    RecordsRequest.objects.filter(pk=two[0].pk).update(variants=["no such variant"])
    with pytest.raises(DomainError):
        docket.timeline_of(request=RecordsRequest.objects.get(pk=two[0].pk), now=now)
    was = due(two[0])
    proclaim(DAY_OF_MOURNING)
    law_changes.run(now=now)
    assert due(two[0]) == was
    assert not LawChange.objects.filter(finished_at=None).exists()


def test_a_step_takes_as_many_statements_for_twenty_requests_as_for_two(
    two: list[RecordsRequest], now: datetime
) -> None:
    counts = []
    for copies in (0, 18):
        for number in range(copies):
            _copy(two[0], number, now)
        waiting = RecordsRequest.objects.all()
        with CaptureQueriesContext(connection) as queries:
            docket.refold_all(requests=waiting, now=now + timedelta(days=30))
        counts.append(len(queries))
        Deadline.objects.update(state="stale")
    assert counts[1] <= counts[0] + 2, counts


def _copy(request: RecordsRequest, number: int, now: datetime) -> None:
    twin = RecordsRequest.objects.get(pk=request.pk)
    twin.pk, twin.reference, twin.reply_token = None, f"OS-T{number}", f"token-{number}"
    twin.uuid = uuid4()
    twin.save()
    docket.record(request=twin, kind="sent", at=now, details={"channel": "email"}, now=now)


def test_looking_for_a_new_edition_costs_few_statements(two: Any, now: datetime) -> None:
    law_changes.run(now=now)
    with CaptureQueriesContext(connection) as queries:
        law_changes.run(now=now)
    assert len(queries) == 2


@pytest.fixture
def another_process() -> Callable[[], None]:
    """A function after whose call this process knows as little as one that was just started."""
    law_changes._noted.clear()
    return law_changes._noted.clear


def test_a_worker_of_an_older_release_neither_counts_nor_brings_its_law_back(
    two: list[RecordsRequest], proclaim: Callable[[date], None], now: datetime,
    monkeypatch: pytest.MonkeyPatch, another_process: Callable[[], None],
) -> None:  # fmt: skip
    law_changes.run(now=now)
    with monkeypatch.context():
        proclaim(DAY_OF_MOURNING)
        law_changes.note_edition(now=now)
    monkeypatch.undo()
    law_changes.run(now=now)
    assert LawEdition.objects.count() == 2
    assert LawChange.objects.filter(finished_at=None).exists()
    assert not DatesMoved.objects.exists()
    proclaim(DAY_OF_MOURNING)
    law_changes.run(now=now)
    assert due(two[0]) == date(2026, 11, 24)
    assert DatesMoved.objects.count() == 1


def test_a_release_that_is_taken_back_moves_the_dates_back(
    two: list[RecordsRequest], proclaim: Callable[[date], None], now: datetime,
    monkeypatch: pytest.MonkeyPatch, another_process: Callable[[], None],
) -> None:  # fmt: skip
    law_changes.run(now=now)
    proclaim(DAY_OF_MOURNING)
    law_changes.run(now=now)
    monkeypatch.undo()
    another_process()
    law_changes.run(now=now)
    assert due(two[0]) == date(2026, 11, 23)
    assert DatesMoved.objects.count() == 2


def test_a_pack_that_cannot_be_read_holds_up_nobody_and_is_seen_when_it_is_mended(
    two: list[RecordsRequest], proclaim: Callable[[date], None], now: datetime,
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    law_changes.run(now=now)
    before = LawEdition.objects.get().kept["packs"]["fr"]
    real = load_pack

    def broken(code: str) -> Pack:
        if code == "fr":
            raise DomainError("fr.toml is not valid TOML.")
        return real(code)

    for module in ("jurisdictions.editions", "foia.notices.risky", "foia.docket.projections"):
        monkeypatch.setattr(f"{module}.load_pack", broken)
    proclaim(DAY_OF_MOURNING)
    law_changes.run(now=now)
    assert "under fr keep their dates: fr.toml is not valid TOML." in caplog.text
    assert due(two[0]) == date(2026, 11, 24)
    assert DatesMoved.objects.count() == 1
    assert LawEdition.objects.get(number=2).kept["packs"]["fr"] == before


def test_a_request_that_ended_meanwhile_is_left_alone_and_a_cursor_never_goes_back(
    two: list[RecordsRequest], proclaim: Callable[[date], None], now: datetime
) -> None:
    law_changes.run(now=now)
    proclaim(DAY_OF_MOURNING)
    [change] = law_changes.note_edition(now=now)
    docket.record(request=two[0], kind="withdrawn", at=now, now=now)
    LawChange.objects.filter(pk=change.pk).update(cursor=10**6)
    assert law_changes._step(change.pk, [two[0].pk], now) == 0
    change.refresh_from_db()
    assert (change.cursor, change.refolded, change.moved) == (10**6, 0, 0)
    assert not Message.objects.filter(step="dates_moved").exists()


def test_a_dry_run_writes_nothing(
    two: list[RecordsRequest], proclaim: Callable[[date], None],
    capsys: pytest.CaptureFixture[str], now: datetime,
) -> None:  # fmt: skip
    law_changes.run(now=now)
    proclaim(DAY_OF_MOURNING)
    call_command("refold", "--dry-run")
    assert "is closed (Day of mourning) (us-il).  (1 to count anew)" in capsys.readouterr().out
    assert LawEdition.objects.count() == LawChange.objects.count() == 1
    assert due(two[0]) == date(2026, 11, 23)


def test_mail_that_comes_before_the_change_does_takes_nobody_the_notice(
    two: list[RecordsRequest], proclaim: Callable[[date], None], now: datetime
) -> None:
    law_changes.run(now=now)
    proclaim(DAY_OF_MOURNING)
    [change] = law_changes.note_edition(now=now)
    docket.record(request=two[0], kind="acknowledged", at=now, now=now)
    docket.record(request=two[0], kind="extended", at=now, details={"days": 5}, now=now)
    docket.refold(request=two[0], now=now)
    assert DatesMoved.objects.get().notice is None
    law_changes.run(now=now)
    [told] = DatesMoved.objects.all()
    assert [(d["was_on"], d["is_on"]) for d in told.dates] == [("2026-11-23", "2026-11-24")]
    assert told.notice is not None
    assert "2026-11-23 -> 2026-11-24" in " ".join(told.notice.body_text.split())
    change.refresh_from_db()
    assert (change.refolded, change.moved) == (1, 1)
    law_changes.run(now=now)
    assert Delivery.objects.filter(message__step="dates_moved").count() == 1
