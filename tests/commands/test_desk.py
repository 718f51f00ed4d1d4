"""`manage.py desk`, `ledger` and `coding`: the desk without a browser, with the same refusals."""

import json
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from foia.models import (
    Assignment,
    Campaign,
    LedgerEntry,
    Membership,
    Note,
    RecordsRequest,
    Settlement,
    User,
    Visit,
)
from tests.flow.campaign_cases import bodies, campaign_of, prepared
from tests.web.conftest import mail, receive

ROSA, MAYA = "rosa@openshutter.example", "maya@openshutter.example"


@pytest.fixture
def request_of_team(citizen: User, now: datetime) -> RecordsRequest:
    """A request of a campaign that was answered by a question; Maya is a responder of its team."""
    campaign = campaign_of(citizen, now, bodies(["us-il"]))
    prepared(campaign, citizen, now)
    maya = User.objects.create_user(MAYA)
    Membership.objects.create(team=campaign.team, user=maya, role="responder")
    request = campaign.requests.get()
    receive(mail(request, "We are looking into the matter you raised."), now)
    return request


def told(capsys: Any, *words: str, by: str = ROSA) -> Any:
    call_command(*words, "--by", by, "--json")
    return json.loads(capsys.readouterr().out)


def do(*words: str, by: str = ROSA) -> None:
    call_command(*words, "--by", by)


def test_a_reply_is_listed_decided_and_taken_back(
    request_of_team: RecordsRequest, capsys: Any
) -> None:
    (unread,) = told(capsys, "desk", "unread")
    assert unread["reference"] == request_of_team.reference
    do("desk", "read", request_of_team.reference)
    assert Visit.objects.get().user.email == ROSA
    capsys.readouterr()
    assert told(capsys, "desk", "unread") == []
    (reply,) = told(capsys, "desk", "replies", by=MAYA)
    number = str(reply["number"])
    do("desk", "decide", number, "--words", "interim", by=MAYA)
    capsys.readouterr()
    assert told(capsys, "desk", "replies") == []
    do("desk", "undo", number, by=MAYA)
    capsys.readouterr()
    assert [row["number"] for row in told(capsys, "desk", "replies")] == [reply["number"]]


def test_notes_hands_and_tags_go_by_reference(request_of_team: RecordsRequest, capsys: Any) -> None:
    reference = request_of_team.reference
    do("desk", "note", reference, "--words", "Ring them", by=MAYA)
    do("desk", "assign", reference, "--to", MAYA)
    do("desk", "tag", reference, "--words", "press")
    assert Note.objects.get().text == "Ring them"
    assert Assignment.objects.get().assignee.email == MAYA
    assert request_of_team.taggings.get().tag.name == "press"
    do("desk", "release", reference)
    do("desk", "untag", reference, "--words", "press")
    assert not Assignment.objects.exists()
    capsys.readouterr()
    assert [row["text"] for row in told(capsys, "desk", "notes")] == ["Ring them"]
    assert told(capsys, "desk", "due") == []


def test_amounts_are_entered_summed_and_struck(
    request_of_team: RecordsRequest, capsys: Any
) -> None:
    amount = ("--amount", "12.50", "--currency", "usd", "--on", "2026-11-16", "--kind", "paid")
    do("ledger", "enter", request_of_team.reference, *amount)
    capsys.readouterr()
    (row,) = told(capsys, "ledger", "list", "--campaign", "Face search")
    assert (row["amount"], row["currency"]) == ("12.500", "USD")
    assert Decimal(told(capsys, "ledger", "sums")[0]["spent"]) == Decimal("12.5")
    do("ledger", "strike", str(row["number"]), "--words", "Twice")
    assert LedgerEntry.objects.get().struck_why == "Twice"


def test_answers_are_coded_twice_and_settled(request_of_team: RecordsRequest, capsys: Any) -> None:
    campaign: Campaign = request_of_team.campaign  # type: ignore[assignment]
    one = ("--question", "1", "--request", request_of_team.reference)
    do("coding", "ask", campaign.name, "--text", "Is there a policy?")
    assert len(told_todo(capsys, campaign)) == 1
    do("coding", "code", campaign.name, *one, "--value", "yes")
    do("coding", "code", campaign.name, *one, "--value", "no", by=MAYA)
    capsys.readouterr()
    assert told(capsys, "coding", "questions", campaign.name)[0]["percent"] == 0
    assert told(capsys, "coding", "differences", campaign.name)[0]["question"] == 1
    with pytest.raises(CommandError, match="no campaign"):
        do("coding", "settle", campaign.name, *one, "--value", "no", by=MAYA)
    do("coding", "settle", campaign.name, *one, "--value", "no", "--reason", "Page 1")
    assert Settlement.objects.get().value == "no"
    capsys.readouterr()
    (row,) = told(capsys, "coding", "table", campaign.name)
    assert row["Is there a policy?"] == "no"
    do("coding", "retire", campaign.name, "--question", "1")


def told_todo(capsys: Any, campaign: Campaign) -> Any:
    capsys.readouterr()
    return told(capsys, "coding", "todo", campaign.name)


@pytest.mark.parametrize(
    "words",
    [
        ("desk", "note", "OS-NOBODY", "--words", "x"),
        ("desk", "tag", "--words", "x"),
        ("desk", "decide", "999", "--words", "interim"),
        ("ledger", "strike", "999", "--words", "x"),
        ("ledger", "enter", "OS-NOBODY"),
        ("coding", "questions", "No such campaign"),
    ],
)
def test_trouble_is_one_sentence(words: tuple[str, ...], citizen: User) -> None:
    with pytest.raises(CommandError):
        do(*words)
    with pytest.raises(CommandError, match="no account"):
        do("desk", "due", by="nobody@openshutter.example")
