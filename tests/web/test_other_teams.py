"""What belongs to another team cannot be named in a form, and hostile words stay words."""

from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from foia import samples
from foia.flow import desk
from foia.models import (
    Agency,
    AgencyImport,
    AgencyList,
    Assignment,
    CalendarFeed,
    Coding,
    Contact,
    Delivery,
    Finding,
    Invitation,
    Membership,
    Message,
    OwnWords,
    PublicCopy,
    Question,
    RecordsRequest,
    Redaction,
    SavedView,
    Settlement,
    Tagging,
    Team,
    User,
)
from tests.agency_tables import Kept, kept_by
from tests.conftest import NOW
from tests.published import shown_by
from tests.web.conftest import Rows, campaign_of, signed_in, written

EVIL = "<script>alert(1)</script>\"'{{ x }}$name%s"


@pytest.fixture
def now() -> datetime:
    """This moment: the views read the clock themselves."""
    return timezone.now()


@pytest.fixture
def theirs(citizen: User, now: datetime) -> Kept:
    """What the citizen's team keeps of bodies."""
    samples.load()
    return kept_by(citizen, now)


@pytest.fixture
def mallory(db: None) -> User:
    """Somebody of another team."""
    return User.objects.create_user("mallory@openshutter.example")


def test_no_form_takes_what_is_another_teams(
    theirs: Kept, mallory: User, citizen: User, now: datetime
) -> None:
    mine, browser = kept_by(mallory, now), signed_in(mallory)
    own, other = campaign_of(mallory, now), campaign_of(citizen, now)
    team = str(Team.objects.get(pk=theirs.agency.team_id).uuid)
    body = other.bodies.order_by("pk")[0]
    forms: list[tuple[str, list[object], dict[str, object]]] = [
        ("campaign_bodies_add", [own.uuid], {"agency_list": theirs.agency_list.uuid}),
        ("campaign_bodies_remove", [own.uuid], {"picked": [body.pk]}),
        ("campaign_fields", [own.uuid], {"table": f"body,street\n{body.pk},Main\n0,Main\n"}),
        ("agency_list_put", [], {"agency_list": theirs.agency_list.uuid, "agency": ["1"]}),
        (
            "agency_list_put",
            [],
            {"agency_list": mine.agency_list.uuid, "agency": [theirs.agency.pk]},
        ),
        ("agency_merge", [mine.agency.uuid], {"into": theirs.agency.pk}),
        (
            "agency_address",
            [mine.agency.uuid],
            {"channel": "email", "address": "m@x.example", "team": team},
        ),
        ("agency_address_out_of_use", [mine.agency.uuid, theirs.contact.pk], {}),
        ("agency_lists", [], {"name": "Taken", "team": team}),
    ]
    lists = AgencyList.objects.filter(team__uuid=team).count()
    for name, args, told in forms:
        browser.post(reverse(name, args=args), told)
    body.refresh_from_db()
    theirs.contact.refresh_from_db()
    theirs.agency.refresh_from_db()
    assert other.bodies.count() == 3
    assert body.fields == {}
    assert theirs.contact.is_working
    assert AgencyList.objects.filter(team__uuid=team).count() == lists
    assert not Contact.objects.filter(address="m@x.example", team__uuid=team).exists()
    listed = mine.agency_list.listed.values_list("agency", flat=True)
    assert theirs.agency.pk not in set(listed)
    assert Agency.objects.get(pk=mine.agency.pk).merged_into_id != theirs.agency.pk


def test_a_hostile_table_stays_words_on_every_page(theirs: Kept, owner: Client) -> None:
    team = str(Team.objects.get(pk=theirs.agency.team_id).uuid)
    words = EVIL.replace('"', '""')
    table = (
        f'name,place,email,homepage,jurisdiction\n"{words}",P,x@y.example,javascript:a(),us-il\n'
    )
    name = "<img src=x onerror=alert(1)>.csv"
    told = {"team": team, "table": SimpleUploadedFile(name, table.encode())}
    made = owner.post(reverse("agency_import_new"), told)
    if made.status_code == 422:  # one team alone: it is not asked for
        made = owner.post(reverse("agency_import_new"), {"table": told["table"]})
    row = AgencyImport.objects.order_by("-pk")[0]
    pages = [reverse(f"agency_import{of}", args=[row.uuid]) for of in ("", "_compare")]
    shown = [owner.get(page).content.decode() for page in pages]
    owner.post(reverse("agency_import_apply", args=[row.uuid]))
    body = Agency.objects.get(name__contains="alert(1)")
    after = [pages[0], reverse("agency", args=[body.uuid]), reverse("agencies") + "?words=script"]
    shown += [owner.get(page).content.decode() for page in after]
    assert body.homepage == ""
    for page in shown:
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert 'href="javascript' not in page


def test_no_form_acts_on_a_request_or_takes_a_person_of_another_team(
    rows: Rows, mallory: User, citizen: User, now: datetime
) -> None:
    browser, own = signed_in(mallory), campaign_of(mallory, now)
    mine = written(own, now).messages.order_by("pk")[0].the_request
    theirs = rows.campaign_letter.the_request
    team, their_team = own.team, rows.campaign.team
    desk.tag(requests=[theirs], name="secret", by=citizen, now=now)
    question = desk.add_question(campaign=rows.campaign, kind="yes_no", text="Q?", choices=[])
    shown = shown_by(rows.sent, NOW)
    forms: list[tuple[str, list[object], dict[str, object]]] = [
        ("request_assign", [mine.uuid], {"to": citizen.pk}),
        ("request_tags", [mine.uuid], {"off": "secret"}),
        ("inbox_act", [], {"do": "give", "to": mallory.pk, "picked": [theirs.pk]}),
        ("inbox_act", [], {"do": "give", "to": citizen.pk, "picked": [mine.pk]}),
        ("inbox_act", [], {"do": "tag", "name": "mine now", "picked": [theirs.pk, mine.pk]}),
        ("inbox_act", [], {"do": "untag", "name": "secret", "picked": [theirs.pk]}),
        ("inbox_act", [], {"do": "read", "picked": [theirs.pk]}),
        ("inbox_save", [], {"name": "V", "team": their_team.uuid}),
        ("own_words_share", [rows.words.uuid], {"team": team.uuid}),
        ("calendars", [], {"team": their_team.pk}),
        ("campaign_grid_act", [own.uuid], {"do": "close", "picked": [theirs.pk]}),
        ("campaign_new", [], {"team": their_team.uuid, "name": "X"}),
        ("team_role", [team.uuid, rows.member.pk], {"role": "viewer"}),
        ("team_leave", [team.uuid, rows.member.pk], {}),
        ("invitation_withdraw", [team.uuid, rows.invitation.pk], {}),
        ("question_retire", [own.uuid, question.pk], {}),
        (
            "coding_differences",
            [own.uuid],
            {"question": question.pk, "request": theirs.pk, "value": "yes"},
        ),
        ("request_coding", [mine.uuid], {f"q{question.pk}": "yes"}),
        (
            "finding",
            [mine.uuid, mine.ask[0]["category"]],
            {"state": "withheld", "attachment": rows.attachment.pk},
        ),
        ("campaign_file_remove", [own.uuid, 1], {}),
        ("triage_file", [rows.unplaced.uuid], {"reference": mine.reference}),
        ("message_take_back", [rows.reading.message.uuid], {}),
        ("notifications_read", [], {"notice": [1, 2, 3]}),
        ("pile_print", [], {"letters": [rows.portal.pk], "kind": "pdf"}),
        ("pile_posted", [], {"letters": [rows.portal.pk], "posted_on": "2026-11-16"}),
        ("serie_referred", [], {"requests": [rows.sent.pk]}),
        ("copy_decide", [shown.copy.uuid], {"act": "private"}),
        ("redact", [shown.file.pk], {"act": "requester"}),
        ("address_send", [rows.refused.the_request.agency.uuid], {"digest": "x"}),
    ]
    before = fingerprint()
    for name, args, told in forms:
        answer = browser.post(reverse(name, args=args), told)
        assert answer.status_code in (200, 302, 404, 422), name
        seen = b"".join(answer) if answer.streaming else answer.content
        for word in (rows.sent.reference, theirs.reference):
            assert word.encode() not in seen, name
    assert fingerprint() == before
    rows.unplaced.refresh_from_db()
    assert rows.unplaced.request is None
    assert not Assignment.objects.exists()
    on_theirs = Tagging.objects.filter(request=theirs).values_list("tag__name", flat=True)
    assert list(on_theirs) == ["secret"]
    assert not SavedView.objects.exists()
    assert not CalendarFeed.objects.filter(team=their_team).exists()
    assert not Coding.objects.exists() and not Settlement.objects.exists()
    assert not Finding.objects.filter(attachment=rows.attachment, request=mine).exists()


def fingerprint() -> dict[str, object]:
    """What must not change of the owner's by whatever somebody else sends."""
    return {
        "members": list(Membership.objects.order_by("pk").values_list("user", "team", "role")),
        "invitations": Invitation.objects.count(),
        "questions": list(Question.objects.values_list("pk", "is_retired")),
        "words": list(OwnWords.objects.values_list("pk", "team")),
        "filed": list(
            Message.objects.filter(direction="in").order_by("pk").values_list("pk", "request")
        ),
        "closed": RecordsRequest.objects.filter(stage="closed").count(),
        "deliveries": Delivery.objects.count(),
        "copies": list(PublicCopy.objects.order_by("pk").values_list("pk", "state", "decision")),
        "boxes": Redaction.objects.count(),
    }
