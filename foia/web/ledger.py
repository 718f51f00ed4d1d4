"""Sums of a ledger for the screen, currency by currency."""

from dataclasses import dataclass
from decimal import Decimal

from babel.numbers import format_currency
from django.db.models import QuerySet

from foia.flow import desk
from foia.models import LedgerEntry, RecordsRequest
from foia.web import desk_words, words
from foia.web.days import reader


@dataclass(frozen=True)
class Sums:
    """What was demanded, paid and so on in one currency; kinds without any are left out."""

    currency: str
    rows: tuple[tuple[str, str], ...]
    spent: str


def sums_of(entries: QuerySet[LedgerEntry]) -> tuple[Sums, ...]:
    """Return the sums of these amounts in one statement."""
    return tuple(
        Sums(
            currency=currency,
            rows=tuple(
                (words.said(desk_words.LEDGER_KINDS, kind), money(amount, currency))
                for kind, amount in sums.items()
                if kind != "spent" and amount
            ),
            spent=money(sums["spent"], currency),
        )
        for currency, sums in desk.totals(entries).items()
    )


def money(amount: Decimal, currency: str) -> str:
    """Return an amount as the reader's language writes it, with the currency's own decimals."""
    return str(format_currency(amount, currency, locale=reader().replace("-", "_")))


def currency_of(request: RecordsRequest) -> str:
    """Return the currency of the last amount of this request; empty if there is none."""
    last = request.ledger.order_by("-pk").values_list("currency", flat=True)
    return last.first() or ""
