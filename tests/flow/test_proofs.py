"""What proves that a letter was filed by hand is kept byte for byte, with the letter."""

from collections.abc import Callable
from datetime import datetime

import pytest

from foia.flow import compose
from foia.flow.compose import ComposeError, Proof, proofs
from foia.gateways import blobs
from foia.models import CustodyEntry, Message, User
from tests.conftest import approve

PDF = b"%PDF-1.7\nreceipt"
SIGNS = {
    "application/pdf": PDF,
    "image/jpeg": b"\xff\xd8\xff\xe0photo",
    "image/png": b"\x89PNG\r\n\x1a\nshot",
    "image/webp": b"RIFF\x10\x00\x00\x00WEBPVP8 ",
    "image/heic": b"\x00\x00\x00\x18ftypheic....",
}


@pytest.fixture
def letter(draft_to: Callable[..., Message], citizen: User) -> Message:
    """An approved letter for a portal."""
    return approve(draft_to("c5-cdmx", technology="rtcc"), citizen)


def filed(letter: Message, by: User, now: datetime, proof: Proof | None = None) -> Message:
    compose.filed_by_hand(
        message=letter, at=now, agency_reference="RR 123 456 789 US", by=by, now=now, proof=proof
    )
    letter.refresh_from_db()
    return letter


def test_a_proof_is_kept_with_the_day_and_the_number(
    letter: Message, citizen: User, now: datetime
) -> None:
    filed(letter, citizen, now, Proof("acuse.pdf", PDF))
    kept = letter.attachments.get(role="proof")
    assert (kept.name, kept.content_type, kept.position) == ("acuse.pdf", "application/pdf", 2)
    assert blobs.read(kept.blob_id) == PDF
    assert CustodyEntry.objects.filter(act="stored", digest=kept.blob_id).count() == 1
    assert letter.the_request.agency_references.get().text == "RR 123 456 789 US"
    assert set(letter.attachments.values_list("role", flat=True)) == {"rendering", "proof"}


@pytest.mark.parametrize("kind", SIGNS)
def test_what_a_file_is_its_bytes_say(kind: str) -> None:
    assert compose.kind_of(Proof("x.exe", SIGNS[kind])) == kind


@pytest.mark.parametrize("content", [b"", b"MZ\x90", b"<html>", b"%PD", b"RIFF....AVI "])
def test_what_is_no_proof_is_refused_and_the_day_is_not_recorded(
    letter: Message, citizen: User, now: datetime, content: bytes
) -> None:
    with pytest.raises(ComposeError, match="is no PDF and no picture"):
        filed(letter, citizen, now, Proof("a.pdf", content))
    letter.refresh_from_db()
    assert letter.at is None


def test_one_larger_than_a_mail_takes_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proofs, "MOST_BYTES", 10)
    with pytest.raises(ComposeError, match="larger than 25 MB"):
        compose.kind_of(Proof("a.pdf", PDF))


def test_a_proof_can_come_later_and_the_same_one_is_kept_once(
    letter: Message, citizen: User, now: datetime
) -> None:
    with pytest.raises(ComposeError, match="record the day first"):
        compose.prove(message=letter, proof=Proof("a.pdf", PDF), now=now)
    filed(letter, citizen, now)
    for name in ("a.pdf", "again.pdf"):
        compose.prove(message=letter, proof=Proof(name, PDF), now=now)
    compose.prove(message=letter, proof=Proof("b.jpg", SIGNS["image/jpeg"]), now=now)
    found = letter.attachments.filter(role="proof").order_by("position")
    assert [file.name for file in found] == ["a.pdf", "b.jpg"]


@pytest.mark.parametrize(
    ("given", "kept"),
    [("C:\\scans\\a.pdf", "a.pdf"), ("../../a\n.pdf", "a .pdf"), ("", "proof.pdf")],
)
def test_a_files_name_is_only_a_name(
    letter: Message, citizen: User, now: datetime, given: str, kept: str
) -> None:
    filed(letter, citizen, now, Proof(given, PDF))
    assert letter.attachments.get(role="proof").name == kept
