"""`manage.py sandbox`: what was caught is read and answered, and time passes, without a browser."""

import io
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from foia.flow import inbound, match, read
from foia.gateways import blobs, clock
from foia.gateways.door import HandedIn
from foia.models import Message, RecordsRequest, SandboxMail
from foia.sandbox import mailbox
from worker.doors import doors
from worker.services import free_port


@pytest.fixture
def caught(sent: RecordsRequest, now: datetime, settings: Any, tmp_path: Path) -> SandboxMail:
    """The letter of a request as the sandbox caught it, by a clock of the test's own."""
    settings.DATA_DIR = tmp_path
    letter = blobs.read(sent.messages.get().raw_id)
    return mailbox.catch(HandedIn("a@b.example", ("foia@chicago-police.example",), letter), now=now)


@pytest.fixture
def front_door(settings: Any, now: datetime) -> Iterator[None]:
    settings.DOOR_PORT = free_port()
    front = doors(clock=lambda: now)[0]
    front.open()
    yield
    front.stop()


def said(*told: str) -> str:
    out = io.StringIO()
    call_command("sandbox", *told, stdout=out)
    return out.getvalue()


def test_what_was_caught_is_listed_and_read(caught: SandboxMail) -> None:
    listed = json.loads(said("mails", "--json", "--to", "foia@chicago-police"))
    assert [row["number"] for row in listed] == [caught.pk]
    assert json.loads(said("mails", "--json", "--to", "nobody@elsewhere")) == []
    assert "Freedom of Information" in said("read", str(caught.pk))


def test_the_agency_answers_by_the_requests_reference(
    transactional_db: None, caught: SandboxMail, sent: RecordsRequest, front_door: None, now: Any
) -> None:
    assert "refusal" in said("scripts", sent.reference)
    said("answer", f"[{sent.reference.lower()}]", "refusal")
    for room in (inbound, match, read):
        room.run(now=now)
    assert Message.objects.incoming().get(request=sent).reading.kind == "refused_exemption"


def test_days_pass_by_number_or_by_name(caught: SandboxMail, sent: RecordsRequest) -> None:
    said("pass", "31")
    assert timedelta(days=30) < clock.ahead() < timedelta(days=32)
    sent.refresh_from_db()
    assert sent.stage in ("overdue", "silent_refusal")


@pytest.mark.parametrize(
    "told,why",
    [
        (["pass", "soon"], "is no day"),
        (["pass", "2020-01-01"], "can be set to a later day"),
        (["read", "999"], "was caught"),
        (["answer", "OS-NOSUCH00", "refusal"], "was caught"),
    ],
)
def test_trouble_is_one_sentence(caught: SandboxMail, told: list[str], why: str) -> None:
    with pytest.raises(CommandError, match=why):
        said(*told)


def test_a_real_installation_has_no_sandbox(db: None, settings: Any) -> None:
    settings.IS_SANDBOX = False
    with pytest.raises(CommandError, match="the sandbox is closed"):
        said("mails")
