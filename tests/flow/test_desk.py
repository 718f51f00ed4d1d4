"""The desk: notes, hands, tags, views and visits; nothing of it is lost, nothing goes to others."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from foia import access
from foia.flow import desk, teams
from foia.models import (
    Assignment,
    Campaign,
    Deadline,
    DeskAct,
    Membership,
    RecordsRequest,
    SavedView,
    Tag,
    User,
    Visit,
)
from tests.flow.campaign_cases import bodies, campaign_of, prepared
from tests.web.conftest import mail, receive


@pytest.fixture
def maya(db: None) -> User:
    return User.objects.create_user("maya@openshutter.example")


@pytest.fixture
def campaign(citizen: User, maya: User, now: datetime) -> Campaign:
    """A campaign of three requests, of a team in which Maya is a responder."""
    made = campaign_of(citizen, now, bodies(["us-il"] * 3))
    prepared(made, citizen, now)
    Membership.objects.create(team=made.team, user=maya, role="responder")
    return made


def requests_of(campaign: Campaign) -> list[RecordsRequest]:
    return list(campaign.requests.order_by("pk"))


def a_date(request: RecordsRequest, now: datetime) -> Deadline:
    is_such = dict.fromkeys(("is_hard", "is_verified", "is_presumed"), True)
    return Deadline(request=request, desk=request.desk, position=0, due_on=now, **is_such)


def minded(person: User) -> int:
    return Deadline.objects.filter(access.minded_by(person)).count()


def test_a_note_is_kept_and_its_writer_alone_takes_it_back(
    sent: RecordsRequest, citizen: User, maya: User, now: datetime
) -> None:
    note = desk.write(request=sent, text=" Ring them\x00 on Monday ", by=citizen, now=now)
    assert note.text == "Ring them on Monday"
    with pytest.raises(desk.DeskError, match="somebody else's"):
        desk.take_back(note=note, by=maya, now=now)
    desk.take_back(note=note, by=citizen, now=now)
    note.refresh_from_db()
    assert (note.text, note.taken_back_at) == ("", now)


@pytest.mark.parametrize("text", ["", " \n ", "x" * 10_001], ids=["empty", "blank", "endless"])
def test_a_note_that_says_nothing_or_never_ends_is_refused(
    text: str, sent: RecordsRequest, citizen: User, now: datetime
) -> None:
    with pytest.raises(desk.DeskError):
        desk.write(request=sent, text=text, by=citizen, now=now)


def test_requests_change_hands_and_everybody_can_follow_it(
    campaign: Campaign, citizen: User, maya: User, now: datetime
) -> None:
    all_three = requests_of(campaign)
    assert desk.assign(requests=all_three, to=maya, by=citizen, now=now) == 3
    assert desk.assign(requests=all_three[:1], to=maya, by=citizen, now=now) == 0
    assert desk.assign(requests=all_three[:1], to=citizen, by=maya, now=now) == 1
    assert desk.assign(requests=all_three[1:2], to=None, by=maya, now=now) == 1
    held = dict(Assignment.objects.values_list("request", "assignee__email"))
    assert held == {all_three[0].pk: citizen.email, all_three[2].pk: maya.email}
    acts = DeskAct.objects.filter(request__in=all_three[:2]).order_by("pk")
    assert list(acts.values_list("act", "words")) == [
        *[("assigned", maya.email)] * 2,
        ("assigned", citizen.email),
        ("released", ""),
    ]


def test_nobody_gets_requests_of_a_team_in_which_they_may_not_answer(
    campaign: Campaign, citizen: User, now: datetime
) -> None:
    viewer = User.objects.create_user("vera@openshutter.example")
    Membership.objects.create(team=campaign.team, user=viewer, role="viewer")
    stranger = User.objects.create_user("sam@openshutter.example")
    for person in (viewer, stranger):
        with pytest.raises(desk.DeskError, match="a member who may answer"):
            desk.assign(requests=requests_of(campaign), to=person, by=citizen, now=now)
    assert not Assignment.objects.exists()


def test_who_leaves_the_team_looks_after_nothing_of_it(
    campaign: Campaign, citizen: User, maya: User, now: datetime
) -> None:
    for asked in requests_of(campaign):
        a_date(asked, now).save()
    desk.assign(requests=requests_of(campaign), to=maya, by=citizen, now=now)
    assert minded(maya) == 3
    teams.leave(membership=campaign.team.memberships.get(user=maya))
    assert not Assignment.objects.exists()
    assert minded(maya) == 0


def test_who_only_looks_from_now_on_looks_after_nothing(
    campaign: Campaign, citizen: User, maya: User, now: datetime
) -> None:
    desk.assign(requests=requests_of(campaign), to=maya, by=citizen, now=now)
    member = campaign.team.memberships.get(user=maya)
    teams.set_role(membership=member, role="organizer")
    assert Assignment.objects.count() == 3
    teams.set_role(membership=member, role="viewer")
    assert not Assignment.objects.exists()


def test_a_tag_is_one_word_of_the_team_however_it_is_written(
    campaign: Campaign, citizen: User, now: datetime
) -> None:
    one, two, _three = requests_of(campaign)
    assert desk.tag(requests=[one, two], name="Press ", by=citizen, now=now) == 2
    assert desk.tag(requests=[one], name="PRESS", by=citizen, now=now) == 0
    assert [tag.name for tag in Tag.objects.all()] == ["Press"]
    assert desk.untag(requests=[one, two], name="press", by=citizen, now=now) == 2
    assert not Tag.objects.exists()
    with pytest.raises(desk.DeskError, match="no tag «press» to take off"):
        desk.untag(requests=[one], name="press", by=citizen, now=now)


def test_ones_own_requests_are_sorted_by_words_of_ones_own(
    campaign: Campaign, sent: RecordsRequest, citizen: User, now: datetime
) -> None:
    desk.tag(requests=requests_of(campaign), name="press", by=citizen, now=now)
    assert desk.tag(requests=[sent], name="Press", by=citizen, now=now) == 1
    assert desk.tag(requests=[sent], name="PRESS", by=citizen, now=now) == 0
    own = Tag.objects.get(owner=citizen)
    assert (own.name, own.team) == ("Press", None)
    assert list(desk.tags_of(sent)) == [own]
    assert [tag.name for tag in desk.tags_of(requests_of(campaign)[0])] == ["press"]
    assert desk.untag(requests=[sent], name="press", by=citizen, now=now) == 1
    assert Tag.objects.get().team == campaign.team


def test_requests_of_two_teams_and_single_ones_are_not_sorted_together(
    campaign: Campaign, sent: RecordsRequest, citizen: User, now: datetime
) -> None:
    mixed = [*requests_of(campaign), sent]
    for requests in (mixed, []):
        with pytest.raises(desk.DeskError):
            desk.tag(requests=requests, name="press", by=citizen, now=now)


def test_sorting_many_costs_no_more_statements_than_sorting_few(
    campaign: Campaign,
    citizen: User,
    now: datetime,
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
        desk.tag(requests=requests_of(campaign), name="press", by=citizen, now=now)


def test_a_view_is_kept_under_its_name_once(campaign: Campaign, citizen: User) -> None:
    team = campaign.team
    desk.save_view(team=team, name="New", query="show=unread", by=citizen)
    desk.save_view(team=team, name="new", query="show=night", by=citizen)
    assert list(SavedView.objects.values_list("name", "query")) == [("New", "show=night")]
    for name, query in (("", "show=unread"), ("x", ""), ("x", "q=" + "y" * 1000)):
        with pytest.raises(desk.DeskError):
            desk.save_view(team=team, name=name, query=query, by=citizen)


def test_a_visit_is_written_only_where_something_is_unread(
    sent: RecordsRequest, citizen: User, maya: User, now: datetime
) -> None:
    desk.visit(request=sent, by=citizen, now=now)
    assert not Visit.objects.exists()
    receive(mail(sent, "Hello."), now)
    desk.visit(request=sent, by=citizen, now=now)
    desk.visit(request=sent, by=citizen, now=now + timedelta(days=1))
    assert list(Visit.objects.values_list("user", "at")) == [(citizen.pk, now)]
    receive(mail(sent, "Hello again.", message_id="<2@agency.example>"), now + timedelta(days=2))
    desk.visit(request=sent, by=citizen, now=now + timedelta(days=3))
    assert Visit.objects.get().at == now + timedelta(days=3)
    desk.visit(request=sent, by=maya, now=now + timedelta(days=3))
    assert Visit.objects.count() == 2
