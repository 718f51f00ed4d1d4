"""The inbox and the response desk: what is unread, whose it is, one reply after the other."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from foia import samples
from foia.flow import desk
from foia.models import (
    Assignment,
    Deadline,
    Membership,
    Message,
    Reading,
    RecordsRequest,
    SavedView,
    Tag,
    Team,
    User,
    Visit,
    Wave,
)
from tests.waves import a_wave, letters_of
from tests.web.conftest import Rows, mail, receive, signed_in
from tests.web.test_requests import queries

NOTHING_SAID = "We are looking into the matter you raised."


@pytest.fixture
def maya(rows: Rows) -> Client:
    """A browser of a responder of the owner's team."""
    person = User.objects.create_user("maya@openshutter.example")
    Membership.objects.create(team=rows.campaign.team, user=person, role="responder")
    return signed_in(person)


@pytest.fixture
def wave(citizen: User) -> Wave:
    """A wave of the citizen's team, of no letters yet."""
    samples.load()
    team = Team.objects.create(name="Coalition", created_at=timezone.now())
    Membership.objects.create(team=team, user=citizen, role="owner")
    return a_wave(citizen, now=timezone.now(), team=team)


def grow(wave: Wave, number: int) -> list[RecordsRequest]:
    """Add so many requests, each with a reply that is a question."""
    now = timezone.now()
    letters = letters_of(wave, number, now=now)
    for letter in letters:
        reply = Message.objects.create(
            request=letter.request,
            direction="in",
            kind="mail",
            state="arrived",
            filing="filed",
            subject=f"Reply to {letter.the_request.reference}",
            body_text=NOTHING_SAID,
            at=now,
            created_at=now,
        )
        Reading.of(reply, kind="interim", confidence=0.4, state="asked", read_at=now).save()
    return [letter.the_request for letter in letters]


def test_the_inbox_shows_what_came_in_and_what_is_unread_until_it_is_looked_at(
    rows: Rows, owner: Client
) -> None:
    page = owner.get(reverse("inbox"))
    assert "Chicago Police Department" in page.content.decode()
    assert b'class="unread"' in page.content
    owner.get(reverse("records_request", args=[rows.sent.uuid]))
    assert b'class="unread"' not in owner.get(reverse("inbox")).content
    assert b"Nothing is like that" in owner.get(reverse("inbox") + "?show=unread").content


def test_looking_without_a_body_marks_nothing_as_read(rows: Rows, owner: Client) -> None:
    owner.head(reverse("records_request", args=[rows.sent.uuid]))
    assert not Visit.objects.exists()


def test_what_one_has_read_stays_unread_for_the_others(
    rows: Rows, owner: Client, maya: Client
) -> None:
    asked = rows.campaign_letter.the_request
    receive(mail(asked, "Hello.", message_id="<9@agency.example>"))
    owner.get(reverse("records_request", args=[asked.uuid]))
    only = reverse("inbox") + f"?team={rows.campaign.team.uuid}&show=unread"
    assert asked.agency.name not in owner.get(only).content.decode().partition('<ul class="list')[2]
    assert asked.agency.name in maya.get(only).content.decode()


def test_a_stranger_s_inbox_is_empty_whatever_the_address_says(
    rows: Rows, stranger: Client
) -> None:
    for query in ("", "?list=due", f"?team={rows.campaign.team.uuid}", "?who=1&tag=x&q=Chicago"):
        page = stranger.get(reverse("inbox") + query).content.decode()
        assert rows.sent.reference not in page
        assert "Chicago Police" not in page


def test_the_inbox_lists_what_is_due_with_its_section(rows: Rows, owner: Client) -> None:
    page = owner.get(reverse("inbox") + "?list=due").content.decode()
    assert "Mon, Nov 23, 2026" in page
    assert "5 ILCS 140/3(d)" in page
    Deadline.objects.update(state="missed")
    assert (
        "Mon, Nov 23, 2026"
        in owner.get(reverse("inbox") + "?list=due&show=overdue").content.decode()
    )


def test_ticked_requests_are_handed_out_and_tagged_and_found_by_it(
    rows: Rows, owner: Client, maya: Client
) -> None:
    asked = rows.campaign_letter.the_request
    receive(mail(asked, "Hello.", message_id="<9@agency.example>"))
    to = User.objects.get(email="maya@openshutter.example")
    act, ticked = reverse("inbox_act"), {"picked": [asked.pk]}
    owner.post(act, {"do": "give", "to": to.pk, **ticked})
    owner.post(act, {"do": "tag", "name": "press", **ticked})
    assert Assignment.objects.get().assignee == to
    for query in (f"?who={to.pk}", "?tag=press"):
        page = owner.get(reverse("inbox") + query)
        assert [row.request for row in page.context["page"].rows] == [asked]
    mine = maya.get(reverse("inbox") + "?who=me")
    assert [row.request for row in mine.context["page"].rows] == [asked]
    owner.post(act, {"do": "release", **ticked})
    assert not Assignment.objects.exists()


def test_ones_own_request_is_tagged_on_its_page_and_found_by_it(rows: Rows, owner: Client) -> None:
    receive(mail(rows.sent, "Hello.", message_id="<8@agency.example>"))
    stranger = User.objects.create_user("sam@openshutter.example")
    Tag.objects.create(owner=stranger, name="theirs")
    page, tags = (reverse(n, args=[rows.sent.uuid]) for n in ("records_request", "request_tags"))
    assert owner.post(tags, {"name": "kitchen"}).status_code == 302
    assert '<span class="tag good">kitchen</span>' in owner.get(page).content.decode()
    found = owner.get(reverse("inbox") + "?tag=kitchen")
    assert {row.request for row in found.context["page"].rows} == {rows.sent}
    assert '<option value="kitchen" selected>' in found.content.decode()
    assert "theirs" not in found.content.decode()
    assert owner.post(tags, {"off": "theirs"}).status_code == 422
    owner.post(tags, {"off": "kitchen"})
    assert '<span class="tag good">kitchen' not in owner.get(page).content.decode()


def test_a_form_that_misses_something_says_so_and_does_nothing(rows: Rows, owner: Client) -> None:
    asked = rows.campaign_letter.the_request
    for told in ({"do": "give"}, {"do": "tag"}, {"do": "read me"}):
        page = owner.post(reverse("inbox_act"), {"picked": [asked.pk], **told}, follow=True)
        assert 'class="message error"' in page.content.decode()


def test_a_viewer_marks_as_read_and_hands_out_nothing(rows: Rows) -> None:
    vera = User.objects.create_user("vera@openshutter.example")
    Membership.objects.create(team=rows.campaign.team, user=vera, role="viewer")
    browser, asked = signed_in(vera), rows.campaign_letter.the_request
    receive(mail(asked, "Hello.", message_id="<9@agency.example>"))
    ticked = {"picked": [asked.pk]}
    browser.post(reverse("inbox_act"), {"do": "read", **ticked})
    assert Visit.objects.get().user == vera
    browser.post(reverse("inbox_act"), {"do": "tag", "name": "press", **ticked})
    assert not asked.taggings.exists()
    told = {"name": "Mine", "team": str(rows.campaign.team.uuid)}
    browser.post(reverse("inbox_save") + "?q=Chicago", told)
    assert not SavedView.objects.exists()
    assert "Keep the view" not in browser.get(reverse("inbox") + "?q=Chicago").content.decode()


def test_filters_are_kept_for_the_team_under_a_name(
    rows: Rows, owner: Client, maya: Client, stranger: Client
) -> None:
    query = "?show=questions&q=Chicago"
    told = {"name": "Questions of Chicago", "team": str(rows.campaign.team.uuid)}
    owner.post(reverse("inbox_save") + query, told)
    stranger.post(reverse("inbox_save") + query, told)
    view = SavedView.objects.get()
    assert view.query == "show=questions&q=Chicago"
    assert "Questions of Chicago" in maya.get(reverse("inbox")).content.decode()
    assert "Questions of Chicago" not in stranger.get(reverse("inbox")).content.decode()
    maya.post(reverse("view_drop", args=[view.uuid]))
    assert not SavedView.objects.exists()


def test_one_reply_after_the_other_is_decided_and_taken_back(wave: Wave, owner: Client) -> None:
    first, second, third = grow(wave, 3)
    shown = owner.get(reverse("replies"))
    assert shown.context["desk"].message.request == first
    reading = shown.context["desk"].reading
    assert NOTHING_SAID in shown.content.decode()
    decide = reverse("reply_decide", args=[reading.pk])
    following = owner.post(decide, {"kind": "portal_notice"}, follow=True)
    assert following.context["desk"].message.request == second
    assert "Take it back" in following.content.decode()
    again = owner.post(reverse("reply_undo", args=[reading.pk]), follow=True)
    assert again.context["desk"].message.request == first
    reading.refresh_from_db()
    assert reading.state == "asked"
    later = owner.get(reverse("replies"), {"after": reading.message_id})
    assert later.context["desk"].message.request == second
    assert later.context["desk"].before == reading.message_id
    end = owner.get(reverse("replies"), {"after": third.messages.get(direction="in").pk})
    assert "left for later" in end.content.decode()


def test_what_somebody_else_decided_is_not_mine_to_take_back_here(
    rows: Rows, owner: Client, maya: Client
) -> None:
    asked = rows.campaign_letter.the_request
    reading = receive(mail(asked, NOTHING_SAID, message_id="<9@agency.example>")).reading
    owner.post(reverse("reply_decide", args=[reading.pk]), {"kind": "interim"})
    assert maya.post(reverse("reply_undo", args=[reading.pk])).status_code == 404


def test_many_requests_are_listed_as_few_are(
    wave: Wave, owner: Client, citizen: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.assign(requests=grow(wave, 5), to=citizen, by=citizen, now=timezone.now())
    addresses = [reverse("inbox") + query for query in ("", "?list=due", "?show=questions&who=me")]
    as_few = [[row.pk for row in owner.get(a).context["page"].rows] for a in addresses]
    first = owner.get(reverse("replies")).context["desk"].reading
    monkeypatch.setattr("foia.web.among.FEW", 2)
    as_many = [[row.pk for row in owner.get(a).context["page"].rows] for a in addresses]
    assert as_many == as_few
    assert len(as_few[0]) == len(as_few[2]) == 5
    assert owner.get(reverse("replies")).context["desk"].reading == first


def test_neither_the_inbox_nor_the_desk_costs_more_for_many_than_for_few(
    wave: Wave, owner: Client, citizen: User
) -> None:
    addresses = [
        reverse("inbox"),
        reverse("inbox") + "?list=due",
        reverse("inbox") + "?show=unread&who=nobody",
        reverse("replies"),
    ]
    desk.tag(requests=grow(wave, 20), name="press", by=citizen, now=timezone.now())
    owner.get(reverse("replies"))
    few = {address: queries(owner, address) for address in addresses}
    many = grow(wave, 60)
    desk.assign(requests=many, to=citizen, by=citizen, now=timezone.now() + timedelta(1))
    assert {a: n for a in addresses if (n := queries(owner, a)) > few[a]} == {}
    assert max(few.values()) <= 20, few


def test_the_pages_of_a_team_keep_to_twenty_statements(rows: Rows, owner: Client) -> None:
    asked = rows.campaign_letter.the_request
    receive(mail(asked, NOTHING_SAID, message_id="<9@agency.example>"))
    for address in (
        reverse("home"),
        reverse("inbox"),
        reverse("records_request", args=[asked.uuid]),
        reverse("addresses"),
        reverse("triage"),
    ):
        assert owner.get(address).status_code == 200
        assert queries(owner, address) <= 20, address
