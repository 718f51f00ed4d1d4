"""A law in plain English, for a terminal: clocks, what moves them, silence, remedies, doubts."""

from collections.abc import Iterable, Iterator
from datetime import date
from textwrap import fill

from jurisdictions.law import Pack, Statute
from jurisdictions.limits import WITHOUT
from jurisdictions.review import cited_in
from jurisdictions.rules import Cited, Extension, Silence, Term, Tolling
from jurisdictions.terms import Span

WIDTH = 96
SILENCE = {
    "refusal": "counts as a refusal",
    "grant": "counts as consent",
    "exhaustion": "opens the way to the next step",
    "violation": "is a breach of the law",
    "none": "has no effect by itself",
}
MUST = {True: ": must come before what follows", False: ": may be taken", None: ""}
ROLLS = {
    "none": "",
    "forward": "a last day on which offices are closed moves to the next open day",
    "forward_sunday_or_holiday": "a last day on a Sunday or holiday moves on",
    "forward_full_day": "a last day that is closed or short moves to the next full day",
    "backward": "a last day on which offices are closed moves back to the last open day",
}


def length(term: Term) -> str:
    """How long a clock runs: "5 business days", or why there is no number."""
    if term.amount is None:
        return {"promptly": "promptly", "no_limit": "no limit", "unread": "not on file"}[
            term.unnumbered
        ]
    first = Span(term.amount, term.unit).in_words
    if term.or_amount is None:
        return first
    return f"{first} or {Span(term.or_amount, term.or_unit).in_words}, whichever ends first"


def extension_length(rule: Extension) -> str:
    """How far an extension moves its clock: "10 business days more"."""
    if rule.amount is None:
        return "a reasonable time, no number in law"
    words = Span(rule.amount, rule.unit).in_words
    return f"{words} more" if rule.basis == "added" else f"{words} in all"


def silence(rule: Silence) -> str:
    """What silence at a clock means, and since when."""
    after = f", {Span(rule.after_amount, rule.after_unit).in_words} after it"
    return f"{SILENCE[rule.effect]}{after if rule.after_amount else ''}"


def verified_of(found: Pack | Statute) -> tuple[int, int]:
    """How many statements of law in a pack or a statute were read, and how many there are."""
    cited = [item for _, item in cited_in(found, "")]
    return sum(item.verified for item in cited), len(cited)


def law_name(statute: Statute) -> str:
    """The law's English name, and where it stands if the name does not say it."""
    name = statute.law_name.get("en", "")
    return name if statute.cite in name else f"{name}, {statute.cite}"


def told(pack: Pack, *, on: date) -> Iterator[str]:
    """The law in force on that day, line by line; `NoStatuteInForce` if none is on file for it."""
    statute = pack.statute_on(on)
    read, all_of_them = verified_of(pack)
    yield f"{pack.name['en']} ({pack.code})"
    if pack.risk == "high":
        yield from _wrapped(f"DANGER: {pack.risk_reason.get('en', '')}")
    if pack.no_law:
        yield from _cited("No law", pack.no_law)
    else:
        yield law_name(statute)
        until = f" to {statute.valid_to}" if statute.valid_to else ""
        yield f"Version {statute.version}, in force from {statute.valid_from}{until}"
    yield f"{read} of {all_of_them} statements were read in a source; the others say NOT VERIFIED."
    yield f"Days by the calendar {', '.join((pack.calendar, *pack.calendars))}; {pack.time_zone}"
    yield f"Ask in: {', '.join(pack.languages)}"
    yield from _sections(pack, statute)


def _sections(pack: Pack, statute: Statute) -> Iterator[str]:
    yield from _section("Clocks", (line for term in statute.terms for line in _term(term)))
    extensions = (
        line
        for rule in statute.extensions
        for line in _cited(f"{rule.term}: {extension_length(rule)}; {_grounds(rule)}", rule)
    )
    yield from _section("Extensions", extensions)
    yield from _section("What moves the clocks", _moves(statute))
    silences = (_cited(f"{rule.term}: silence {silence(rule)}", rule) for rule in statute.silence)
    yield from _section("Silence", (line for lines in silences for line in lines))
    yield from _section("Remedies", _remedies(statute))
    yield from _section("Kinds of request with other numbers", _variants(statute))
    yield from _section("Channels", _all((c.kind, c.note, c) for c in pack.channels))
    clauses = ((n.replace("_", " "), c.text, c) for n, c in statute.clauses.items())
    yield from _section("Provisions", _all(clauses))
    exemptions = ((e.kind.replace("_", " "), e.text, e) for e in statute.exemptions)
    yield from _section("What bodies withhold", _all(exemptions))
    regulators = ((r.name.get("en", ""), f"{r.status}. {r.note}", r) for r in pack.regulators)
    yield from _section("Who oversees it", _all(regulators))
    versions = (f"  {s.version}: {s.valid_from} to {s.valid_to or 'now'}" for s in pack.statutes)
    yield from _section("Versions on file", versions)
    yield from _section("Open questions", _listed(note.text for note in pack.notes))
    yield from _section("Sources", _listed(pack.sources))


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    found = list(lines)
    if found:
        yield from ("", title.upper(), *found)


def _term(term: Term) -> Iterator[str]:
    who = "the body" if term.binds == "agency" else "you"
    starts = " or ".join(start.replace("_", " ").replace(":", " of ") for start in term.start)
    step = f", step {term.step}" if term.step else ""
    why = f"; {WITHOUT[term.unnumbered]}" if term.amount is None else ""
    roll = f"; {ROLLS[term.roll]}" if ROLLS[term.roll] else ""
    soft = f"; not binding: {term.why_soft}" if not term.hard else ""
    words = f"{term.term}{step}: {length(term)} from {starts} ({who}). {term.label}"
    yield from _cited(f"{words}{why}{roll}{soft}", term)


def _grounds(rule: Extension) -> str:
    often = {0: "as often as needed", 1: "once"}.get(rule.times, f"{rule.times} times")
    notice = ""
    if rule.notify_amount is not None:
        span = Span(rule.notify_amount, rule.notify_unit).in_words
        notice = f"; to be said {span} " + (
            "before the end" if rule.notify_from == "before_due" else "from the start at the latest"
        )
    return f"{often}{notice}{'; ' + rule.grounds if rule.grounds else ''}"


def _moves(statute: Statute) -> Iterator[str]:
    for rule in statute.tolling:
        yield from _cited(_tolling(rule), rule)
    for window in statute.windows:
        yield from _cited(f"{window.first} to {window.last} of every year: {window.reason}", window)
    if statute.closures == "pause":
        yield from _wrapped(f"Days on which the body itself is closed: {statute.closures_why}")
    for way, rules in (("Sent by", statute.receipt), ("Served by", statute.service)):
        for channel, cited in rules.items():
            if cited.text:
                yield from _cited(f"{way} {channel}: {cited.text}", cited, text=False)


def _tolling(rule: Tolling) -> str:
    what = rule.starts_on.replace("_", " ")
    terms = ", ".join(rule.terms)
    if rule.effect == "add":
        return f"{what} adds {Span(rule.amount, rule.unit).in_words} to {terms}"
    verb = "stops" if rule.effect == "stop" else "begins anew"
    return f"{what} {verb} {terms}, until {rule.ends_on.replace('_', ' ')}"


def _remedies(statute: Statute) -> Iterator[str]:
    for place, appeal in enumerate(statute.appeals, 1):
        must = MUST[appeal.is_mandatory]
        body = appeal.body.get("en", "")
        yield from _cited(f"{place}. {appeal.kind} ({appeal.step}), {body}{must}", appeal)


def _variants(statute: Statute) -> Iterator[str]:
    for variant in statute.variants:
        numbers = [f"{term.term} {length(term)}" for term in variant.terms]
        numbers += [f"{e.term} {extension_length(e)}" for e in variant.extensions]
        yield from _cited(f"{variant.name}: {variant.label}: {'; '.join(numbers)}", variant)


def _all(found: Iterable[tuple[str, str, Cited]]) -> Iterator[str]:
    for name, text, cited in found:
        yield from _cited(f"{name}: {text}", cited, text=False)


def _listed(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from _wrapped(f"- {text}")


def _cited(words: str, cited: Cited, *, text: bool = True) -> Iterator[str]:
    """A statement with where it stands and who read it."""
    more = f" {cited.text}" if text and cited.text else ""
    mark = f"read: {cited.source}" if cited.verified else "NOT VERIFIED"
    yield from _wrapped(f"{words}.{more} [{cited.cite}; {mark}]".replace("..", "."))


def _wrapped(text: str) -> Iterator[str]:
    yield from fill(text, WIDTH, initial_indent="  ", subsequent_indent="      ").splitlines()
