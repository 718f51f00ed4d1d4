"""Later letters: drafted when the docket calls for them, approved as shown, sent once."""

import io
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from typing import Any

import docx
import pytest

from foia import docket, drafts
from foia.flow import compose, outbox
from foia.flow.compose import ComposeError, Said
from foia.gateways import blobs
from foia.letters.compose import AskItem
from foia.letters.fitting import Fit, fitting
from foia.models import DocketEntry, Message, RecordsRequest, User
from tests.conftest import approve
from tests.letters.test_renderers import pages_of, squeezed
from tests.sink import Sink
from tests.web.conftest import mail, receive

REFUSAL = """Dear Rosa,

your request is denied under Section 7(1)(d) of the Freedom of Information Act, because disclosure
would interfere with law enforcement proceedings.
"""


def drafted(request: RecordsRequest, kind: str, now: datetime, remedy: str = "") -> Message:
    return compose.follow_up(request=request, kind=kind, now=now, remedy=remedy)


def happened(request: RecordsRequest, kind: str, at: datetime, **details: Any) -> None:
    docket.record(request=request, kind=kind, at=at, details=details, now=at)


def fits(request: RecordsRequest, now: datetime) -> tuple[Fit, ...]:
    return fitting(drafts.past_of(request, now=now))


def kinds_of(request: RecordsRequest) -> list[str]:
    return [entry.kind for entry in DocketEntry.objects.filter(request=request).order_by("seq")]


def body_of(taken: bytes) -> str:
    return " ".join(message_from_bytes(taken, policy=policy.default).get_content().split())


def test_a_reminder_goes_out_as_shown_and_moves_no_clock(
    sent: RecordsRequest, citizen: User, sink: Sink, late: datetime
) -> None:
    draft = drafted(sent, "overdue", late)
    shown = drafts.preview(message=draft, now=late)
    assert not shown.problems and shown.recipient == "foia@chicago-police.example"
    before = docket.timeline_of(request=sent, now=late).deadlines
    letter = approve(draft, citizen, late)
    outbox.run(now=late)
    taken = sink.taken[-1]
    assert taken.recipients == ("foia@chicago-police.example",)
    assert "due under 5 ILCS 140/3(d) on November 23, 2026" in body_of(taken.content)
    assert body_of(taken.content) == " ".join(letter.body_text.split())
    assert kinds_of(sent) == ["sent"]
    assert docket.timeline_of(request=sent, now=late).deadlines == before


def test_the_ladder_is_climbed_step_by_step(
    sent: RecordsRequest, citizen: User, sink: Sink, late: datetime
) -> None:
    with pytest.raises(ComposeError, match="does not fit"):
        drafted(sent, "overdue_second", late)
    approve(drafted(sent, "overdue", late), citizen, late)
    outbox.run(now=late)
    with pytest.raises(ComposeError, match="does not fit"):
        drafted(sent, "overdue_second", late + timedelta(days=6))
    week = late + timedelta(days=7)
    second = drafted(sent, "overdue_second", week)
    text = " ".join(drafts.preview(message=second, now=week).text.split())
    assert "I reminded you on November 24, 2026" in text


def test_an_answer_that_came_after_the_look_stops_the_reminder(
    sent: RecordsRequest, citizen: User, late: datetime
) -> None:
    draft = drafted(sent, "overdue", late)
    shown = drafts.preview(message=draft, now=late)
    happened(sent, "released", late)
    with pytest.raises(ComposeError, match="no longer fits"):
        compose.approve(message=draft, digest=shown.digest, by=citizen, now=late)
    assert draft.deliveries.count() == 0
    compose.discard(message=draft)
    assert not Message.objects.filter(pk=draft.pk).exists()


def test_a_clarification_says_what_the_requester_says_and_is_recorded(
    sent: RecordsRequest, citizen: User, sink: Sink, now: datetime
) -> None:
    asked = now + timedelta(days=1)
    happened(sent, "clarification_requested", asked)
    draft = drafted(sent, "clarification", asked)
    with pytest.raises(Exception, match="speaks of what is not given"):
        drafts.preview(message=draft, now=asked)
    compose.revise(message=draft, said=Said(own_words="I mean every rule.\n\nDrafts too."))
    draft.refresh_from_db()
    approve(draft, citizen, asked)
    outbox.run(now=asked)
    text = body_of(sink.taken[-1].content)
    assert "On November 17, 2026 you asked me" in text and "I mean every rule. Drafts too." in text
    assert kinds_of(sent) == ["sent", "clarification_requested", "clarified"]


@pytest.mark.parametrize(
    "words",
    [
        "$5 {law} <script>alert(1)</script> & <b>all</b>",
        "\u202eright to left\u202c — emoji 🎥 and «{due_on}»",
        "a\r\nBcc: all@police.example\r\n\r\n.\r\n..",
        "\x00\x07" + "long " * 2000,
    ],
)
def test_hostile_words_stay_words(
    sent: RecordsRequest, citizen: User, sink: Sink, now: datetime, words: str
) -> None:
    asked = now + timedelta(days=1)
    happened(sent, "clarification_requested", asked)
    draft = drafted(sent, "clarification", asked)
    compose.revise(message=draft, said=Said(own_words=words))
    draft.refresh_from_db()
    letter = approve(draft, citizen, asked)
    outbox.run(now=asked)
    taken = sink.taken[-1]
    parsed = message_from_bytes(taken.content, policy=policy.default)
    assert taken.recipients == ("foia@chicago-police.example",) and parsed["Bcc"] is None
    assert body_of(taken.content) == " ".join(letter.body_text.split())
    assert len(letter.attachments.all()) == 2


@pytest.mark.parametrize(
    "blank", ["$agency", "{{ law }}", "[CITY]", "I MEAN ALL OF THE RULES THERE"]
)
def test_what_looks_unfilled_or_shouted_stops_a_later_letter_too(
    sent: RecordsRequest, citizen: User, now: datetime, blank: str
) -> None:
    asked = now + timedelta(days=1)
    happened(sent, "clarification_requested", asked)
    draft = drafted(sent, "clarification", asked)
    compose.revise(message=draft, said=Said(own_words=blank))
    draft.refresh_from_db()
    with pytest.raises(ComposeError, match="What you explain in this letter"):
        approve(draft, citizen, asked)
    assert drafts.preview(message=draft, now=asked).text.count(blank) == 1, "nothing is lost"


def test_an_appeal_answers_the_section_cited_and_goes_where_the_person_says(
    sent: RecordsRequest, citizen: User, sink: Sink, now: datetime
) -> None:
    receive(mail(sent, REFUSAL), now + timedelta(days=1))
    reading = Message.objects.get(direction="in", request=sent).reading
    assert reading.state == "sure" and reading.kind == "refused_exemption"
    later = now + timedelta(days=2)
    draft = drafted(sent, "appeal", later, "pac")
    shown = drafts.preview(message=draft, now=later)
    assert shown.letter.addressee_block[0] == "Public Access Counselor"
    assert "Chicago Police Department" in " ".join(shown.text.split())
    assert "are not records of an investigation" in " ".join(shown.text.split())
    assert shown.recipient == "" and len(shown.enclosures) == 2
    with pytest.raises(ComposeError, match="No working address"):
        compose.approve(message=draft, digest=shown.digest, by=citizen, now=later)
    compose.revise(message=draft, said=Said(recipient="review@counselor.example", channel="email"))
    draft.refresh_from_db()
    with pytest.raises(ComposeError, match="has changed since you looked"):
        compose.approve(message=draft, digest=shown.digest, by=citizen, now=later)
    approve(draft, citizen, later)
    outbox.run(now=later)
    assert sink.taken[-1].recipients == ("review@counselor.example",)
    mailed = body_of(sink.taken[-1].content)
    first = sent.messages.get(step="request")
    assert " ".join(first.body_text.split()) in mailed, "the request is enclosed"
    assert " ".join(REFUSAL.split()) in mailed, "the decision is enclosed"
    assert_documents_enclose(draft, first, REFUSAL)
    entry = DocketEntry.objects.filter(request=sent).latest("seq")
    assert (entry.kind, entry.details) == ("appealed", {"channel": "email", "step": "pac"})
    sent.refresh_from_db()
    assert sent.stage == "on_appeal"


def test_an_appeal_by_post_is_filed_by_hand(
    sent: RecordsRequest, citizen: User, sink: Sink, now: datetime
) -> None:
    later = now + timedelta(days=2)
    happened(sent, "denied", now + timedelta(days=1))
    draft = drafted(sent, "appeal", later, "pac")
    said = Said(recipient="500 S. 2nd St., Springfield", channel="post", grounds=("security",))
    compose.revise(message=draft, said=said)
    draft.refresh_from_db()
    letter = approve(draft, citizen, later)
    assert "plans of a building" in " ".join(letter.body_text.split())
    assert not letter.deliveries.exists()
    compose.filed_by_hand(message=letter, at=later, agency_reference="", by=citizen, now=later)
    entry = DocketEntry.objects.filter(request=sent).latest("seq")
    assert (entry.kind, entry.details) == ("appealed", {"channel": "post", "step": "pac"})
    assert len(sink.taken) == 1, "only the request went by mail"


def test_a_narrowing_stands_for_the_letters_after_it(
    sent: RecordsRequest, citizen: User, sink: Sink, now: datetime, late: datetime
) -> None:
    happened(sent, "fee_demanded", now + timedelta(days=1))
    draft = drafted(sent, "narrowing", now + timedelta(days=1))
    only = [AskItem("contract", "The contract alone")]
    compose.revise(message=draft, said=Said(ask=only))
    draft.refresh_from_db()
    approve(draft, citizen, now + timedelta(days=1))
    outbox.run(now=now + timedelta(days=1))
    assert [item["category"] for item in sent.ask] == ["usage_policy", "contract"]
    shown = drafts.preview(message=drafted(sent, "overdue", late), now=late)
    assert "The contract alone" in shown.text and "polic" not in shown.text.split("1.")[1]


def test_a_fee_is_spoken_of_as_the_person_says(sent: RecordsRequest, now: datetime) -> None:
    later = now + timedelta(days=1)
    happened(sent, "fee_demanded", later)
    draft = drafted(sent, "fee_objection", later)
    compose.revise(message=draft, said=Said(amount="$450\r\nBcc: x@y.example"))
    draft.refresh_from_db()
    assert drafts.preview(message=draft, now=later).letter.subject.startswith("Fee of $450 Bcc:")


@pytest.mark.parametrize(
    ("slug", "language"),
    [("c5-cdmx", "es"), ("ville-de-marseille", "fr"), ("chicago-police-department", "pl")],
)
def test_a_letter_is_in_the_language_of_the_request_or_says_that_it_is_not(
    slug: str, language: str, draft_to: Any, now: datetime
) -> None:
    request = draft_to(slug, technology="rtcc", language=language).the_request
    happened(request, "sent", now, channel="email")
    happened(request, "received", now)
    happened(request, "denied", now + timedelta(days=3))
    later = now + timedelta(days=4)
    fit = next(fit for fit in fits(request, later) if fit.kind == "appeal")
    shown = drafts.preview(message=drafted(request, "appeal", later, fit.step), now=later)
    assert shown.letter.language in (language, "en")
    if shown.letter.language != language:
        assert any("There are no letters in" in note for note in shown.letter.notes)
    assert request.agency.name in " ".join(shown.text.split())


def assert_documents_enclose(appeal: Message, request: Message, decision: str) -> None:
    """Look for the enclosures in the DOCX and the PDF that were kept, each on a page of its own."""
    files = {file.name: blobs.read(file.blob_id) for file in appeal.attachments.all()}
    shown = "\n".join(p.text for p in docx.Document(io.BytesIO(files["letter.docx"])).paragraphs)
    pages = pages_of(files["letter.pdf"])
    for said in (*request.body_text.split("\n\n"), *decision.split("\n\n")):
        assert said.strip() in shown
        assert len(said) > 400 or any(squeezed(said) in page for page in pages)
    assert len([page for page in pages if page.startswith(("[1/2]", "[2/2]"))]) == 2
