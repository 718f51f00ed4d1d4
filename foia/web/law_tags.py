"""Template words of the law pages: clocks, steps and rules said plainly, and how sure each is."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foia.web import law_words, words
from foia.web.days import reader
from foia.web.lawbook.clocks import Clock
from foia.web.lawbook.standing import Standing
from foia.web.sentences import to_reader
from jurisdictions import Statute
from jurisdictions.law import Extension, Term
from jurisdictions.rules import Cited, ReceiptRule, Silence, Tolling

register = template.Library()


def amount(number: int, unit: str) -> str:
    """Return a length of time in words: "5 business days"."""
    return str(words.UNITS[unit] % number)


@register.filter
def as_filed(text: str) -> SafeString | str:
    """Return what a pack or a calendar says, marked as English where the screen is not."""
    said = to_reader(text)
    if not text or said != text or reader() == "en":
        return said
    return format_html('<span lang="en">{}</span>', said)


@register.filter
def short_length(term: Term) -> str:
    """Say how long a term is in as few words as there are."""
    if term.amount is None:
        return words.said(law_words.SHORT_UNNUMBERED, term.unnumbered)
    one = amount(term.amount, term.unit)
    return one if term.or_amount is None else f"{one} / {amount(term.or_amount, term.or_unit)}"


@register.filter
def clock_length(clock: Clock) -> str:
    """Say how long a clock is, and how much longer it may become."""
    longer = [
        f"+ {amount(rule.amount, rule.unit)}"
        if rule.basis != "total"
        else _("%(length)s at most") % {"length": amount(rule.amount, rule.unit)}
        for rule in clock.extensions[:1]
        if rule.amount is not None
    ]
    return ", ".join([short_length(clock.term), *longer])


@register.filter
def starts(term: Term, statute: Statute) -> str:
    """Say what starts a clock: the first of its anchors that is known."""
    said = [_anchor(name, statute) for name in term.start]
    text = _(", or ").join(dict.fromkeys(said))
    bodies = {appeal.step: appeal.body for appeal in statute.appeals}
    if term.from_step in bodies:
        text = f"{text} ({words.named(bodies[term.from_step])})"
    if term.presume_from:
        presumed = _anchor(term.presume_from, statute)
        return _("%(start)s; while that is not known: %(presumed)s") % {
            "start": text,
            "presumed": presumed,
        }
    return text


def _anchor(name: str, statute: Statute) -> str:
    word, _colon, other = name.partition(":")
    if not other:
        return words.said(law_words.STARTS, word)
    labels = {term.term: f"“{term.label}”" for term in statute.terms}
    what = {"what": words.said({**labels, **law_words.TERMS}, other)}
    if word == "silence":
        return _("when the time for %(what)s has passed in silence") % what
    return _("when the time for %(what)s is over") % what


@register.filter
def counting(term: Term) -> list[str]:
    """Say what is special about how a term's days are counted."""
    said = [str(law_words.ROLLS[term.roll])] if term.roll in law_words.ROLLS else []
    if term.only_if:
        whens = [words.said(law_words.STARTS, name) for name in term.only_if if ":" not in name]
        said += [_("Only %(when)s.") % {"when": _(", or ").join(whens)}] if whens else []
    if term.starts_on_working_day:
        said.append(_("Day 1 is the first open day after the start."))
    if term.months_from_next_day:
        said.append(_("The months run from the day after the start."))
    if term.first_day_counts:
        said.append(_("The first day counts."))
    if term.is_franc:
        said.append(_("Neither the first nor the last day counts (délai franc)."))
    return said


@register.filter
def notice(rule: Extension) -> str:
    """Say until when a body must announce that it takes longer."""
    if rule.notify_amount is None:
        return _("before that time is over")
    length = {"length": amount(rule.notify_amount, rule.notify_unit)}
    if rule.notify_from == "start":
        return _("within %(length)s from its start") % length
    return _("at least %(length)s before that time is over") % length


@register.filter
def times(number: int) -> str:
    """Say how often something may be done."""
    if not number:
        return _("as often as needed")
    return ngettext("once", "up to %(number)d times", number) % {"number": number}


@register.filter
def terms_named(names: Iterable[str]) -> str:
    """Say which clocks a rule is about."""
    return ", ".join(words.said(law_words.TERMS, name) for name in names)


@register.filter
def tolling(rule: Tolling) -> str:
    """Say what stops a clock and what lets it run again, in one sentence."""
    stops, runs = (str(word) for word in law_words.STOPS[rule.effect])
    said = f"{stops} {words.said(law_words.STARTS, rule.starts_on)}"
    if rule.effect == "add":
        said = f"{stops} (+ {amount(rule.amount, rule.unit)}) " + said.removeprefix(f"{stops} ")
    if rule.effect == "restart" and not rule.ends_on:
        return _("begins anew %(when)s") % {"when": words.said(law_words.STARTS, rule.starts_on)}
    if rule.ends_on:
        said = f"{said}, {runs} {words.said(law_words.STARTS, rule.ends_on)}"
    return said + _("; the day it stops does not count either") if rule.from_its_day else said


def _said_by(names: Mapping[str, Any]) -> Any:
    """Return a filter that says a code in the words of this table."""
    return lambda code: words.said(names, code)


register.filter("silence", _said_by(law_words.SILENCE))
register.filter("protects", _said_by(law_words.PROTECTS))
register.filter("unnumbered", _said_by(words.UNNUMBERED))
register.filter("when", _said_by(law_words.STARTS))
register.filter("term_name", _said_by(law_words.TERMS))
register.filter("clause_title", _said_by(law_words.CLAUSES))
register.filter("by_channel", _said_by(law_words.BY_CHANNEL))


@register.inclusion_tag("law/proof.html", takes_context=True)
def proof(context: Mapping[str, Any], cited: Cited) -> dict[str, Any]:
    """Show where a statement stands and whether, and by which numbered source, it is verified."""
    standing: Standing | None = context.get("standing")
    return {"cited": cited, "number": standing.number_of(cited) if standing else 0}


@register.filter
def rule_amount(rule: Any) -> str:
    """Say the length that a rule names."""
    return amount(rule.amount, rule.unit)


@register.filter
def after(rule: Silence) -> str:
    """Say how long after the last day silence takes hold."""
    return amount(rule.after_amount, rule.after_unit)


@register.filter
def on_file(provisions: Iterable[Any]) -> bool:
    """Say whether any of these provisions is on file."""
    return any(provision.clause for provision in provisions)


@register.filter
def not_on_file(provisions: Iterable[Any]) -> list[str]:
    """Return the headings of the provisions that are not on file."""
    return [provision.title for provision in provisions if not provision.clause]


@register.filter
def receipt_words(rule: ReceiptRule) -> list[str]:
    """Say when what went by a channel counts as received."""
    said = [
        _("The day of sending is presumed to be the day of receipt.")
        if rule.presumed == "same_day"
        else _("A sending alone proves no receipt: the day is needed.")
    ]
    if rule.lag_amount:
        lag = {"length": amount(rule.lag_amount, rule.lag_unit)}
        said = [_("It counts as received %(length)s after the sending.") % lag]
    if rule.cutoff:
        said.append(_("After %(hour)s it counts for the next working day.") % {"hour": rule.cutoff})
    if rule.on_closed_day == "next_working_day":
        said.append(_("On a closed day it counts for the next working day."))
    return said
