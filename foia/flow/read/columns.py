"""What was read of a message as the columns of its row; and what its request asked, to read by."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from foia.letters.catalogue import catalogue
from foia.mail.classify import AskedItem, Found, ItemFinding, ItemState
from foia.mail.classify import Reading as Read
from foia.mail.items import joined
from foia.models import RecordsRequest


def asked(request: RecordsRequest) -> Sequence[AskedItem]:
    return [
        AskedItem(number, item["category"], _label(item, request.language))
        for number, item in enumerate(request.ask, start=1)
    ]


def _label(item: Mapping[str, str], language: str) -> str:
    """Return what an item is called: its category's label, or a person's own words."""
    if not item["category"]:
        return item["text"]
    return catalogue().category(item["category"]).label(language)


def evidence(said: Read) -> list[dict[str, Any]]:
    return [asdict(piece) for piece in said.evidence]


def found_in(said: Read) -> dict[str, Any]:
    """Return what was found as plain values, for the screens and for the docket."""
    found = said.found
    return {
        "likely": [str(kind) for kind in said.likely],
        "until": found.extended_until.isoformat() if found.extended_until else None,
        "days": found.extension_days,
        "unit": found.extension_unit,
        "fee": found.fee,
        "agency_reference": found.body_reference,
        "exemptions": list(found.exemptions),
        "items": [_item(item, found) for item in joined(found.item_findings)],
        "whole": _item(found.whole, found) if found.whole else None,
    }


def _item(item: ItemFinding, found: Found) -> dict[str, Any]:
    """Return one finding as plain values; one that cites nothing is withheld under all that is."""
    is_withheld = item.state in (ItemState.WITHHELD, ItemState.PARTLY)
    exemptions = item.exemptions or (found.exemptions if is_withheld else ())
    return {**asdict(item), "state": item.state.value, "exemptions": list(exemptions)}
