"""A campaign as a TOML file: what is asked, in whose name, of which list of bodies."""

import tomllib
from datetime import datetime
from pathlib import Path

import msgspec
from django.core.management.base import CommandError
from django.db import transaction

from foia import access
from foia.flow import agencies, campaigns
from foia.models import Campaign, Membership, User


class Plan(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The file: `ask` and `own` as the campaign keeps them; bodies by the name of a team's list."""

    team: str
    name: str
    technology: str
    ask: list[dict[str, str | dict[str, str]]]
    agency_list: str
    signed_name: str
    own: dict[str, dict[str, str]] = {}
    signed_address: str = ""
    signed_organization: str = ""
    note: str = ""
    needs_second_approval: bool = False
    identity: dict[str, str | dict[str, str]] = {}


def read_plan(path: Path, *, by: User, now: datetime) -> Campaign:
    """Start the campaign of a file; anything unexpected in it is a `CommandError`."""
    plan = _read(path)
    team = access.teams_for(by, *Membership.SENDING).filter(name=plan.team).first()
    if team is None:
        raise CommandError(f"{by.email} may not send for a team {plan.team!r}; mend `team`.")
    listed = team.agency_lists.filter(name=plan.agency_list).first()
    if listed is None:
        raise CommandError(f"{plan.team} keeps no list {plan.agency_list!r}; mend `agency_list`.")
    with transaction.atomic():
        fields = msgspec.to_builtins(plan)
        words = {name: fields[name] for name in fields if name not in ("team", "agency_list")}
        campaign = campaigns.start(team=team, requester=by, now=now, **words)
        campaigns.add_bodies(campaign=campaign, agencies=agencies.members_of(listed))
    return campaign


def _read(path: Path) -> Plan:
    try:
        return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Plan)
    except OSError as error:
        raise CommandError(f"{path} is unreadable: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        keys = ", ".join(Plan.__struct_fields__)
        raise CommandError(f"{path}: {error}; expected are {keys}.") from error
