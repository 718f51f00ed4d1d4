"""A campaign's findings table fills itself from the replies, with at most one click for each."""

from datetime import datetime, timedelta

from foia.flow import deadlines, inbound, match, outbox, read, texts
from foia.models import Finding, Reading, RecordsRequest, User
from foia.web.grid import Filters, Grid
from tests import documents
from tests.flow.campaign_cases import bodies, campaign_of, released
from tests.mails import mail
from tests.sink import Sink

LETTER = "Dear Rosa Resident,\nthis is about your request. "
REPLIES: list[tuple[str, dict[str, bytes], dict[str, str]]] = [
    (
        "Your request is denied in its entirety under Section 7(1)(v) of the Act.",
        {},
        {"usage_policy": "withheld", "contract": "withheld"},
    ),
    (
        "We conducted a search. No records responsive to your request exist.",
        {},
        {"usage_policy": "confirmed_absent", "contract": "confirmed_absent"},
    ),
    (
        "Regarding item 1, no policy responsive to item 1 exists.\n\n"
        "Regarding item 2, the responsive contract is attached.",
        {"contract.pdf": documents.pdf(["A contract."])},
        {"usage_policy": "confirmed_absent", "contract": "obtained"},
    ),
    (
        "All responsive records are attached, and this completes your request.",
        {"records.pdf": documents.pdf(["A policy.", "A contract."])},
        {"usage_policy": "obtained", "contract": "obtained"},
    ),
    (
        "Please see the attached letter.",
        {"letter.pdf": documents.pdf([LETTER + "Your request is denied in full under 7(1)(v)."])},
        {"usage_policy": "withheld", "contract": "withheld"},
    ),
    (
        "The use policy is publicly available at https://town.example/policy.pdf.\n\n"
        "We do not have any contract.",
        {},
        {"usage_policy": "published", "contract": "confirmed_absent"},
    ),
    ("Kindly look at what our people say about it.", {}, {}),
]
ONE_CLICK = {"usage_policy": "partly", "contract": "partly"}


def test_six_replies_and_a_silence_fill_the_table_with_at_most_one_click_each(
    citizen: User, sink: Sink, now: datetime
) -> None:
    campaign = campaign_of(citizen, now, bodies(["us-il"] * (len(REPLIES) + 1)))
    released(campaign, citizen, now)
    outbox.run(now=now)
    requests = list(RecordsRequest.objects.filter(campaign=campaign).order_by("pk"))
    assert {request.stage for request in requests} == {"awaiting_response"}
    for request, (text, files, _) in zip(requests, REPLIES, strict=False):
        sender = request.agency.contacts.get().address
        content = mail(text, to=request, sender=sender, files=files)
        inbound.take(content=content, door="smtp", now=now)
    for room in (inbound, match, read, texts, read):
        room.run(now=now)
    clicks = 0
    for reading in Reading.objects.filter(state=Reading.State.ASKED):
        is_vague = reading.confidence < 0.5
        kind = "records_partial" if is_vague else reading.kind
        read.confirm(reading=reading, kind=kind, by=citizen, now=now)
        clicks += 1
    deadlines.run(now=now + timedelta(days=10))
    for request, (_, _, expected) in zip(requests, REPLIES, strict=False):
        found = dict(Finding.objects.filter(request=request).values_list("category", "state"))
        assert found == (expected or ONE_CLICK)
    silent = requests[len(REPLIES)]
    assert set(silent.findings.values_list("state", flat=True)) == {"silent"}
    assert clicks <= 3
    table = Grid(campaign, Filters())
    cells = [cell.state for row in table.page(None).rows for cell in row.cells]
    assert len(cells) == 2 * len(requests)
    assert "pending" not in cells
