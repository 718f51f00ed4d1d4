"""Who is told of a request: its requester; of a campaign's request, those of the team who send."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import F

from foia.models import Assignment, Membership, RecordsRequest, User


@dataclass(frozen=True)
class Audience:
    """People by request, and by campaign for those requests that nobody looks after by name.

    Who left a team, only looks by now, or closed their account, is in neither.
    """

    by_request: Mapping[int, User] = field(default_factory=dict)
    by_campaign: Mapping[int, tuple[User, ...]] = field(default_factory=dict)

    def of(self, request: RecordsRequest) -> tuple[User, ...]:
        """Return whom a request's news concern."""
        if request.pk in self.by_request:
            return (self.by_request[request.pk],)
        return self.by_campaign.get(request.campaign_id or 0, ())

    def concerns(self, person: User, request: RecordsRequest) -> bool:
        """Say whether a person is told of a request, or sends for the team whose it is."""
        return person in self.of(request) or person in self.by_campaign.get(
            request.campaign_id or 0, ()
        )


def audience_of(requests: Iterable[RecordsRequest], *, campaigns: Collection[int] = ()) -> Audience:
    """Return who is told of these requests and campaigns, in at most three statements."""
    requests = list(requests)
    single = {request.pk: request.requester_id for request in requests if not request.campaign_id}
    joint = [request for request in requests if request.campaign_id]
    members = _members({*campaigns, *(one.campaign_id for one in joint if one.campaign_id)})
    there = User.objects.filter(is_active=True, pk__in=set(single.values()))
    people = {user.pk: user for user in there}
    by_request = {pk: people[user] for pk, user in single.items() if user in people}
    for assignment in _assignments(joint):
        campaign = assignment.request.campaign_id or 0
        if members.get(campaign, {}).get(assignment.assignee) in Membership.ANSWERING:
            by_request[assignment.request_id] = assignment.assignee
    senders = {
        campaign: tuple(user for user, role in found.items() if role in Membership.SENDING)
        for campaign, found in members.items()
    }
    return Audience(by_request, senders)


def _assignments(joint: list[RecordsRequest]) -> Iterable[Assignment]:
    if not joint:
        return []
    found = Assignment.objects.filter(request__in=[request.pk for request in joint])
    return found.select_related("assignee", "request")


def _members(campaigns: set[int]) -> dict[int, dict[User, str]]:
    """The members of each campaign's team with their roles, whose accounts are open."""
    found: dict[int, dict[User, str]] = defaultdict(dict)
    if campaigns:
        rows = Membership.objects.filter(team__campaigns__in=campaigns, user__is_active=True)
        named = rows.annotate(campaign=F("team__campaigns")).select_related("user").order_by("pk")
        for row in named:
            found[row.campaign][row.user] = row.role
    return found
