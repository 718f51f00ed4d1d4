"""What a timeline says in words: open questions that touch it, and what nobody has verified."""

from collections.abc import Sequence

from jurisdictions.anchors import Matter
from jurisdictions.law import Note
from jurisdictions.limits import Deadline, Undated
from jurisdictions.stops import note_unknown_stops
from jurisdictions.variants import named

Clocks = Sequence[Deadline | Undated]


def note_what_matters(
    matter: Matter, built: Sequence[Deadline], undated: Sequence[Undated], variants: Sequence[str]
) -> None:
    """Add every note that this timeline needs, after those of the single deadlines."""
    clocks: Clocks = [*built, *undated]
    _note_no_law(matter)
    for name in variants:
        variant = named(matter.pack, matter.statute, name)
        matter.note(f"Counted as: {variant.label} ({variant.cite}).")
    note_unknown_stops(matter)
    _note_odd_events(matter)
    for note in matter.pack.notes:
        if _matters(note, matter, clocks, variants):
            matter.note(f"{note.text} ({note.cite})" if note.cite else note.text)
    _note_closures(matter)
    for clock in clocks:
        if not clock.verified:
            matter.note(f"Not verified: {clock.label} ({clock.cite}); check before relying on it.")


def _note_no_law(matter: Matter) -> None:
    no_law = matter.pack.no_law
    if no_law and not matter.statute.terms:
        matter.note(f"No law gives a right to records here, so no date is due ({no_law.cite}).")
        if no_law.text:
            matter.note(no_law.text)


def _note_odd_events(matter: Matter) -> None:
    """A second receipt, and events that lie after the moment asked about."""
    received = [entry for entry in matter.dated if entry.event.kind == "received"]
    if len(received) > 1:
        matter.note(
            f"The receipt is on record {len(received)} times; the first, of {received[0].on}, "
            "counts."
        )
    later = [entry for entry in matter.dated if entry.event.at > matter.as_of]
    if later:
        matter.note(
            f"{len(later)} event(s) lie after the moment asked about, {matter.as_of:%Y-%m-%d}, the "
            f"first on {later[0].on}; they are counted as if they had happened."
        )


def _note_closures(matter: Matter) -> None:
    """Where the law lets a body's closed days count, say so of each."""
    if matter.statute.closures == "pause":
        return
    for closure in matter.closures:
        matter.note(
            f"The body's closure {closure.first} to {closure.last} "
            f"({closure.reason or 'no reason given'}) does not stop the count: "
            f"{matter.statute.closures_why}"
        )


def _matters(note: Note, matter: Matter, clocks: Clocks, variants: Sequence[str]) -> bool:
    if note.terms and not any(clock.term in note.terms for clock in clocks):
        return False
    when = note.when
    if when == "closure":
        return bool(matter.closures)
    if when == "presumed":
        return any(isinstance(clock, Deadline) and clock.is_presumed for clock in clocks)
    if when.startswith("variant:"):
        return when.removeprefix("variant:") in variants
    return not when or any(entry.event.kind == when for entry in matter.dated)
