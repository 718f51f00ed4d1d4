"""Template words of the desk and of the page's head."""

from dataclasses import asdict

from django import template
from django.utils.http import urlencode

from foia.models import LedgerEntry, Question
from foia.web import coding, desk_words, ledger, words
from foia.web.inbox import Filters

register = template.Library()


@register.filter
def place_name(name: str) -> str:
    """Say what the head of the page calls a place."""
    return words.said(desk_words.PLACES, name)


@register.filter
def shelf_name(name: str) -> str:
    """Say what stands on a shelf of the inbox."""
    return words.said(desk_words.SHELVES, name)


@register.filter
def ledger_kind(code: str) -> str:
    """Say what an amount of the ledger is."""
    return words.said(desk_words.LEDGER_KINDS, code)


@register.filter
def money(entry: LedgerEntry) -> str:
    """Return an amount with its currency, as the reader's language writes it."""
    return ledger.money(entry.amount, entry.currency)


@register.filter
def question_kind(code: str) -> str:
    """Say which type of answer a question takes."""
    return words.said(desk_words.QUESTIONS, code)


@register.filter
def coded_as(value: str, question: Question) -> str:
    """Return a coder's answer as people say it."""
    return coding.shown(question, value)


@register.simple_tag
def querystring_of(filters: Filters, **changes: str) -> str:
    """Return the address of a list with these filters, some of them changed."""
    told = asdict(filters) | changes
    return urlencode({name: value for name, value in told.items() if value})
