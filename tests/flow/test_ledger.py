"""The ledger: amounts are exact, never mixed across currencies, and struck, never changed."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from foia import docket
from foia.flow import desk
from foia.gateways import blobs
from foia.models import LedgerEntry, RecordsRequest, User


def amount(kind: str = "paid", much: str = "12.50", currency: str = "usd") -> desk.Amount:
    return desk.Amount(kind, Decimal(much), currency, date(2026, 11, 16), "Copies\n1")


def enter(request: RecordsRequest, by: User, now: datetime, *told: str) -> LedgerEntry:
    return desk.enter(request=request, told=amount(*told), by=by, now=now)


def test_sums_are_exact_and_by_currency_and_leave_out_what_was_struck(
    sent: RecordsRequest, citizen: User, now: datetime
) -> None:
    for _ in range(10):
        enter(sent, citizen, now, "paid", "0.10")
    enter(sent, citizen, now, "demanded", "100")
    enter(sent, citizen, now, "refunded", "0.25")
    enter(sent, citizen, now, "postage", "7.5", "EUR")
    wrong = enter(sent, citizen, now, "paid", "999")
    desk.strike(entry=wrong, why="Typed twice", by=citizen, now=now)
    found = desk.totals(sent.ledger.all())
    assert found["USD"]["spent"] == Decimal("0.75")
    assert found["USD"]["demanded"] == Decimal(100)
    assert found["EUR"]["spent"] == Decimal("7.5")
    assert set(found) == {"USD", "EUR"}


def test_what_was_struck_stays_with_who_and_why_and_is_not_struck_twice(
    sent: RecordsRequest, citizen: User, now: datetime
) -> None:
    entry = enter(sent, citizen, now)
    with pytest.raises(desk.DeskError, match="Say why"):
        desk.strike(entry=entry, why=" ", by=citizen, now=now)
    desk.strike(entry=entry, why="Wrong body", by=citizen, now=now)
    entry.refresh_from_db()
    assert (entry.struck_by, entry.struck_why, entry.amount) == (citizen, "Wrong body", 12.5)
    with pytest.raises(desk.DeskError, match="already"):
        desk.strike(entry=entry, why="Again", by=citizen, now=now)


def test_a_payment_the_body_got_is_history_and_striking_it_takes_that_back(
    sent: RecordsRequest, citizen: User, now: datetime
) -> None:
    later = now + timedelta(days=1)
    docket.record(request=sent, kind="fee_demanded", at=now, now=now)
    entry = desk.enter(request=sent, told=amount(), by=citizen, now=later, received_at=later)
    assert [e.kind for e in docket.standing(sent)][-1] == "fee_paid"
    desk.strike(entry=entry, why="It came back", by=citizen, now=later)
    assert "fee_paid" not in [e.kind for e in docket.standing(sent)]


def test_a_receipt_is_kept_byte_for_byte(
    sent: RecordsRequest, citizen: User, now: datetime
) -> None:
    proof = desk.Proof("../receipt.pdf", b"%PDF-1.4 paid", "application/pdf")
    entry = desk.enter(request=sent, told=amount(), by=citizen, now=now, proof=proof)
    assert blobs.read(entry.proof_id or "") == b"%PDF-1.4 paid"
    assert entry.words == "Copies 1"


@pytest.mark.parametrize(
    "told",
    [("paid", "-1"), ("stolen", "1"), ("paid", "1", "euro"), ("paid", "1", "€"), ("paid", "1e20")],
)
def test_what_is_no_amount_is_refused_in_a_sentence(
    told: tuple[str, ...], sent: RecordsRequest, citizen: User, now: datetime
) -> None:
    with pytest.raises(desk.DeskError):
        enter(sent, citizen, now, *told)
    with pytest.raises(desk.DeskError, match="Only a payment"):
        desk.enter(request=sent, told=amount("demanded"), by=citizen, now=now, received_at=now)
    assert not LedgerEntry.objects.exists()
