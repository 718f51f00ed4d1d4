"""A request's page offers the letters that fit, and leads each to a person's approval."""

from datetime import datetime, timedelta
from html import unescape

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from foia import docket
from foia.flow import outbox
from foia.models import Delivery, DocketEntry, Message, RecordsRequest, User
from tests.flow.test_follow_ups import REFUSAL
from tests.sink import Sink
from tests.web.conftest import mail, receive
from tests.web.test_requests import page_of, queries

ELSEWHERE = {"recipient": "review@counselor.example", "channel": "email"}


@pytest.fixture
def late(now: datetime, monkeypatch: pytest.MonkeyPatch) -> datetime:
    """The clock says that it is the day after the Chicago answer was due."""
    at = now + timedelta(days=8)
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)
    return at


def happened(request: RecordsRequest, kind: str, at: datetime) -> None:
    docket.record(request=request, kind=kind, at=at, now=at)


def write(browser: Client, request: RecordsRequest, kind: str, step: str = "") -> HttpResponse:
    where = reverse("letter_write", args=[request.uuid])
    return browser.post(where, {"kind": kind, "step": step}, follow=True)  # type: ignore[return-value]


def drafted(kind: str) -> Message:
    return Message.objects.get(step=kind, state=Message.State.DRAFT)


def approve(browser: Client, draft: Message) -> None:
    digest = browser.get(reverse("letter", args=[draft.uuid])).context["preview"].digest
    browser.post(reverse("letter_approve", args=[draft.uuid]), {"digest": digest})


def test_a_late_answer_is_met_with_a_reminder_first_and_the_rest_below(
    sent: RecordsRequest, owner: Client, late: datetime
) -> None:
    page = page_of(sent, owner)
    best, others = page.split("What you can do now")
    assert "Remind them that the answer is late" in best
    assert "due on November 23, 2026 (5 ILCS 140/3(d))" in best
    assert "Ask for review: Public Access Counselor" in others
    assert "You can go further until January 22, 2027" in others


def test_nothing_is_offered_while_their_time_runs(sent: RecordsRequest, owner: Client) -> None:
    assert "What you can do now" not in page_of(sent, owner)


def test_a_reminder_is_read_approved_and_sent(
    sent: RecordsRequest, owner: Client, sink: Sink, late: datetime
) -> None:
    page = write(owner, sent, "overdue").content.decode()
    assert "Remind them that the answer is late" in page and "Approve and send" in page
    assert "Why now" in page and "When they must answer" not in page
    assert "Your letter waits for you" in page_of(sent, owner)
    approve(owner, drafted("overdue"))
    assert "Your letter is being sent" in page_of(sent, owner)
    outbox.run(now=late)
    assert len(sink.taken) == 2
    assert "Remind them" not in page_of(sent, owner).split("What happened")[0]
    assert DocketEntry.objects.count() == 1, "a reminder is no event of law"


def test_two_tabs_lead_to_one_draft(sent: RecordsRequest, owner: Client, late: datetime) -> None:
    write(owner, sent, "overdue")
    write(owner, sent, "overdue")
    assert Message.objects.filter(step="overdue").count() == 1


def test_what_does_not_fit_is_not_written(
    sent: RecordsRequest, owner: Client, late: datetime
) -> None:
    for kind in ("overdue_final", "appeal", "telegram", ""):
        answer = write(owner, sent, kind)
        assert answer.status_code == 422
        assert "does not fit where the request stands" in answer.content.decode()


def test_a_clarification_asks_for_words_and_shows_them_as_text(
    sent: RecordsRequest, owner: Client, now: datetime, late: datetime
) -> None:
    happened(sent, "clarification_requested", now + timedelta(days=1))
    assert "Give them the details they asked for" in page_of(sent, owner)
    assert "In your own words" in write(owner, sent, "clarification").content.decode()
    draft = drafted("clarification")
    early = owner.get(reverse("letter", args=[draft.uuid]))
    assert early["Location"] == reverse("letter_edit", args=[draft.uuid])
    edit = reverse("letter_edit", args=[draft.uuid])
    assert "Please look at this again" in owner.post(edit, {"own_words": " "}).content.decode()
    words = "Every rule. <script>alert(1)</script> {7} $a & so on"
    shown = owner.post(edit, {"own_words": words}, follow=True).content.decode()
    assert "<script>alert(1)" not in shown
    assert words in unescape(shown)
    approve(owner, draft)
    assert Delivery.objects.filter(message=draft).count() == 1


def test_an_appeal_knows_the_ground_and_asks_where_it_goes(
    sent: RecordsRequest, owner: Client, sink: Sink, now: datetime, late: datetime
) -> None:
    receive(mail(sent, REFUSAL), now + timedelta(days=1))
    write(owner, sent, "appeal", "pac")
    draft = drafted("appeal")
    page = owner.get(reverse("letter", args=[draft.uuid])).content.decode()
    assert "Public Access Counselor" in page and "Approve and send" not in page
    assert "Say where it goes" in page
    edit = reverse("letter_edit", args=[draft.uuid])
    told = {"pick_0": "on", "text_0": "The policy", "grounds": ["law_enforcement"]}
    wrong = owner.post(edit, told | {"recipient": "the counselor", "channel": "email"})
    assert "That is not an e-mail address." in wrong.content.decode()
    shown = owner.post(edit, told | ELSEWHERE, follow=True).content.decode()
    assert "review@counselor.example" in shown and "Approve and send" in shown
    assert "are not records of an investigation" in " ".join(shown.split())
    approve(owner, draft)
    outbox.run(now=late)
    assert sink.taken[-1].recipients == ("review@counselor.example",)
    assert "On appeal" in page_of(sent, owner)


def test_an_appeal_by_post_is_approved_printed_and_filed(
    sent: RecordsRequest, owner: Client, now: datetime, late: datetime
) -> None:
    happened(sent, "denied", now + timedelta(days=1))
    write(owner, sent, "appeal", "pac")
    draft = drafted("appeal")
    told = {"pick_0": "on", "text_0": "The policy", "recipient": "Springfield", "channel": "post"}
    owner.post(reverse("letter_edit", args=[draft.uuid]), told)
    approve(owner, draft)
    assert (
        "Now file it yourself" in owner.get(reverse("letter", args=[draft.uuid])).content.decode()
    )
    owner.post(reverse("letter_filed", args=[draft.uuid]), {"filed_on": late.date().isoformat()})
    entry = DocketEntry.objects.latest("seq")
    assert (entry.kind, entry.details) == ("appealed", {"channel": "post", "step": "pac"})


def test_a_narrowing_leaves_records_out_and_keeps_one(
    sent: RecordsRequest, owner: Client, now: datetime, late: datetime
) -> None:
    happened(sent, "fee_demanded", now + timedelta(days=1))
    write(owner, sent, "narrowing")
    edit = reverse("letter_edit", args=[drafted("narrowing").uuid])
    nothing = owner.post(edit, {"text_0": "x", "text_1": "y"})
    assert "Tick at least one of the records." in nothing.content.decode()
    page = owner.post(edit, {"pick_1": "on", "text_1": "The contract alone"}, follow=True)
    assert page.content.decode().count('class="number"') == 1
    again = owner.get(edit).context["form"]
    assert [row.pick.value() for row in again.rows()] == [False, True]


def test_a_draft_is_discarded_and_can_be_written_again(
    sent: RecordsRequest, owner: Client, late: datetime
) -> None:
    write(owner, sent, "overdue")
    assert "What you can do now" in page_of(sent, owner), "the appeal is still on offer"
    owner.post(reverse("letter_discard", args=[drafted("overdue").uuid]))
    assert not Message.objects.filter(step="overdue").exists()
    assert "Remind them that the answer is late" in page_of(sent, owner)


def test_a_draft_that_an_answer_overtook_says_so(
    sent: RecordsRequest, owner: Client, late: datetime
) -> None:
    write(owner, sent, "overdue")
    happened(sent, "released", late)
    page = owner.get(reverse("letter", args=[drafted("overdue").uuid])).content.decode()
    assert "no longer fits where the request stands" in page
    assert "Approve and send" not in page and "Discard this draft" in page


def test_offers_cost_no_queries(
    sent: RecordsRequest, citizen: User, owner: Client, late: datetime
) -> None:
    address = reverse("records_request", args=[sent.uuid])
    assert "What you can do now" in page_of(sent, owner)
    assert queries(owner, address) <= 20
    write(owner, sent, "overdue")
    few = queries(owner, reverse("letter", args=[drafted("overdue").uuid]))
    for number in range(8):
        receive(mail(sent, f"Message {number}.", message_id=f"<m{number}@agency.example>"))
    assert queries(owner, reverse("letter", args=[drafted("overdue").uuid])) == few
    assert few <= 16
