"""The room of texts: files are read once, page by page, and nothing that fails is lost."""

import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from foia import custody
from foia.flow import texts
from foia.flow.texts import reading
from foia.gateways import blobs, extract, scanner
from foia.gateways.extract import tesseract
from foia.models import (
    Attachment,
    Derivative,
    DocumentPage,
    DocumentText,
    Message,
    RecordsRequest,
)
from tests import documents
from tests.clamd import BAD, NAME, clamd

State, Why, Scan = DocumentText.State, DocumentText.Trouble, DocumentText.Scan
__all__ = ["clamd"]
Attach = Callable[..., DocumentText]


@pytest.fixture
def attach(sent: RecordsRequest, now: datetime) -> Attach:
    """A function that files an answer with one file, and has the room look at it."""

    def attach(content: bytes, content_type: str = "", *, language: str = "en") -> DocumentText:
        blob = custody.keep(content, subject="a file", now=now)
        RecordsRequest.objects.filter(pk=sent.pk).update(language=language)
        message = Message.objects.create(
            request=sent, direction="in", kind="mail", state="arrived", filing="filed",
            created_at=now, at=now, indexed_under=sent.pk,
        )  # fmt: skip
        Attachment.objects.create(
            message=message, position=0, blob=blob, name="file", content_type=content_type
        )
        return DocumentText(blob=blob)

    return attach


def looked_at(document: DocumentText) -> DocumentText:
    return DocumentText.objects.get(blob=document.blob_id)


def pages(document: DocumentText) -> list[str]:
    return list(looked_at(document).pages_of_text.values_list("text", flat=True))


def test_a_file_becomes_text_by_pages_and_the_original_stays(attach: Attach, now: datetime) -> None:
    content = documents.pdf(["No policy exists.", "Page two."])
    document = attach(content)
    texts.run(now=now)
    read = looked_at(document)
    assert (read.state, read.pages, read.pages_done, read.trouble) == (State.DONE, 2, 2, "")
    assert read.content_type == "application/pdf" and "pypdfium2" in read.maker
    assert pages(document) == ["No policy exists.", "Page two."]
    assert blobs.read(document.blob_id) == content
    made = Derivative.objects.get(original=document.blob_id, role="text")
    assert blobs.read(made.derived_id) == b"No policy exists.\fPage two."
    assert list(custody.breaks()) == []


def test_the_first_pages_are_pictured_and_more_on_demand(attach: Attach, now: datetime) -> None:
    document = attach(documents.long_pdf(20))
    texts.run(now=now)
    shown = Derivative.objects.filter(original=document.blob_id, role="picture")
    assert sorted(shown.values_list("page", flat=True)) == [1, 2, 3]
    texts.ask_for_pictures(looked_at(document))
    texts.run(now=now)
    assert shown.count() == 13  # alike, yet each page has its own line of descent
    texts.ask_for_pictures(looked_at(document))
    texts.run(now=now)
    assert shown.count() == 20
    with pytest.raises(texts.TextsError, match="no more pages"):
        texts.ask_for_pictures(looked_at(document))


def test_the_same_file_in_two_mails_is_read_once(attach: Attach, now: datetime) -> None:
    content = documents.pdf(["Once."])  # made twice, it may have two moments in it
    one, _two = (attach(content) for _ in range(2))
    texts.run(now=now)
    assert DocumentText.objects.count() == 1 + _of_our_letter()
    assert looked_at(one).attachments.count() == 2
    assert DocumentPage.objects.filter(text="Once.").count() == 1


def test_messages_whose_files_were_read_are_indexed_anew(attach: Attach, now: datetime) -> None:
    attach(documents.pdf(["Found later."]))
    message = Message.objects.get(direction="in")
    assert message not in Message.objects.to_index()
    texts.run(now=now)
    assert message in Message.objects.to_index()


def test_a_film_is_kept_and_called_what_it_is(attach: Attach, now: datetime) -> None:
    document = attach(b"\0\0\0\x18ftypmp42" + b"\0" * 100)
    texts.run(now=now)
    assert looked_at(document).state == State.UNREADABLE


@pytest.mark.parametrize(
    "content,trouble",
    [
        (b"%PDF-1.7 broken", Why.BROKEN),
        (documents.locked_pdf(), Why.LOCKED),
        (documents.word_that_unpacks_to(150 * 1024 * 1024), Why.TOO_LARGE),
    ],
    ids=["broken", "locked", "bomb"],
)
def test_a_hostile_file_is_given_up_and_the_next_is_read(
    attach: Attach, now: datetime, content: bytes, trouble: str
) -> None:
    hostile, good = attach(content), attach(documents.pdf(["Good."]))
    for _ in range(3):
        texts.run(now=now)
    read = looked_at(hostile)
    assert (read.state, read.trouble) == (State.FAILED, trouble)
    assert pages(good) == ["Good."]
    assert texts.run(now=now) == 0  # nobody tries it for ever


def test_more_pages_than_are_read_are_said_to_be_left_out(
    attach: Attach, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extract, "MOST_PAGES", 30)
    monkeypatch.setattr(extract.reading, "MOST_PAGES", 30)
    document = attach(documents.long_pdf(40))
    texts.run(now=now)
    read = looked_at(document)
    assert (read.state, read.trouble) == (State.FAILED, Why.TOO_MANY_PAGES)
    assert (read.pages, read.pages_done, len(pages(document))) == (40, 30, 30)


def test_a_long_document_is_read_in_rounds_and_shows_how_far_it_is(
    attach: Attach, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "PAGES_AT_ONCE", 10)
    monkeypatch.setattr(texts.running, "ROUND_SECONDS", -1.0)
    document = attach(documents.long_pdf(25))
    texts.run(now=now)
    assert looked_at(document).state == State.WAITING  # a round of no length reads nothing
    claimed = looked_at(document)
    assert reading.claim(claimed, now)
    assert not reading.read(claimed, clock=lambda: now, until=0)
    assert (looked_at(document).pages, looked_at(document).pages_done) == (25, 10)
    monkeypatch.setattr(texts.running, "ROUND_SECONDS", 20.0)
    texts.run(now=now)
    assert looked_at(document).state == State.DONE
    assert len(pages(document)) == 25


def test_what_a_killed_worker_held_is_read_by_the_next(attach: Attach, now: datetime) -> None:
    document = attach(documents.pdf(["Once."]))
    texts.looking.look(limit=10)
    assert reading.claim(looked_at(document), now)  # and then it was killed
    texts.run(now=now)
    assert looked_at(document).state == State.WAITING  # still somebody's
    texts.run(now=now + reading.LEASE + timedelta(seconds=1))
    assert looked_at(document).state == State.DONE


def test_two_workers_do_not_read_one_document(attach: Attach, now: datetime) -> None:
    document = attach(documents.pdf(["Once."]))
    texts.looking.look(limit=10)
    one, two = looked_at(document), looked_at(document)
    assert reading.claim(one, now) and not reading.claim(two, now)


def test_a_document_that_kills_its_readers_is_given_up(attach: Attach, now: datetime) -> None:
    document = attach(documents.pdf(["Once."]))
    texts.looking.look(limit=10)
    for _ in range(reading.MOST_TRIES):  # each time the worker died with it
        now += timedelta(hours=1)
        assert reading.claim(looked_at(document), now)
    texts.run(now=now + timedelta(hours=1))
    assert (looked_at(document).state, looked_at(document).tries) == (State.FAILED, 4)
    assert texts.try_again() == 1
    texts.run(now=now)
    assert looked_at(document).state == State.DONE


@pytest.fixture
def without_tesseract(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tesseract, "TESSERACT", "tesseract-that-is-not-there")


@pytest.mark.usefixtures("without_tesseract")
def test_scans_wait_for_tesseract(
    attach: Attach, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    scan = attach(documents.scanned_pdf("No policy exists"))
    texts.run(now=now)
    assert (looked_at(scan).state, looked_at(scan).trouble) == (State.LACKING, Why.NO_OCR)
    assert texts.run(now=now) == 0
    if shutil.which("tesseract") is None:
        pytest.skip("Tesseract is not installed")
    monkeypatch.setattr(tesseract, "TESSERACT", "tesseract")
    texts.run(now=now)
    assert (looked_at(scan).state, looked_at(scan).is_ocr) == (State.DONE, True)
    assert "No policy exists" in pages(scan)[0] and "tesseract" in looked_at(scan).maker


def test_a_language_that_tesseract_lacks_is_named(attach: Attach, now: datetime) -> None:
    if shutil.which("tesseract") is None:
        pytest.skip("Tesseract is not installed")
    scan = attach(documents.scanned_pdf("No policy exists"), language="mi")
    texts.run(now=now)
    assert (looked_at(scan).state, looked_at(scan).trouble) == (State.LACKING, Why.NO_LANGUAGE)


def test_looking_at_many_files_takes_few_statements(
    attach: Attach, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        attach(b"\0" * (number + 5))
    with django_assert_max_num_queries(8):
        assert (
            texts.looking.look(limit=100)
            == 30 + Attachment.objects.filter(message__direction="out").count()
        )


def test_a_missing_file_holds_nobody_up(attach: Attach, now: datetime) -> None:
    document = attach(documents.pdf(["gone"]))
    blobs.path_of(document.blob_id).unlink()
    texts.run(now=now)
    assert looked_at(document).state in (State.UNREADABLE, State.FAILED)


def test_files_are_scanned_once_and_what_is_found_is_named(
    attach: Attach, now: datetime, clamd: Path, settings: Any
) -> None:
    good, bad = attach(b"Dear Ms Resident", "text/plain"), attach(BAD, "text/plain")
    huge = attach(b"x" * 8_000_000, "text/plain")
    texts.looking.look(limit=10)
    assert texts.run_scans(now=now) == 0  # no scanner is set: they are shown as not scanned
    settings.CLAMD = "unix:/nowhere"
    with pytest.raises(scanner.ScannerError):
        texts.run_scans(now=now)
    assert looked_at(good).scan == Scan.NONE
    settings.CLAMD = f"unix:{clamd}"
    texts.run_scans(now=now)
    scans = [looked_at(document).scan for document in (good, bad, huge)]
    assert scans == [Scan.CLEAN, Scan.INFECTED, Scan.TOO_LARGE]
    assert looked_at(bad).scan_found.startswith(NAME)
    assert looked_at(bad).scanned_by.startswith("ClamAV") and looked_at(bad).scanned_at == now
    assert texts.run_scans(now=now) == 0
    texts.scan_again()
    assert looked_at(good).scan == Scan.NONE and looked_at(bad).scan == Scan.INFECTED


def _of_our_letter() -> int:
    return Attachment.objects.filter(message__direction="out").count()
