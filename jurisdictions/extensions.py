"""How an announced extension moves a deadline, and what happens to one that comes too late."""

from datetime import date

from msgspec import Struct

from jurisdictions.anchors import Anchor, Matter, has_step
from jurisdictions.law import Extension, Term
from jurisdictions.receipt import Dated
from jurisdictions.stops import Settled, settle
from jurisdictions.terms import Span


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


def extended(matter: Matter, term: Term, anchor: Anchor, original: Settled) -> Extended | None:
    """The term with its extensions applied; None if none was announced or the law has no rule."""
    notices = _notices(matter, term, anchor)
    if not notices:
        return None
    rule = next((rule for rule in matter.statute.extensions if rule.term == term.term), None)
    if rule is None:
        matter.note(
            f"{term.label}: an extension was announced on {notices[0].on}, but the law on file "
            f"({term.cite}) knows none, so the date stays."
        )
        return None
    return _applied(matter, term, anchor, original, rule, notices)


def _applied(
    matter: Matter,
    term: Term,
    anchor: Anchor,
    original: Settled,
    rule: Extension,
    notices: list[Dated],
) -> Extended:
    """Apply one notice after the other, as often as the law allows."""
    allowed = notices[: rule.times] if rule.times else notices
    if len(allowed) < len(notices):
        matter.note(
            f"{term.label}: the law allows {rule.times} extension(s) ({rule.cite}); the notice of "
            f"{notices[len(allowed)].on} moves nothing."
        )
    standing, spans = original, original.count.spans
    for notice in allowed:
        last_day = _last_day_for_notice(matter, term, anchor, rule, standing)
        longer, spans = _longer(matter, term, anchor, rule, standing, spans, notice)
        if notice.on > last_day.due_on:
            _note_late(matter, term, rule, notice, last_day.due_on, standing, longer)
            return Extended(standing, rule, last_day, notice.on, standing is not original, longer)
        standing = longer
    return Extended(standing, rule, last_day, notice.on, standing is not original)


def _notices(matter: Matter, term: Term, anchor: Anchor) -> list[Dated]:
    kind = "appeal_extended" if term.term.startswith("appeal") else "extended"
    if term.binds != "agency":
        return []
    may_extend = any(rule.term == term.term for rule in matter.statute.extensions)
    if not may_extend and term.term not in ("response", "determination", "appeal_decision"):
        return []
    return [
        entry
        for entry in matter.dated
        if entry.event.kind == kind and entry.on >= anchor.on and has_step(entry, term.step)
    ]


def _last_day_for_notice(
    matter: Matter, term: Term, anchor: Anchor, rule: Extension, standing: Settled
) -> Settled:
    """The last day on which the body could announce it."""
    if rule.notify_amount is None:
        return standing
    return settle(matter, term, anchor, spans=(Span(rule.notify_amount, rule.notify_unit),))


def _longer(
    matter: Matter,
    term: Term,
    anchor: Anchor,
    rule: Extension,
    standing: Settled,
    spans: tuple[Span, ...],
    notice: Dated,
) -> tuple[Settled, tuple[Span, ...]]:
    """The term with this notice taken at its word, as far as the law lets it go."""
    until = notice.event.until
    if rule.amount is None:
        return _reasonable(matter, term, anchor, rule, standing, spans, notice)
    amount = _allowed_days(matter, term, rule, notice)
    added = Span(amount, rule.unit, "the extension")
    spans = (Span(amount, rule.unit),) if rule.basis == "total" else (*spans, added)
    longest = settle(matter, term, anchor, spans=spans)
    if until is None or until == longest.due_on:
        return longest, spans
    if until > longest.due_on:
        matter.note(
            f"{term.label}: the body named {until}, but {rule.cite} allows {longest.due_on} at the "
            "latest, which is the date shown."
        )
        return longest, spans
    why = f"The body fixed this date in its notice of {notice.on} ({rule.cite})"
    return settle(
        matter, term, anchor, spans=spans, fixed_on=max(until, anchor.on), fixed_why=why
    ), spans


def _reasonable(
    matter: Matter,
    term: Term,
    anchor: Anchor,
    rule: Extension,
    standing: Settled,
    spans: tuple[Span, ...],
    notice: Dated,
) -> tuple[Settled, tuple[Span, ...]]:
    """The law sets no length: the body's own date, or nothing to count."""
    until = notice.event.until
    if until is None:
        matter.note(
            f"{term.label}: {rule.cite} sets no length for the extension and the body named no "
            "date, so the original date is shown; ask for a date."
        )
        return standing, spans
    why = f"The body fixed this date in its notice of {notice.on}; the law sets none ({rule.cite})"
    return settle(
        matter, term, anchor, spans=spans, fixed_on=max(until, anchor.on), fixed_why=why
    ), spans


def _allowed_days(matter: Matter, term: Term, rule: Extension, notice: Dated) -> int:
    assert rule.amount is not None
    named = notice.event.days
    if named is None or named == rule.amount:
        return rule.amount
    if named > rule.amount:
        matter.note(
            f"{term.label}: the body took {named} days, but {rule.cite} allows {rule.amount} "
            f"{rule.unit.replace('_', ' ')}, which are counted."
        )
    return min(named, rule.amount)


def _note_late(
    matter: Matter,
    term: Term,
    rule: Extension,
    notice: Dated,
    last_day: date,
    standing: Settled,
    longer: Settled,
) -> None:
    matter.note(
        f"{term.label}: the extension was announced on {notice.on}, after the last day for it, "
        f"{last_day} ({rule.cite}), so {standing.due_on} stands; count your own appeal from it, "
        f"but wait until {longer.due_on} before you call the body late."
    )
