"""Tables of bodies for tests: uploaded and taken in for a team of the citizen's."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from foia.flow import agencies
from foia.models import (
    Agency,
    AgencyImport,
    AgencyList,
    AgencyMerge,
    Contact,
    Membership,
    Team,
    User,
)

FILES = Path(__file__).parent / "agency_files"
Import = Callable[..., AgencyImport]


@pytest.fixture
def team(citizen: User, now: datetime) -> Team:
    team = Team.objects.create(name="Sample coalition", created_at=now)
    Membership.objects.create(team=team, user=citizen, role=Membership.Role.OWNER)
    return team


@pytest.fixture
def uploaded(team: Team, citizen: User, now: datetime) -> Import:
    """A function that uploads a table given as text, bytes or the name of a sample file."""

    def upload(table: str | bytes, **how: object) -> AgencyImport:
        is_file = isinstance(table, str) and "\n" not in table
        content = (FILES / str(table)).read_bytes() if is_file else table
        content = content.encode() if isinstance(content, str) else content
        facts = {"team": team, "by": citizen, "file_name": "bodies.csv", "now": now}
        return agencies.upload(content=content, **(facts | how))  # type: ignore[arg-type]

    return upload


@pytest.fixture
def taken(uploaded: Import, now: datetime) -> Import:
    """A function that uploads a table and takes it in."""

    def take(table: str | bytes, **how: object) -> AgencyImport:
        row = uploaded(table, **how)
        agencies.apply(row, now=now)
        row.refresh_from_db()
        return row

    return take


@dataclass
class Kept:
    """One of everything that a team keeps of bodies."""

    agency: Agency
    contact: Contact
    merge: AgencyMerge
    agency_list: AgencyList
    waiting: AgencyImport


def kept_by(person: User, now: datetime) -> Kept:
    """Return what a team of this person's keeps: three bodies, one merged, a list, an upload."""
    team = Team.objects.create(name="Keepers", created_at=now)
    Membership.objects.create(team=team, user=person, role=Membership.Role.OWNER)
    agency_list = agencies.make_list(team=team, name="Kept", now=now)
    table = (FILES / "muckrock.csv").read_bytes()
    told = {"team": team, "by": person, "file_name": "bodies.csv", "now": now}
    row = agencies.upload(content=table, agency_list=agency_list, **told)  # type: ignore[arg-type]
    agencies.apply(row, now=now)
    one, other = Agency.objects.filter(team=team, jurisdiction_code="us-il").order_by("name")
    waiting = agencies.upload(content=table, **told)  # type: ignore[arg-type]
    return Kept(
        agency=other,
        contact=other.contacts.all()[0],
        merge=agencies.merge(agency=one, into=other, by=person, now=now),
        agency_list=agency_list,
        waiting=waiting,
    )
