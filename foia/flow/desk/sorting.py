"""Who looks after which request, and by which words requests are sorted; many at once.

All requests of one call are those of one team's campaigns, or to be sorted by words, one person's
own: views find them through `access`.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

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
    """Put a word on requests, made where it is new; return how many got it."""
    word = _tag_of(requests, name)
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
    _sorter_of(requests)
    word = tags_of(requests[0]).filter(name__iexact=one_line(name)).first()
    if word is None:
        raise DeskError(f"There is no tag «{one_line(name)[:40]}» to take off; choose another.")
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
            "Only requests of one team's campaigns are sorted together, or your own; choose those."
        )
    return found[0]


def tags_of(request: RecordsRequest) -> QuerySet[Tag]:
    """Return the words that sort a request: its team's, or of whoever asked alone."""
    if request.campaign:
        return Tag.objects.filter(team=request.campaign.team_id)
    return Tag.objects.filter(owner=request.requester_id)


def _sorter_of(requests: Sequence[RecordsRequest]) -> Team | User:
    """Return whose words sort these requests together; DeskError if nobody's do."""
    people = {r.requester_id for r in requests}
    if len(people) == 1 and all(r.campaign_id is None for r in requests):
        return User.objects.get(pk=people.pop())
    return team_of(requests)


def _tag_of(requests: Sequence[RecordsRequest], name: str) -> Tag:
    told = one_line(name)[:40]
    if not told:
        raise DeskError("A tag needs a word, and none was given; write one.")
    sorter = _sorter_of(requests)
    type(sorter)._default_manager.select_for_update().get(pk=sorter.pk)  # one word is one tag
    known = tags_of(requests[0])
    found = known.filter(name__iexact=told).first()
    if found:
        return found
    if known.count() >= MOST_TAGS:
        raise DeskError(f"There are {MOST_TAGS} tags already; use one of them.")
    whose = {"team": sorter} if isinstance(sorter, Team) else {"owner": sorter}
    return Tag.objects.create(name=told, **whose)


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
