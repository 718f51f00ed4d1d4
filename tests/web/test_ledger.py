"""The ledger on the screen: amounts as people type them, sums, receipts and files."""

import io
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from foia.models import LedgerEntry, RecordsRequest
from tests.web.conftest import Rows

TOLD = {"kind": "demanded", "amount": "12.50", "currency": "usd", "on": "2026-11-16"}


def enter(owner: Client, request: RecordsRequest, **more: object) -> bytes:
    address = reverse("request_ledger", args=[request.uuid])
    return owner.post(address, TOLD | more, follow=True).content


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("12,5", "12.5"), ("1.234,56", "1234.56"), ("1,234.56", "1234.56"), ("1 234,56", "1234.56"),
     ("1'000", "1000"), ("0.125", "0.125"), ("1234", "1234")],
)  # fmt: skip
def test_an_amount_is_taken_as_any_country_writes_it(
    typed: str, meant: str, sent: RecordsRequest, owner: Client
) -> None:
    enter(owner, sent, amount=typed)
    assert LedgerEntry.objects.get().amount == Decimal(meant)


@pytest.mark.parametrize("typed", ["1,200", "1.200", "-5", "five", "1e5", "", "12.3456", "..,"])
def test_what_is_no_amount_or_could_be_two_is_asked_again(
    typed: str, sent: RecordsRequest, owner: Client
) -> None:
    page = enter(owner, sent, amount=typed, words="Copies of the contract")
    assert not LedgerEntry.objects.exists()
    assert b"Copies of the contract" in page


def test_a_ledger_shows_sums_receipts_and_what_was_struck(
    sent: RecordsRequest, owner: Client
) -> None:
    receipt = SimpleUploadedFile("receipt.pdf", b"%PDF-1.4 paid", "application/pdf")
    enter(owner, sent, proof=receipt, kind="paid", is_received="on")
    assert sent.docket.filter(kind="fee_paid").exists()
    entry = LedgerEntry.objects.get()
    got = owner.get(reverse("ledger_proof", args=[entry.pk]))
    assert (got.content, got["Content-Disposition"]) == (
        b"%PDF-1.4 paid",
        'attachment; filename="receipt.pdf"',
    )
    assert b"$12.50" in owner.get(reverse("records_request", args=[sent.uuid])).content
    owner.post(reverse("ledger_strike", args=[entry.pk]), {"why": "Typed twice"})
    page = owner.get(reverse("request_ledger", args=[sent.uuid])).content
    assert b"Typed twice" in page


def test_an_executable_is_no_receipt(sent: RecordsRequest, owner: Client) -> None:
    enter(owner, sent, proof=SimpleUploadedFile("receipt.pdf", b"MZ\x90", "application/pdf"))
    assert not LedgerEntry.objects.exists()


def test_the_ledger_of_all_is_a_page_and_a_file_and_of_nobody_else(
    rows: Rows, owner: Client, stranger: Client
) -> None:
    enter(owner, rows.sent, words="=1+1")
    assert b"$12.50" in owner.get(reverse("ledger")).content
    assert b"$12.50" not in stranger.get(reverse("ledger")).content
    content = owner.get(reverse("ledger_table", args=["csv"])).content.decode()
    assert f"{rows.sent.reference},Chicago Police Department" in content
    assert ",'=1+1," in content
    book = owner.get(reverse("ledger_table", args=["xlsx"])).content
    assert load_workbook(io.BytesIO(book)).active["E2"].value == 12.5
    campaign = {"campaign": str(rows.campaign.uuid)}
    assert b"$12.50" not in owner.get(reverse("ledger"), campaign).content
