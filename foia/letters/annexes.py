"""Vendor annexes: which named report of a product produces a record, in the letter's language."""

import tomllib
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import NamedTuple

import msgspec

from foia.letters.catalogue import catalogue, pick
from foia.letters.letter import AskItem
from foia.letters.template import TemplateError
from foia.letters.typography import typeset
from foia.letters.wording import FALLBACK, ROOT

FILE = "vendors.toml"


class Report(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A report, screen or export, by the name it has on the product's own screen.

    `path` is the way to it. `verified`: the name was read in the maker's own pages or in what the
    product itself printed; else only others say so.
    """

    technology: str
    record: str
    report: str
    source: str
    url: str
    checked_on: date
    verified: bool
    path: str = ""


class Product(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A product and its reports. `named`: how lists of vendors call it, in small letters."""

    id: str
    name: str
    vendor: str
    named: tuple[str, ...]
    reports: tuple[Report, ...]


class Annex(NamedTuple):
    """One sentence that can be added to the item of `report.record`, and its language."""

    product: Product
    report: Report
    sentence: str
    language: str


@lru_cache
def products() -> tuple[Product, ...]:
    """Return all products on file; a wrong entry is a `TemplateError`."""
    try:
        entries = tomllib.loads((ROOT / FILE).read_text(encoding="utf-8"))["products"]
        return msgspec.convert(entries, tuple[Product, ...])
    except (msgspec.ValidationError, tomllib.TOMLDecodeError, KeyError) as error:
        raise TemplateError(f"letter_templates/{FILE}: {error}; correct the entry.") from error


def product(id: str) -> Product:
    """Return the product `id`, or raise `UnknownEntry` with the nearest ids."""
    return pick(products(), id, "product")


def products_named(vendors: str) -> tuple[Product, ...]:
    """Return the products that a dossier's list of vendors names, in the order of the file."""
    told = vendors.casefold()
    return tuple(product for product in products() if any(name in told for name in product.named))


def annexes(technology: str, record: str, language: str) -> tuple[Annex, ...]:
    """Return what can be added to that item of a letter in `language`, one sentence a report."""
    return tuple(
        _annex(product, report, language)
        for product in products()
        for report in product.reports
        if (report.technology, report.record) == (technology, record)
    )


def with_annexes(
    items: Iterable[AskItem], *, technology: str, product: Product, language: str
) -> tuple[AskItem, ...]:
    """Return the items, each followed by the name of the product's report that answers it."""
    return tuple(
        with_sentences(
            item,
            [
                annex.sentence
                for annex in annexes(technology, item.category, language)
                if annex.product == product
            ],
        )
        for item in items
    )


def with_sentences(item: AskItem, sentences: Iterable[str]) -> AskItem:
    """Return the item with those of the sentences at its end that it does not have yet."""
    text = item.text
    for sentence in sentences:
        text = text if sentence in text else f"{text} {sentence}"
    return AskItem(item.category, text)


def without_sentences(item: AskItem, sentences: Iterable[str]) -> AskItem:
    """Return the item without these sentences."""
    text = item.text
    for sentence in sentences:
        text = text.replace(f" {sentence}", "").replace(sentence, "")
    return AskItem(item.category, text)


def _annex(product: Product, report: Report, language: str) -> Annex:
    """Say which report it is; in English where the language has no such sentence yet."""
    entries = catalogue()
    texts = entries.in_product_at if report.path else entries.in_product
    told = {"product": product.name, "report": report.report, "path": report.path}
    written_in = language if language in texts else FALLBACK
    return Annex(product, report, typeset(texts[written_in].fill(told), written_in), written_in)
