"""The ledger: amounts by kind and currency, each with its day and proof; a mistake is struck.

Amounts are decimals, never floats, and are never added across currencies.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import QuerySet, Sum

from foia import custody, docket
from foia.flow.desk.held import DeskError
from foia.letters.printable import one_line
from foia.models import LedgerEntry, Message, RecordsRequest, User

Kind = LedgerEntry.Kind
MOST = Decimal("99999999999.999")
#: What a body took, what it gave back, and what the letters themselves cost.
SPENT = {Kind.PAID: 1, Kind.REFUNDED: -1, Kind.POSTAGE: 1}


@dataclass(frozen=True)
class Amount:
    """What somebody typed: one amount of money. `currency` by ISO 4217."""

    kind: str
    amount: Decimal
    currency: str
    on: date
    words: str = ""


@dataclass(frozen=True)
class Proof:
    """A receipt as a person gave it, with the media type its bytes say."""

    name: str
    content: bytes
    content_type: str


@transaction.atomic
def enter(
    *,
    request: RecordsRequest,
    told: Amount,
    by: User,
    now: datetime,
    message: Message | None = None,
    proof: Proof | None = None,
    received_at: datetime | None = None,
) -> LedgerEntry:
    """Enter one amount; `received_at` is when the body got a payment, which moves its clock."""
    _check(told, received_at)
    row = LedgerEntry(request=request, desk=request.desk, **vars(told), by=by, at=now)
    row.message = message
    row.words = one_line(told.words)[:300]
    row.currency = told.currency.upper()
    if proof:
        subject = f"{request.reference}/ledger"
        row.proof = custody.keep(proof.content, subject=subject, now=now)
        row.proof_name, row.proof_type = one_line(proof.name)[-200:], proof.content_type
    row.save()
    if received_at:
        docket.record(
            request=request, kind="fee_paid", at=received_at, by=by, origin=_origin(row), now=now
        )
    return row


@transaction.atomic
def strike(*, entry: LedgerEntry, why: str, by: User, now: datetime) -> None:
    """Take an amount out of the count; it stays to be read, with who struck it and why."""
    row = LedgerEntry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    reason = one_line(why)[:300]
    if row.struck_at:
        raise DeskError("This amount was struck already; enter what is true.")
    if not reason:
        raise DeskError("Say why the amount is struck, then strike it.")
    row.struck_at, row.struck_by, row.struck_why = now, by, reason
    row.save(update_fields=["struck_at", "struck_by", "struck_why"])
    for event in docket.standing(row.request):
        if event.origin == _origin(row):
            docket.void(entry=event, reason=reason, by=by, now=now)


def totals(entries: QuerySet[LedgerEntry]) -> dict[str, dict[str, Decimal]]:
    """Return {currency: {kind: sum, "spent": sum}} of what counts among these amounts."""
    counted = entries.filter(struck_at=None).order_by("currency", "kind")
    rows = counted.values_list("currency", "kind").annotate(total=Sum("amount"))
    found: dict[str, dict[str, Decimal]] = {}
    for currency, kind, total in rows:
        found.setdefault(currency, dict.fromkeys((*Kind.values, "spent"), Decimal()))[kind] = total
    for sums in found.values():
        sums["spent"] = _spent(sums)
    return found


def _spent(sums: Mapping[str, Decimal]) -> Decimal:
    return sum((sign * sums[kind] for kind, sign in SPENT.items()), Decimal())


def _check(told: Amount, received_at: Any) -> None:
    if told.kind not in Kind.values:
        raise DeskError(
            f"«{told.kind}» is no kind of amount; choose one: {', '.join(Kind.values)}."
        )
    if not told.amount.is_finite() or not Decimal() <= told.amount <= MOST:
        raise DeskError(f"The amount is {told.amount}; it must lie between 0 and {MOST}.")
    if len(told.currency) != 3 or not told.currency.isascii() or not told.currency.isalpha():
        raise DeskError(
            f"«{told.currency}» is no currency; give its three letters, such as EUR or USD."
        )
    if received_at and told.kind != Kind.PAID:
        raise DeskError("Only a payment can have been received by the body; enter it as paid.")


def _origin(row: LedgerEntry) -> str:
    return f"ledger:{row.pk}"
