"""Scopes: words of the index that say whose a thing is, so that it finds only what may be seen.

They make the search fast; whether somebody may see a thing `foia.access` decides all the same.
"""

from collections.abc import Iterable

from foia.models import RecordsRequest

EVERYBODY = "scopeall"
#: What readers find, signed in or not: copies made for them.
READERS = "scopereaders"


def of_request(request: RecordsRequest) -> str:
    """Return whose a request is: its team's if it is of a campaign, else its requester's."""
    if request.campaign is not None:
        return of_team(request.campaign.team_id)
    return _of_person(request.requester_id)


def of_team(team: int) -> str:
    return f"scopeteam{team}"


def seen_by(person: int, teams: Iterable[int]) -> list[str]:
    """Return the scopes in which this person, of these teams, may find something."""
    return [_of_person(person), *map(of_team, teams)]


def _of_person(person: int) -> str:
    return f"scopeperson{person}"
