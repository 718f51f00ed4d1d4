"""How an announced extension moves a deadline, and what happens to one that comes too late."""

from datetime import date

from msgspec import Struct

from jurisdictions.anchors import Anchor, Matter, has_step
from jurisdictions.months import ONE_DAY
from jurisdictions.receipt import Dated
from jurisdictions.rules import Extension, Term
from jurisdictions.stops import Settled, settle
from jurisdictions.terms import WORKING, Span

#: Terms whose extension is worth a note even where the law knows none.
WORTH_A_NOTE = ("response", "appeal_decision")


class Extended(Struct, frozen=True):
    """What the extensions of one term came to.

    `settled` is what stands. `notice` (the last day to announce it) and `noticed_on` are about the
    last notice that was judged; `claimed` is the date that a late notice names, which the law does
    not give it.
    """

    settled: Settled
    rule: Extension
    notice: Settled
    noticed_on: date
    is_applied: bool
    claimed: Settled | None = None


class Moving(Struct, frozen=True):
    """A term that a body wants to move, and the rule by which it may."""

    matter: Matter
    term: Term
    anchor: Anchor
    rule: Extension

    def settled(self, spans: tuple[Span, ...], until: date | None = None, why: str = "") -> Settled:
        """The term counted with these spans, or to the date that the body fixed."""
        return settle(
            self.matter, self.term, self.anchor, spans=spans, fixed_on=until, fixed_why=why
        )

    def note(self, text: str) -> None:
        """A note on this term."""
        self.matter.note(f"{self.term.label}: {text}")


def extended(matter: Matter, term: Term, anchor: Anchor, original: Settled) -> Extended | None:
    """The term with its extensions applied; None if none was announced or the law has no rule."""
    notices = _notices(matter, term, anchor)
    if not notices:
        return None
    rules = [rule for rule in matter.statute.extensions if rule.term == term.term]
    if rules:
        return _applied(matter, term, anchor, rules, original, notices)
    if term.term in WORTH_A_NOTE:
        matter.note(
            f"{term.label}: an extension was announced on {notices[0].on}, but the law on file "
            f"({term.cite}) knows none, so the date stays."
        )
    return None


def _notices(matter: Matter, term: Term, anchor: Anchor) -> list[Dated]:
    kind = "appeal_extended" if term.term.startswith("appeal") else "extended"
    if term.binds != "agency":
        return []
    return [
        entry
        for entry in matter.dated
        if entry.event.kind == kind and entry.on >= anchor.on and has_step(entry, term.step)
    ]


def _applied(
    matter: Matter,
    term: Term,
    anchor: Anchor,
    rules: list[Extension],
    original: Settled,
    notices: list[Dated],
) -> Extended:
    """Apply one notice after the other, as often as its rule allows, until one is late."""
    found = Extended(original, rules[0], original, notices[0].on, False)
    times: dict[str, int] = {}
    for notice in notices:
        moving = Moving(matter, term, anchor, _rule_for(matter, rules, notice))
        times[moving.rule.ground] = times.get(moving.rule.ground, 0) + 1
        if 0 < moving.rule.times < times[moving.rule.ground]:
            moving.note(
                f"the law allows {moving.rule.times} extension(s) ({moving.rule.cite}); the notice "
                f"of {notice.on} moves nothing."
            )
            continue
        found = _judged(moving, found, notice)
        if found.claimed is not None:
            break
    return found


def _judged(moving: Moving, found: Extended, notice: Dated) -> Extended:
    """One notice: in time, and the date moves; or late, and it does not."""
    standing, rule = found.settled, moving.rule
    last_day = _last_day_for_notice(moving, standing)
    longer = _longer(moving, standing, notice)
    if notice.on > last_day.due_on:
        _note_late(moving, notice, last_day, standing, longer)
        return Extended(standing, rule, last_day, notice.on, found.is_applied, longer)
    if longer.spans != standing.spans:
        moving.matter.days_used[moving.term.term] = longer.spans[-1].amount
    is_applied = found.is_applied or longer is not standing
    return Extended(longer, rule, last_day, notice.on, is_applied)


def _rule_for(matter: Matter, rules: list[Extension], notice: Dated) -> Extension:
    """The rule whose ground the notice names; else the first."""
    ground = notice.event.ground
    return next((rule for rule in rules if rule.ground and rule.ground == ground), rules[0])


def _last_day_for_notice(moving: Moving, standing: Settled) -> Settled:
    """The last day on which the body could announce it."""
    rule = moving.rule
    if rule.notify_amount is None:
        return standing
    if rule.notify_from == "start":
        return moving.settled((Span(rule.notify_amount, rule.notify_unit),))
    last, left = standing.due_on, rule.notify_amount
    while left:
        last -= ONE_DAY
        left -= rule.notify_unit not in WORKING or moving.matter.calendar.is_open(last)
    unit = rule.notify_unit.replace("_", " ")
    why = f"The notice is due {rule.notify_amount} {unit} before {standing.due_on}"
    return moving.settled(standing.spans, last, why)


def _longer(moving: Moving, standing: Settled, notice: Dated) -> Settled:
    """The term with this notice taken at its word, as far as the law lets it go."""
    rule, until = moving.rule, notice.event.until
    if rule.amount is None:
        return _reasonable(moving, standing, notice)
    amount = _allowed_days(moving, rule.amount, notice)
    if amount == 0:
        return standing
    if rule.basis == "total":
        spans: tuple[Span, ...] = (Span(amount, rule.unit),)
    else:
        spans = (*standing.spans, Span(amount, rule.unit, "the extension"))
    longest = moving.settled(spans)
    if until is None or until == longest.due_on:
        return longest
    if until <= standing.due_on:
        moving.note(f"the body named {until}, which is no later than {standing.due_on}.")
        return standing
    if until > longest.due_on:
        moving.note(
            f"the body named {until}, but {rule.cite} allows {longest.due_on} at the latest, "
            "which is the date shown."
        )
        return longest
    why = f"The body fixed this date in its notice of {notice.on} ({rule.cite})"
    return moving.settled(spans, until, why)


def _reasonable(moving: Moving, standing: Settled, notice: Dated) -> Settled:
    """The law sets no length: the body's own date, or nothing to count."""
    cite, until = moving.rule.cite, notice.event.until
    if until is None:
        moving.note(
            f"{cite} sets no length for the extension and the body named no date, so the original "
            "date is shown; ask for a date."
        )
        return standing
    if until <= standing.due_on:
        return standing
    why = f"The body fixed this date in its notice of {notice.on}; the law sets none ({cite})"
    return moving.settled(standing.spans, until, why)


def _allowed_days(moving: Moving, most: int, notice: Dated) -> int:
    """The days the body named, at most those that the law allows and that are not used up."""
    rule, named = moving.rule, notice.event.days
    used = moving.matter.days_used.get(rule.shares_days_with, 0)
    left = max(0, most - used)
    if used:
        moving.note(
            f"{used} of the {most} {rule.unit.replace('_', ' ')} were already used for another "
            f"step ({rule.cite}), so {left} are left."
        )
    if named is not None and named > left:
        moving.note(
            f"the body took {named} days, but {rule.cite} allows {left} "
            f"{rule.unit.replace('_', ' ')}, which are counted."
        )
    return left if named is None else min(named, left)


def _note_late(
    moving: Moving, notice: Dated, last_day: Settled, standing: Settled, longer: Settled
) -> None:
    moving.note(
        f"the extension was announced on {notice.on}, after the last day for it, "
        f"{last_day.due_on} ({moving.rule.cite}), so {standing.due_on} stands; count your own "
        f"appeal from it, but wait until {longer.due_on} before you call the body late."
    )
