"""Coding: typed answers in one form, two coders who do not see each other, differences settled."""

from datetime import datetime

import pytest

from foia.flow import desk
from foia.models import Campaign, Coding, Membership, Question, RecordsRequest, Settlement, User
from tests.flow.campaign_cases import bodies, campaign_of, prepared
from tests.web.conftest import mail, receive


@pytest.fixture
def coders(citizen: User) -> list[User]:
    """Three people of one team, the organizer among them."""
    others = [User.objects.create_user(f"{name}@openshutter.example") for name in ("ann", "bo")]
    return [citizen, *others]


@pytest.fixture
def campaign(coders: list[User], now: datetime) -> Campaign:
    """A campaign of four requests, three of them answered."""
    made = campaign_of(coders[0], now, bodies(["us-il"] * 4))
    prepared(made, coders[0], now)
    for person in coders[1:]:
        Membership.objects.create(team=made.team, user=person, role="responder")
    for number, request in enumerate(made.requests.order_by("pk")[:3]):
        receive(mail(request, "Hello.", message_id=f"<{number}@agency.example>"), now)
    return made


def ask(campaign: Campaign, kind: str = "yes_no", text: str = "A policy?", *of: str) -> Question:
    return desk.add_question(campaign=campaign, kind=kind, text=text, choices=list(of))


def answered(campaign: Campaign) -> list[RecordsRequest]:
    return list(campaign.requests.order_by("pk")[:3])


@pytest.mark.parametrize(
    ("kind", "told", "kept"),
    [
        ("yes_no", " yes ", "yes"),
        ("choice", "Partly", "Partly"),
        ("number", "012,50", "12.5"),
        ("number", "1e3", "1000"),
        ("number", "-0.0", "0"),
        ("date", "2026-11-22", "2026-11-22"),
        ("text", " They say\x00 no. ", "They say no."),
        ("date", "  ", ""),
    ],
)
def test_an_answer_is_kept_in_one_form(kind: str, told: str, kept: str, campaign: Campaign) -> None:
    question = ask(campaign, kind, "Which?", "Whole", "Partly")
    assert desk.value_of(question, told) == kept


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("yes_no", "perhaps"),
        ("choice", "partly"),
        ("number", "many"),
        ("number", "NaN"),
        ("number", "1e999999999"),
        ("date", "22/11/2026"),
        ("text", "x" * 1001),
    ],
)
def test_what_is_no_answer_of_its_type_is_refused_with_what_is(
    kind: str, told: str, campaign: Campaign, citizen: User, now: datetime
) -> None:
    question = ask(campaign, kind, "Which?", "Whole", "Partly")
    with pytest.raises(desk.DeskError, match="Which"):
        desk.code(request=answered(campaign)[0], answers={question.pk: told}, by=citizen, now=now)
    assert not Coding.objects.exists()


def test_a_question_that_cannot_be_asked_says_why(campaign: Campaign) -> None:
    ask(campaign)
    for kind, text, choices in (
        ("yes_no", "a policy?", []),
        ("yes_no", " ", []),
        ("essay", "Why?", []),
        ("choice", "Which?", ["One", "One"]),
    ):
        with pytest.raises(desk.DeskError):
            desk.add_question(campaign=campaign, kind=kind, text=text, choices=choices)


def test_a_request_is_offered_to_two_coders_once_an_answer_came(
    campaign: Campaign, coders: list[User], now: datetime
) -> None:
    question, first = ask(campaign), answered(campaign)[0]
    for person in coders[:2]:
        assert list(desk.to_code(campaign, person)) == answered(campaign)
        desk.code(request=first, answers={question.pk: "yes"}, by=person, now=now)
        assert list(desk.to_code(campaign, person)) == answered(campaign)[1:]
    assert list(desk.to_code(campaign, coders[2])) == answered(campaign)[1:]


def test_coders_agree_so_often_and_words_are_not_compared(
    campaign: Campaign, coders: list[User], now: datetime
) -> None:
    policy, words = ask(campaign), ask(campaign, "text", "In short?")
    said = [("yes", "yes"), ("yes", "no"), ("no", "no")]
    for request, pair in zip(answered(campaign), said, strict=True):
        for person, told in zip(coders, pair, strict=False):
            answers = {policy.pk: told, words.pk: f"{person} says {told}"}
            desk.code(request=request, answers=answers, by=person, now=now)
    found = desk.agreements(campaign)
    assert found == {policy.pk: (3, 2)}
    assert found[policy.pk].percent == 67
    assert desk.Agreement().percent is None
    pairs = list(desk.differences(campaign))
    assert pairs == [{"request": answered(campaign)[1].pk, "question": policy.pk}]


def test_a_difference_is_settled_once_and_not_before_there_is_one(
    campaign: Campaign, coders: list[User], now: datetime
) -> None:
    question, request = ask(campaign), answered(campaign)[0]
    told = {"question": question, "request": request, "by": coders[0], "now": now}
    desk.code(request=request, answers={question.pk: "yes"}, by=coders[0], now=now)
    with pytest.raises(desk.DeskError, match="not coded twice"):
        desk.settle(value="yes", reason="", **told)
    desk.code(request=request, answers={question.pk: "no"}, by=coders[1], now=now)
    desk.settle(value="no", reason="Page 3\nsays so", **told)
    assert not desk.differences(campaign).exists()
    desk.settle(value="yes", reason="Page 4", **told)
    assert Settlement.objects.get().value == "yes"
    with pytest.raises(desk.DeskError, match="Nothing was chosen"):
        desk.settle(value="", reason="", **told)


def test_an_answer_can_be_changed_and_taken_away_and_one_of_elsewhere_is_not_kept(
    campaign: Campaign, citizen: User, now: datetime
) -> None:
    question, request = ask(campaign), answered(campaign)[0]
    other = ask(campaign_of(citizen, now, [], name="Another"))
    for told, kept in (("yes", ["yes"]), ("no", ["no"]), ("", [])):
        answers = {question.pk: told, other.pk: "yes"}
        desk.code(request=request, answers=answers, by=citizen, now=now)
        assert list(Coding.objects.values_list("value", flat=True)) == kept
    desk.retire_question(question=question)
    desk.code(request=request, answers={question.pk: "yes"}, by=citizen, now=now)
    assert not Coding.objects.exists()
