"""A dry run: what a table would add and change among a team's bodies; nothing is written."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, NamedTuple

from foia.flow.agencies.bodies import Body, Problem
from foia.flow.agencies.lookalikes import Lookalike
from foia.flow.agencies.own import OWN
from foia.flow.agencies.systems import key_of
from foia.models import Agency, Contact, RecordsRequest, System, Team

COLUMNS = (
    "name",
    "other_names",
    "place",
    "jurisdiction_code",
    "kind",
    "records_office",
    "homepage",
    "source_url",
    "verified_on",
)
LAW = "jurisdiction_code"
#: An address that its source no longer has comes after all others, and stays.
GONE = 100
#: Rank 0 is an address that a person of the team named: no table changes it.
BY_HAND = 0


class Was(NamedTuple):
    """A column that changes: its old value, its new one."""

    column: str
    old: str
    new: str


@dataclass(frozen=True)
class Change:
    """A body that is there already and would change; ranks: {pk of a contact: its new rank}."""

    body: Body
    pk: int
    contact_of: int
    was: tuple[Was, ...] = ()
    contacts: tuple[tuple[str, str, int], ...] = ()
    ranks: dict[int, int] = field(default_factory=dict)


@dataclass
class Plan:
    """What would come of a table. `there`: {source id: pk} of the bodies that are there already,
    or of those they were merged into; `kept`: those among them whose rows were not touched since
    this software wrote them.
    """

    bodies: list[Body] = field(default_factory=list)
    rows: int = 0
    skipped: int = 0
    new: list[Body] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    same: int = 0
    there: dict[str, int] = field(default_factory=dict)
    kept: dict[str, int] = field(default_factory=dict)
    new_systems: int = 0
    lookalikes: list[Lookalike] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unknown_laws: dict[str, int] = field(default_factory=dict)

    def counts(self) -> dict[str, int]:
        """Return the figures of a receipt."""
        refused = {problem.line for problem in self.problems if problem.is_refused}
        doubted = {problem.line for problem in self.problems if not problem.is_refused}
        return {
            "rows": self.rows,
            "new": len(self.new),
            "changed": len(self.changed),
            "same": self.same,
            "refused": len(refused),
            "doubted": len(doubted - refused),
            "skipped": self.skipped,
            "lookalikes": len(self.lookalikes),
            "without_address": sum(not body.contacts for body in self.new),
            "systems": self.new_systems,
        }

    def laws(self) -> list[tuple[str, int]]:
        """Return how many new bodies each law binds, the most first."""
        return Counter(body.jurisdiction_code for body in self.new).most_common()


class _There(NamedTuple):
    """A body as the tables have it; `contact_of` is the one it was merged into, if it was."""

    pk: int
    contact_of: int
    columns: tuple[Any, ...]


def compare(
    bodies: Iterable[Body], *, team: Team, source: str, kept: Mapping[str, int] | None = None
) -> Plan:
    """Return which of these bodies are new and which change, in few statements."""
    kept = dict(kept or {})
    plan = Plan(bodies=list(bodies), kept=kept, there=dict(kept), same=len(kept))
    there = _bodies_of(team, source)
    contacts = _contacts_of(team)
    systems: set[str] = set()
    for body in plan.bodies:
        systems.update(key_of(body, used) for used in body.systems)
        known = there.get(body.source_id)
        if known is None:
            plan.new.append(body)
            continue
        plan.there[body.source_id] = known.contact_of
        change = _change(body, known, contacts.get(known.contact_of, {}))
        if change is None:
            plan.same += 1
        else:
            plan.changed.append(change)
    _keep_laws(plan, team)
    plan.new_systems = _new_systems(systems, team, source)
    return plan


def _keep_laws(plan: Plan, team: Team) -> None:
    """Leave the law of bodies that were asked already: their dates were counted under it."""
    moved = [change for change in plan.changed if any(was.column == LAW for was in change.was)]
    if not moved:
        return
    asked = RecordsRequest.objects.filter(agency__team=team).values_list("agency_id", flat=True)
    pks = set(asked)
    kept = {
        change.pk: _under_its_law(change, plan.problems) for change in moved if change.pk in pks
    }
    changes = [kept.get(change.pk, change) for change in plan.changed]
    plan.changed = [one for one in changes if one.was or one.contacts or one.ranks]
    plan.same += len(changes) - len(plan.changed)


def _under_its_law(change: Change, problems: list[Problem]) -> Change:
    """Return a change without the law's, and note that."""
    (law,) = (was for was in change.was if was.column == LAW)
    change.body.jurisdiction_code = law.old
    sentence = (
        f"Requests to this body are counted under {law.old}, which stays; the site's staff can"
        " change its law, and with it the dates of these requests."
    )
    problems.append(Problem(change.body.line, "", law.new, sentence, is_refused=False))
    return replace(change, was=tuple(was for was in change.was if was is not law))


def compared_again(plan: Plan, *, team: Team, source: str) -> Plan:
    """Return a plan as it stands now, after others may have written."""
    now = compare(plan.bodies, team=team, source=source, kept=plan.kept)
    return replace(
        plan,
        new=now.new,
        changed=now.changed,
        same=now.same,
        there=now.there,
        new_systems=now.new_systems,
    )


def _new_systems(found: set[str], team: Team, source: str) -> int:
    if not found:
        return 0
    there = System.objects.filter(team=team, source=source).values_list("source_id", flat=True)
    return len(found - set(there))


def _bodies_of(team: Team, source: str) -> dict[str, _There]:
    """Return a team's bodies by what they are known by in a source; in our own also by uuid."""
    rows = Agency.objects.filter(team=team, source=source).exclude(source_id="")
    found = list(rows.values_list("source_id", "pk", *COLUMNS))
    if source == OWN:
        found += Agency.objects.filter(team=team).values_list("uuid", "pk", *COLUMNS)
    kept = _merged(team)
    return {str(key): _There(pk, kept.get(pk, pk), tuple(cells)) for key, pk, *cells in found}


def _merged(team: Team) -> dict[int, int]:
    """Return where a team's merged bodies stand now, {body: the one it is at last a part of}."""
    rows = Agency.objects.filter(team=team, merged_into__isnull=False)
    into = {pk: other for pk, other in rows.values_list("pk", "merged_into") if other}
    for pk, other in list(into.items()):
        while other in into:
            other = into[other]
        into[pk] = other
    return into


def _contacts_of(team: Team) -> dict[int, dict[tuple[str, str], tuple[int, int]]]:
    """Return a team's contacts, {body: {(channel, address): (pk, rank)}}."""
    found: dict[int, dict[tuple[str, str], tuple[int, int]]] = {}
    rows = Contact.objects.filter(team=team).values_list(
        "agency_id", "channel", "address", "pk", "rank"
    )
    for agency, channel, address, pk, rank in rows.iterator():
        found.setdefault(agency, {})[channel, address] = (pk, rank)
    return found


def _change(
    body: Body, known: _There, contacts: Mapping[tuple[str, str], tuple[int, int]]
) -> Change | None:
    """Return what a row changes. What it leaves empty stays as it is."""
    was = tuple(
        Was(column, _said(old), _said(new))
        for column, old in zip(COLUMNS, known.columns, strict=True)
        if (new := getattr(body, column)) and new != old
    )
    added = tuple(
        (channel, address, rank)
        for rank, (channel, address) in enumerate(body.contacts, start=1)
        if (channel, address) not in contacts
    )
    ranks = _ranks(body, contacts)
    if not (was or added or ranks):
        return None
    return Change(body, known.pk, known.contact_of, was, added, ranks)


def _ranks(body: Body, contacts: Mapping[tuple[str, str], tuple[int, int]]) -> dict[int, int]:
    """Return the ranks that change: by the row's order, and last what the row no longer has."""
    wanted = {one: rank for rank, one in enumerate(body.contacts, start=1)}
    told = {channel for channel, _ in body.contacts}
    ranks = {}
    for one, (pk, rank) in contacts.items():
        is_gone = one[0] in told and one not in wanted
        new = min(rank + GONE, GONE * 2) if is_gone and rank < GONE else wanted.get(one, rank)
        if rank not in (BY_HAND, new):
            ranks[pk] = new
    return ranks


def _said(value: str | date | None) -> str:
    return "" if value is None else str(value)
