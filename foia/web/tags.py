"""Template words: codes said plainly, names in the reader's language, days in the right zone."""

from datetime import date, datetime

from django import template
from django.utils.translation import gettext as _

from foia.letters.catalogue import RecordCategory, Technology
from foia.letters.letter import Block, Heading
from foia.web import (
    account_tags,
    agency_tags,
    campaign_tags,
    days,
    desk_tags,
    file_tags,
    findings_tags,
    law_day_tags,
    law_tags,
    learnt_tags,
    letter_words,
    mail_tags,
    publish_tags,
    script_words,
    sentences,
    system_words,
    words,
)
from jurisdictions.law import Extension, Term

register = template.Library()
LIBRARIES = (
    file_tags,
    law_tags,
    law_day_tags,
    agency_tags,
    campaign_tags,
    desk_tags,
    system_words,
    mail_tags,
    publish_tags,
    script_words,
    account_tags,
    findings_tags,
    learnt_tags,
)
for library in [module.register for module in LIBRARIES]:
    register.filters.update(library.filters)
    register.tags.update(library.tags)


register.filter("to_reader", sentences.to_reader)


@register.filter
def stage(code: str) -> str:
    """Say where a request stands."""
    return words.said(words.STAGES, code)


@register.filter
def event(code: str) -> str:
    """Say what happened."""
    return words.said(words.EVENTS, code)


@register.filter
def deadline_state(code: str) -> str:
    """Say how it stands with a deadline."""
    return words.said(words.DEADLINE_STATES, code)


@register.filter
def message_kind(code: str) -> str:
    """Say what a message is."""
    return words.said(words.MESSAGE_KINDS, code)


@register.filter
def finding(code: str) -> str:
    """Say what was learnt."""
    return words.said(words.FINDINGS, code)


@register.filter
def role(code: str) -> str:
    """Say what a body does with a system."""
    return words.said(words.ROLES, code)


@register.filter
def letter_kind(code: str) -> str:
    """Say what kind of letter it is."""
    return words.said(letter_words.LETTERS, code)


@register.filter
def delivery(code: str) -> str:
    """Say what became of an attempt to hand a letter over."""
    return words.said(words.DELIVERIES, code)


@register.filter
def channel(code: str) -> str:
    """Say how a body takes requests."""
    return words.said(words.CHANNELS, code)


@register.filter
def term_length(term: Term) -> str:
    """Say how long a term is, or why it has no number."""
    if term.amount is None:
        return words.said(words.UNNUMBERED, term.unnumbered)
    length = str(words.UNITS[term.unit] % term.amount)
    if term.or_amount is None:
        return length
    other = str(words.UNITS[term.or_unit] % term.or_amount)
    return _("%(one)s or %(other)s, whichever ends first") % {"one": length, "other": other}


@register.filter
def extension_length(extension: Extension) -> str:
    """Say how much longer a body may take."""
    if extension.amount is None:
        return _("the body's own date; no number in the law")
    length = str(words.UNITS[extension.unit] % extension.amount)
    if extension.basis == "total":
        return _("%(length)s in all") % {"length": length}
    return f"+ {length}"


@register.filter
def regulator_state(code: str) -> str:
    """Say how it stands with a regulator."""
    return words.said(words.REGULATOR_STATES, code)


register.filter("named", words.named)


@register.filter
def label(entry: Technology | RecordCategory) -> str:
    """Return a catalogue entry's name in the reader's language."""
    return entry.label(days.reader())


@register.filter
def description(entry: Technology | RecordCategory) -> str:
    """Return one line on a catalogue entry in the reader's language."""
    return entry.description(days.reader())


@register.filter
def is_heading(block: Block) -> bool:
    """Say whether a block of a letter is a heading."""
    return isinstance(block, Heading)


@register.filter
def as_day(text: str | date) -> date:
    """Return a day that the tables keep as ISO 8601 text."""
    return date.fromisoformat(text) if isinstance(text, str) else text


@register.filter(expects_localtime=True)
def day(on: date) -> str:
    """Return a day with its weekday."""
    return days.day(on)


@register.filter
def long_day(on: date) -> str:
    """Return a day in full."""
    return days.long_day(on)


@register.filter
def month(on: date) -> str:
    """Return a month with its year."""
    return days.month(on)


@register.filter
def short_month(on: date) -> str:
    """Return a month in short."""
    return days.short_month(on)


@register.filter(expects_localtime=True)
def moment(at: datetime) -> str:
    """Return a moment by the clock of the page's time zone."""
    return days.moment(at)
