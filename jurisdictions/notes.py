"""What a timeline says in words: open questions that touch it, and what nobody has verified."""

from collections.abc import Sequence

from jurisdictions.anchors import Matter
from jurisdictions.law import Pack
from jurisdictions.limits import Deadline, Undated
from jurisdictions.stops import note_unknown_stops
from jurisdictions.variants import named

Clocks = Sequence[Deadline | Undated]


def note_what_matters(
    matter: Matter, built: Sequence[Deadline], undated: Sequence[Undated], variants: Sequence[str]
) -> None:
    """Add every note that this timeline needs, after those of the single deadlines."""
    clocks: Clocks = [*built, *undated]
    for text in without_law(matter.pack):
        matter.note(text)
    for name in variants:
        variant = named(matter.pack, matter.statute, name)
        matter.note(f"Counted as: {variant.label} ({variant.cite}).")
    note_unknown_stops(matter)
    _note_odd_events(matter)
    _note_questions(matter, clocks, variants)
    _note_closures(matter)
    for clock in clocks:
        if not clock.verified:
            unverified = f"Not verified: {clock.label} ({clock.cite}); check before relying on it."
            matter.note(unverified, is_doubt=True)


def _note_questions(matter: Matter, clocks: Clocks, variants: Sequence[str]) -> None:
    """The pack's open questions that touch one of these clocks and what has happened."""
    terms = {clock.term for clock in clocks}
    present = {"", *(entry.event.kind for entry in matter.dated)}
    present |= {f"variant:{name}" for name in variants}
    if matter.closures:
        present.add("closure")
    if any(isinstance(clock, Deadline) and clock.is_presumed for clock in clocks):
        present.add("presumed")
    for note in matter.pack.notes:
        if note.when in present and (not note.terms or not terms.isdisjoint(note.terms)):
            text = f"{note.text} ({note.cite})" if note.cite else note.text
            matter.note(text, is_doubt=True)


def without_law(pack: Pack) -> tuple[str, ...]:
    """Say of a place without any law that no date is due there; of all others, nothing."""
    no_law = pack.no_law
    if no_law is None:
        return ()
    said = f"No law gives a right to records here, so no date is due ({no_law.cite})."
    return (said, no_law.text) if no_law.text else (said,)


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
