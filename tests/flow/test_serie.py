"""Refusals of one object by several French bodies become one referral, and each its own clock."""

import io
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import docx
import pypdfium2
import pytest
from django.core.management import CommandError, call_command
from django.db.models import QuerySet
from django.utils import timezone

from foia import docket
from foia.flow import archive, serie
from foia.letters.compose import default_ask
from foia.letters.serie import LEAST, SerieError
from foia.models import DocketEntry, RecordsRequest, User
from tests.towns import ask_town

PARIS = ZoneInfo("Europe/Paris")
SENT = datetime(2026, 9, 1, 10, tzinfo=PARIS)
NOW = datetime(2026, 10, 20, 10, tzinfo=PARIS)
Ask = Callable[..., RecordsRequest]


def of(person: User) -> QuerySet[RecordsRequest]:
    """The requests of this person."""
    return RecordsRequest.objects.of(person.pk)


@pytest.fixture
def ask(citizen: User) -> Ask:
    """A function that sends the same request to one more French town."""

    def send(number: int, sent_at: datetime = SENT, **fields: Any) -> RecordsRequest:
        return ask_town(citizen, number, sent_at, **fields)

    return send


@pytest.fixture
def five(ask: Ask) -> list[RecordsRequest]:
    """Five towns asked for the same; the month has passed in silence, but for one refusal."""
    requests = [ask(number) for number in range(LEAST)]
    refuse(requests[3], datetime(2026, 9, 20, 9, tzinfo=PARIS))
    return requests


def refuse(request: RecordsRequest, at: datetime, **details: Any) -> None:
    docket.record(request=request, kind="denied", at=at, now=at, details=details)


def refusal(citizen: User, now: datetime = NOW, **options: Any) -> str:
    """Return the sentence with which a series is refused."""
    with pytest.raises(SerieError) as refused:
        serie.gather(among=of(citizen), now=now, **options)
    return str(refused.value)


def test_five_refusals_become_one_folder_that_verifies(
    five: list[RecordsRequest], citizen: User, tmp_path: Path
) -> None:
    gathered = serie.gather(among=of(citizen), now=NOW)
    missing = serie.write(
        gathered=gathered, commission=["1 rue X", "75000 Y"], folder=tmp_path / "bag", now=NOW
    )
    assert list(archive.verify_folder(tmp_path / "bag")) == []
    data = tmp_path / "bag/data"
    assert {path.name for path in data.iterdir()} == {
        *("0-notes.txt", "1-saisine", "2-administrations.xlsx", "2-administrations.csv"),
        *("3-pieces", "4-informations", "4-informations.pdf"),
    }
    assert len(list((data / "4-informations").glob("*.pdf"))) == LEAST
    assert len(list((data / "3-pieces").glob("*/1-sent/*-letter.pdf"))) == LEAST
    assert missing == (
        f"{five[3].reference}: no copy is on file of what the docket calls 'denied' on 2026-09-20;"
        f" enclose your own (04-{five[3].reference}).",
    )
    said = " ".join((data / "1-saisine/saisine.txt").read_text().split())
    assert "série de 5 demandes" in said
    assert "Ville n° 3, saisie le 1er septembre 2026, refus exprès du 20 septembre 2026" in said


def test_the_table_tells_each_body_its_address_its_day_and_how_the_refusal_was_counted(
    five: list[RecordsRequest], citizen: User, tmp_path: Path
) -> None:
    gathered = serie.gather(among=of(citizen), now=NOW)
    serie.write(gathered=gathered, commission=[], folder=tmp_path / "bag", now=NOW)
    data = tmp_path / "bag/data"
    lines = (
        (data / "2-administrations.csv").read_text("utf-8-sig").replace("\xa0", " ").splitlines()
    )
    assert len(lines) == 1 + LEAST
    assert lines[1] == (
        "1;Ville n° 0;prada@ville0.example;01/09/2026;01/10/2026;Refus implicite : un mois après"
        " l'envoi le 01/09/2026, faute d'accusé de réception (CRPA, art. R311-13);"
        f"{five[0].reference}"
    )
    assert lines[4].startswith("4;Ville n° 3;prada@ville3.example;01/09/2026;20/09/2026;Refus expr")
    table = docx.Document(str(data / "1-saisine/saisine.docx")).tables[0]
    assert len(table.rows) == 1 + LEAST
    assert table.rows[1].cells[1].text == "Ville n° 0\nprada@ville0.example"
    pdf = pypdfium2.PdfDocument(io.BytesIO((data / "1-saisine/saisine.pdf").read_bytes()))
    shown = " ".join(page.get_textpage().get_text_range() for page in pdf)
    assert all(request.reference[3:] in shown for request in five)


def test_fewer_than_five_are_refused_by_name(ask: Ask, citizen: User) -> None:
    requests = [ask(number) for number in range(LEAST - 1)]
    said = refusal(citizen)
    assert "at least 5 requests" in said
    assert all(request.reference in said for request in requests)


def test_a_request_not_yet_refused_is_named_and_can_be_listed_or_left_out(
    five: list[RecordsRequest], ask: Ask, citizen: User
) -> None:
    late = ask(9, datetime(2026, 10, 1, 10, tzinfo=PARIS))
    said = refusal(citizen)
    assert f"{late.reference} (Ville n° 9) is not refused yet" in said
    assert "2026-11-02" in said or "2026-11-01" in said
    assert not any(request.reference in said for request in five)
    listed = serie.gather(among=of(citizen), now=NOW, with_waiting=True)
    assert len(listed.series.demands) == LEAST + 1
    assert "no appeal for them" in " ".join(listed.notes)
    without = serie.gather(among=of(citizen), now=NOW, leave_out=[late.reference])
    assert len(without.series.demands) == LEAST
    assert "wants all requests of a series named" in " ".join(without.notes)


def test_a_refusal_whose_notified_window_is_over_is_named(
    five: list[RecordsRequest], ask: Ask, citizen: User
) -> None:
    refuse(five[0], datetime(2026, 9, 10, 9, tzinfo=PARIS), remedies_notified=True)
    said = refusal(citizen, NOW + timedelta(days=30))
    assert f"{five[0].reference} (Ville n° 0) is out of the window" in said
    assert "2026-11-10" in said


def test_a_window_that_nobody_notified_does_not_bind_and_is_told(
    five: list[RecordsRequest], citizen: User
) -> None:
    gathered = serie.gather(among=of(citizen), now=NOW + timedelta(days=60))
    assert sum("two months ended on" in note for note in gathered.notes) == LEAST


def test_different_objects_are_told_apart(
    five: list[RecordsRequest], ask: Ask, citizen: User
) -> None:
    other = ask(9, technology="alpr", ask=default_ask("alpr", ["contract"], "fr"))
    assert len(serie.gather(among=of(citizen), now=NOW).requests) == LEAST
    named = [request.reference for request in five]
    said = refusal(citizen, references=[*named, other.reference])
    assert "one object" in said and other.reference in said


def test_two_requests_to_one_body_are_no_series(
    five: list[RecordsRequest], ask: Ask, citizen: User
) -> None:
    again = ask(2)
    said = refusal(citizen)
    assert "different bodies" in said
    assert again.reference in said and five[2].reference in said


def test_a_strange_reference_and_a_missing_address_are_refused(
    five: list[RecordsRequest], citizen: User, draft_to: Callable[..., Any]
) -> None:
    foreign = draft_to("chicago-police-department").the_request
    assert foreign.reference in refusal(citizen, references=[foreign.reference])
    assert "OS-NOBODY" in refusal(citizen, leave_out=["OS-NOBODY"])
    RecordsRequest.objects.update(signed_address="")
    assert "postal address" in refusal(citizen)
    assert serie.gather(among=of(citizen), now=NOW, address="1 rue X").series.requester


def test_a_referral_starts_a_new_clock_for_each_request_and_once_only(
    five: list[RecordsRequest], citizen: User
) -> None:
    named = [request.reference for request in five]
    for is_new in (True, False):
        done = serie.referred(references=named, on=date(2026, 10, 20), now=NOW)
        assert [new for _, _, new in done] == [is_new] * LEAST
        ends = {
            due.due_on
            for _, timeline, _ in done
            for due in timeline.deadlines
            if due.term == "appeal_decision"
        }
        assert ends == {date(2026, 12, 20)}
    assert DocketEntry.objects.filter(kind="appealed", details__step="cada").count() == LEAST
    assert set(RecordsRequest.objects.values_list("stage", flat=True)) == {"on_appeal"}
    assert "no open request" in refusal(citizen)
    assert "referred to the CADA on 2026-10-20" in refusal(citizen, references=named)


def test_a_referral_of_another_day_or_before_the_refusal_records_nothing(
    five: list[RecordsRequest], citizen: User
) -> None:
    named = [request.reference for request in five]
    for references, on, said in (
        (named, date(2026, 10, 21), "yet to come"),
        (named, date(2026, 9, 25), "was not refused by 2026-09-25"),
        ([*named, "OS-NOBODY"], date(2026, 10, 20), "OS-NOBODY"),
    ):
        with pytest.raises(SerieError, match=said):
            serie.referred(references=references, on=on, now=NOW)
    assert not DocketEntry.objects.filter(kind="appealed").exists()
    serie.referred(references=named, on=date(2026, 10, 19), now=NOW)
    with pytest.raises(SerieError, match="on 2026-10-19 already"):
        serie.referred(references=named, on=date(2026, 10, 20), now=NOW)


def test_the_folder_is_whole_or_not_there(
    five: list[RecordsRequest], citizen: User, tmp_path: Path
) -> None:
    gathered = serie.gather(among=of(citizen), now=NOW)
    (tmp_path / "there").mkdir()
    with pytest.raises(SerieError, match="exists already"):
        serie.write(gathered=gathered, commission=[], folder=tmp_path / "there", now=NOW)
    (tmp_path / "file").write_text("")
    with pytest.raises(SerieError, match="could not be written"):
        serie.write(gathered=gathered, commission=[], folder=tmp_path / "file/bag", now=NOW)


def test_the_command_writes_records_and_says_what_is_missing(
    ask: Ask, citizen: User, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    requests = [ask(number) for number in range(LEAST)]
    late = ask(9, timezone.now() - timedelta(days=2))
    options = {"requester": citizen.email, "with_waiting": True}
    call_command("serie", out=tmp_path / "bag", **options)
    out, err = capsys.readouterr()
    assert late.reference not in out and requests[0].reference in out
    assert "Nothing was sent" in out.replace("\n", " ")
    assert "not reviewed" in err
    named = [request.reference for request in requests]
    call_command("serie", referred=named, on="2026-11-20")
    assert capsys.readouterr().out.count("recorded") == LEAST
    for options, said in (
        ({"requester": "nobody@example.org", "out": tmp_path / "x"}, "Nobody here"),
        ({"requester": citizen.email}, "--out FOLDER"),
        ({"referred": named, "on": "yesterday"}, "not a date"),
    ):
        with pytest.raises(CommandError, match=said):
            call_command("serie", **options)


def test_a_longer_series_is_gathered_with_the_same_statements(
    ask: Ask, citizen: User, django_assert_max_num_queries: Any
) -> None:
    for number in range(LEAST + 6):
        ask(number)
    with django_assert_max_num_queries(7):
        assert len(serie.gather(among=of(citizen), now=NOW).requests) == LEAST + 6
