"""Kept mails are read anew from their bytes, and what people decided stays."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from foia.flow import inbound, match, read
from foia.gateways import blobs
from foia.models import Message, RecordsRequest, User
from tests.mails import EXTENSION, VAGUE, mail


@pytest.fixture
def receive(db: None, now: datetime) -> Callable[[bytes], Message]:
    def walk(content: bytes) -> Message:
        arrival = inbound.take(content=content, door="smtp", now=now)
        for room in (inbound, match, read):
            room.run(now=now)
        arrival.refresh_from_db()
        assert arrival.message is not None
        return arrival.message

    return walk


def forget(message: Message, **columns: Any) -> None:
    """Have a mail stand as an earlier reader understood it."""
    Message.objects.filter(pk=message.pk).update(**columns)


def again(now: datetime, **how: bool) -> dict[int, tuple[str, ...]]:
    found = inbound.reparse(Message.objects.all(), now=now, **how)
    return {done.message.pk: done.changed for done in found}


def test_what_was_read_well_does_not_change(
    receive: Callable[[bytes], Message], sent: RecordsRequest, now: datetime
) -> None:
    message = receive(mail(EXTENSION, to=sent, files={"a.pdf": b"%PDF-1"}))
    before = Message.objects.filter(pk=message.pk).values().get()
    assert again(now) == {}
    assert Message.objects.filter(pk=message.pk).values().get() == before


def test_what_an_earlier_reader_missed_is_put_right_and_read_again(
    receive: Callable[[bytes], Message], sent: RecordsRequest, now: datetime
) -> None:
    message = receive(mail(EXTENSION, to=sent, files={"a.pdf": b"%PDF-1"}))
    forget(message, body_text="?????", subject="", fingerprint="0" * 64)
    message.attachments.all().delete()
    assert again(now, is_dry_run=True) == {
        message.pk: ("subject", "body_text", "files", "fingerprint")
    }
    message.refresh_from_db()
    assert message.body_text == "?????"
    assert again(now) == {message.pk: ("subject", "body_text", "files", "fingerprint")}
    message.refresh_from_db()
    assert "extending the time" in message.body_text
    assert message.attachments.get().name == "a.pdf"
    assert message.request == sent
    assert sent.docket.filter(kind="extended", voided_by=None).count() == 0
    read.run(now=now)
    assert sent.docket.filter(kind="extended", voided_by=None).count() == 1
    assert again(now) == {}


def test_a_persons_filing_and_their_reading_stay(
    receive: Callable[[bytes], Message], sent: RecordsRequest, citizen: User, now: datetime
) -> None:
    message = receive(mail(VAGUE, to="x@reply.openshutter.example", sender="x@other.example"))
    match.file_by_hand(message=message, requests=[sent], by=citizen, now=now)
    read.run(now=now)
    message.refresh_from_db()
    read.confirm(reading=message.reading, kind="acknowledgment", by=citizen, now=now)
    forget(message, body_text="?????", marks={})
    assert again(now) == {message.pk: ("body_text", "marks")}
    message.refresh_from_db()
    assert (message.request, message.filing_rung) == (sent, "by hand")
    assert (message.reading.decided_by, message.reading.decided_kind) == (citizen, "acknowledgment")


def test_a_mail_in_triage_is_matched_again_when_its_marks_are_found(
    receive: Callable[[bytes], Message], sent: RecordsRequest, now: datetime
) -> None:
    message = receive(mail(VAGUE, to=sent))
    forget(message, request=None, filing="triage", marks={})
    assert again(now) == {message.pk: ("marks",)}
    match.run(now=now)
    message.refresh_from_db()
    assert message.request == sent


def test_a_mail_whose_bytes_are_broken_is_named_and_holds_up_no_other(
    receive: Callable[[bytes], Message], sent: RecordsRequest, now: datetime, capsys: Any
) -> None:
    broken, whole = receive(mail("first", to=sent)), receive(mail("second", to=sent))
    forget(whole, subject="")
    blobs.path_of(broken.raw_id or "").unlink()
    call_command("reparse", "--all", "--json")
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [one["message"] for one in told] == [str(broken.uuid), str(whole.uuid)]
    assert "cannot be read" in told[0]["trouble"]
    assert told[1]["changed"] == ["subject"]


def test_one_request_is_read_anew_by_its_reference(
    receive: Callable[[bytes], Message], sent: RecordsRequest, capsys: Any
) -> None:
    forget(receive(mail(VAGUE, to=sent)), subject="")
    call_command("reparse", "--request", f"[{sent.reference}]", "--dry-run")
    assert capsys.readouterr().out.endswith(": subject\n1 of 1 mails would change.\n")
    with pytest.raises(CommandError, match="No mail that came in"):
        call_command("reparse", "--request", "OS-NOSUCH00")
