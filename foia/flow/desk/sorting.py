"""Who looks after which request, and by which words a team sorts them; many at once.

All requests of one call are those of one team's campaigns: views find them through `access`.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from foia.flow.desk.held import DeskError
from foia.letters.printable import one_line
from foia.models import Assignment, DeskAct, Membership, RecordsRequest, Tag, Tagging, Team, User

AT_ONCE = 1000
MOST_TAGS = 200
Act = DeskAct.Act


@transaction.atomic
def assign(*, requests: Sequence[RecordsRequest], to: User | None, by: User, now: datetime) -> int:
    """Give requests to a member of their team, or to nobody; return how many changed hands."""
    team = team_of(requests)
    if to is not None and not _may_answer(team, to):
        raise DeskError(
            f"{to} cannot look after requests of the team «{team}»; choose a member who may answer."
        )
    held = dict(
        Assignment.objects.filter(request__in=requests).values_list("request_id", "assignee_id")
    )
    meant = [r for r in requests if held.get(r.pk) != (to.pk if to else None)]
    if to is None:
        Assignment.objects.filter(request__in=meant).delete()
    else:
        Assignment.objects.bulk_create(
            [Assignment(request=r, assignee=to, by=by, at=now) for r in meant],
            update_conflicts=True,
            unique_fields=["request"],
            update_fields=["assignee", "by", "at"],
            batch_size=AT_ONCE,
        )
    _note(meant, Act.ASSIGNED if to else Act.RELEASED, str(to) if to else "", by, now)
    return len(meant)


@transaction.atomic
def tag(*, requests: Sequence[RecordsRequest], name: str, by: User, now: datetime) -> int:
    """Put a word of the team's on requests, made where it is new; return how many got it."""
    word = _tag_of(team_of(requests), name)
    has = set(
        Tagging.objects.filter(tag=word, request__in=requests).values_list("request", flat=True)
    )
    meant = [r for r in requests if r.pk not in has]
    Tagging.objects.bulk_create(
        [Tagging(tag=word, request=r) for r in meant], ignore_conflicts=True, batch_size=AT_ONCE
    )
    _note(meant, Act.TAGGED, word.name, by, now)
    return len(meant)


@transaction.atomic
def untag(*, requests: Sequence[RecordsRequest], name: str, by: User, now: datetime) -> int:
    """Take a word off requests; one that is on none any more is forgotten."""
    team = team_of(requests)
    word = Tag.objects.filter(team=team, name__iexact=one_line(name)).first()
    if word is None:
        raise DeskError(f"The team «{team}» has no tag «{one_line(name)[:40]}»; choose another.")
    has = Tagging.objects.filter(tag=word, request__in=requests)
    tagged = set(has.values_list("request", flat=True))
    meant = [r for r in requests if r.pk in tagged]
    has.delete()
    if not word.taggings.exists():
        word.delete()
    _note(meant, Act.UNTAGGED, word.name, by, now)
    return len(meant)


def team_of(requests: Sequence[RecordsRequest]) -> Team:
    """Return the team whose requests these are; DeskError if there is none, or several."""
    if not requests:
        raise DeskError("No request was chosen; tick some, then do it again.")
    campaigns = {r.campaign_id for r in requests}
    found = Team.objects.filter(campaigns__in=campaigns - {None}).distinct()[:2]
    if len(found) != 1 or None in campaigns:
        raise DeskError(
            "Only requests of one team's campaigns are sorted together; choose those of one team."
        )
    return found[0]


def _tag_of(team: Team, name: str) -> Tag:
    told = one_line(name)[:40]
    if not told:
        raise DeskError("A tag needs a word, and none was given; write one.")
    Team.objects.select_for_update().get(pk=team.pk)  # two who write the same word make one tag
    known = Tag.objects.filter(team=team)
    found = known.filter(name__iexact=told).first()
    if found:
        return found
    if known.count() >= MOST_TAGS:
        raise DeskError(f"This team has {MOST_TAGS} tags already; use one of them.")
    return Tag.objects.create(team=team, name=told)


def _may_answer(team: Team, person: User) -> bool:
    return team.memberships.filter(user=person, role__in=Membership.ANSWERING).exists()


def _note(
    requests: Sequence[RecordsRequest], act: str, words: str, by: User, now: datetime
) -> None:
    """Write down what somebody did, so that the others can follow it."""
    DeskAct.objects.bulk_create(
        [DeskAct(request=r, act=act, words=words[:200], by=by, at=now) for r in requests],
        batch_size=AT_ONCE,
    )
