"""What was learnt on the screen: corrected with a reason, decided with one click, undone."""

import json
from datetime import datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from foia.flow import inbound, match, read
from foia.models import Finding, Message, Reading, RecordsRequest, User
from tests.mails import FINAL, VAGUE, contract, mail


def receive(content: bytes, now: datetime) -> Message:
    arrival = inbound.take(content=content, door="smtp", now=now)
    inbound.run(now=now)
    match.run(now=now)
    read.run(now=now)
    arrival.refresh_from_db()
    assert arrival.message is not None
    return arrival.message


@pytest.fixture
def owner(sent: RecordsRequest) -> Client:
    browser = Client()
    browser.force_login(sent.requester)
    return browser


@pytest.fixture
def answer(sent: RecordsRequest, now: datetime) -> Message:
    return receive(mail(FINAL, to=sent, files={"contract.pdf": contract()}), now)


def page(request: RecordsRequest, category: str) -> str:
    return reverse("finding", args=[request.uuid, category])


def test_the_page_of_a_request_says_what_is_known_of_each_record_and_what_it_rests_on(
    owner: Client, sent: RecordsRequest, answer: Message
) -> None:
    shown = owner.get(reverse("records_request", args=[sent.uuid])).content.decode()
    assert "They say it does not exist" in shown
    assert "no policy responsive to item 1" in shown
    assert page(sent, "contract") in shown
    assert "take it back" in shown


def test_a_finding_is_corrected_with_a_reason_and_the_page_tells_its_history(
    owner: Client, sent: RecordsRequest, answer: Message
) -> None:
    file = answer.attachments.get()
    told = {"state": "partly", "reason": "Pages are blank.", "attachment": file.pk, "page": 2}
    told |= {"exemptions": "Section 7(1)(v)\nSection 7(1)(f)", "quote": "", "url": ""}
    assert owner.post(page(sent, "contract"), told).status_code == 302
    found = Finding.objects.get(category="contract")
    assert (found.state, found.page, found.said_by) == ("partly", 2, sent.requester)
    assert found.exemptions == ["Section 7(1)(v)", "Section 7(1)(f)"]
    shown = owner.get(page(sent, "contract")).content.decode()
    assert "Pages are blank." in shown and "a sure reading" in shown


def test_a_correction_without_a_reason_is_not_taken_and_nothing_typed_is_lost(
    owner: Client, sent: RecordsRequest, answer: Message
) -> None:
    refused = owner.post(page(sent, "contract"), {"state": "withheld", "quote": "their words"})
    assert refused.status_code == 422
    assert b"their words" in refused.content
    assert Finding.objects.get(category="contract").state == "obtained"


def test_a_record_that_was_not_asked_for_has_no_page(owner: Client, sent: RecordsRequest) -> None:
    assert owner.get(page(sent, "training")).status_code == 404


def test_one_click_says_what_a_mail_is_and_what_it_says_of_a_record(
    owner: Client, sent: RecordsRequest, now: datetime
) -> None:
    reading = receive(mail(VAGUE, to=sent), now).reading
    told = {"kind": "records_partial", "record:usage_policy": "confirmed_absent"}
    told["record:contract"] = ""
    owner.post(reverse("reading_decide", args=[reading.pk]), told)
    states = dict(Finding.objects.values_list("category", "state"))
    assert states == {"usage_policy": "confirmed_absent", "contract": "partly"}


def test_one_click_takes_back_what_was_read(
    owner: Client, sent: RecordsRequest, answer: Message
) -> None:
    owner.post(reverse("reading_undo", args=[answer.reading.pk]))
    assert not Finding.objects.exists()
    assert Reading.objects.get().state == Reading.State.ASKED


def test_the_command_line_corrects_findings_and_decides_messages_too(
    sent: RecordsRequest, answer: Message, citizen: User
) -> None:
    out = StringIO()
    told = ["--state", "withheld", "--reason", "Blank.", "--by", citizen.email, "--json"]
    call_command("finding", sent.reference, "contract", *told, stdout=out)
    rows = {row["category"]: row for row in json.loads(out.getvalue())}
    assert (rows["contract"]["state"], rows["contract"]["said_by"]) == ("withheld", citizen.email)
    out = StringIO()
    call_command("reading", str(answer.uuid), "--undo", "--by", citizen.email, "--json", stdout=out)
    assert json.loads(out.getvalue())["state"] == "asked"
    for wrong in (["finding", "OS-NONE"], ["reading", "nonsense"]):
        with pytest.raises(CommandError):
            call_command(*wrong)
    with pytest.raises(CommandError, match="may not"):
        call_command("finding", sent.reference, "contract", "--state", "withheld", "--reason", "x")
