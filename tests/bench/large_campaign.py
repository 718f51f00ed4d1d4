"""A campaign of very many bodies, some answered: rows that its pages are timed with."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import models

from foia.models import (
    Assignment,
    CampaignBody,
    Coding,
    Deadline,
    Finding,
    LedgerEntry,
    Membership,
    Message,
    Question,
    Reading,
    RecordsRequest,
    Tag,
    Tagging,
    Team,
    User,
    Wave,
)
from foia.web.grid import STAGES
from tests.waves import a_wave, letters_of

KINDS = ("usage_policy", "contract", "audit_logs")
STATES = ("withheld", "obtained", "confirmed_absent")


def a_large_wave(person: User, bodies: int, *, now: datetime) -> Wave:
    """Return a wave being sent to so many bodies, with what came back and the work on it."""
    team = Team.objects.create(name="Coalition", created_at=now)
    Membership.objects.create(team=team, user=person, role="owner")
    wave = a_wave(person, now=now, team=team)
    wave.campaign.ask = [{"category": kind, "texts": {}} for kind in KINDS]
    wave.campaign.save()
    letters = letters_of(wave, bodies, now=now)
    _ask(wave, letters)
    _stand(letters, now)
    answer(letters, now)
    _work(wave, letters, now)
    return wave


def _ask(wave: Wave, letters: list[Message]) -> None:
    CampaignBody.objects.bulk_create(
        CampaignBody(campaign=wave.campaign, agency_id=letter.the_request.agency_id)
        for letter in letters
    )


def _stand(letters: list[Message], now: datetime) -> None:
    """Spread the requests over all stages."""
    for place, stage in enumerate(STAGES):
        there = [letter.request_id for letter in letters[place :: len(STAGES)]]
        for first in range(0, len(there), 500):
            meant = RecordsRequest.objects.filter(pk__in=there[first : first + 500])
            meant.update(stage=stage, next_due_on=now.date())


def answer(letters: list[Message], now: datetime) -> None:
    """Give the requests of these letters what came back: mails, findings, dates."""
    _find(letters, now)
    _bring_in(letters, now)
    _date(letters, now)


def _find(letters: list[Message], now: datetime) -> None:
    _many(
        Finding(
            request_id=letter.request_id,
            desk=letter.the_request.desk,
            category=kind,
            state=STATES[(place + column) % len(STATES)],
            found_at=now,
        )
        for place, letter in enumerate(letters)
        for column, kind in enumerate(KINDS)
    )


def _bring_in(letters: list[Message], now: datetime) -> None:
    """Bring in a mail to every second letter; of every hundredth somebody must say what it is."""
    mails = [
        Message(
            request=letter.request,
            direction=Message.Direction.IN,
            kind=Message.Kind.MAIL,
            state=Message.State.ARRIVED,
            filing=Message.Filing.FILED,
            sender=letter.recipient,
            subject=f"Re: {letter.subject}",
            body_text="Please find our answer about the face search system of the department.",
            at=now - timedelta(minutes=place),
            created_at=now - timedelta(minutes=place),
        )
        for place, letter in enumerate(letters[::2])
    ]
    _many(mails)
    _many(
        Reading.of(
            mail,
            kind="unknown",
            confidence=0.4,
            state=Reading.State.SURE if place % 50 else Reading.State.ASKED,
            read_at=now,
        )
        for place, mail in enumerate(mails)
    )


def _date(letters: list[Message], now: datetime) -> None:
    """Give every request a date, most of them ahead."""
    _many(
        Deadline(
            request_id=letter.request_id,
            desk=letter.the_request.desk,
            position=1,
            term="response",
            label="Answer due",
            binds="agency",
            state="running" if place % 4 else "missed",
            starts_on=now.date(),
            due_on=now.date() + timedelta(days=place % 60 if place % 4 else -1 - place % 60),
            is_hard=True,
            cite="5 ILCS 140/3(d)",
            statute_version="test",
            is_verified=True,
            is_presumed=False,
        )
        for place, letter in enumerate(letters)
    )


def _work(wave: Wave, letters: list[Message], now: datetime) -> None:
    """Have two people share the work: give out, tag, code the answers, and note what was paid."""
    team, one = wave.campaign.team, wave.created_by
    two = User.objects.get_or_create(email="second@openshutter.example")[0]
    Membership.objects.get_or_create(team=team, user=two, role="responder")
    tag = Tag.objects.create(team=team, name="urgent")
    asked = [letter.request_id for letter in letters]
    _many(Tagging(tag=tag, request_id=key) for key in asked[::10])
    _many(
        Assignment(request_id=key, assignee=(one, two)[place % 2], by=one, at=now)
        for place, key in enumerate(asked[::2])
    )
    like = {
        "desk": wave.campaign_id,
        "kind": "paid",
        "currency": "USD",
        "on": now.date(),
        "by": one,
        "at": now,
    }
    _many(LedgerEntry(request_id=key, amount=Decimal("12.50"), **like) for key in asked[::5])
    questions = [
        Question(campaign=wave.campaign, position=number, kind="yes_no", text=f"Question {number}?")
        for number in range(1, 4)
    ]
    _many(questions)
    answered = asked[::2][: len(asked) // 4]
    _many(
        Coding(
            question=question,
            request_id=key,
            coder=coder,
            value="no" if coder == two and place % 10 == 0 else "yes",
            at=now,
        )
        for place, key in enumerate(answered)
        for question in questions
        for coder in (one, two)
    )


def _many(rows: Iterable[models.Model]) -> None:
    """Write rows of one table, some thousand at a time."""
    found = list(rows)
    type(found[0])._default_manager.bulk_create(found, batch_size=5000)
