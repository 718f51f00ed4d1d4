"""The letters of a French series: the referral to the CADA, and what every body is told of it."""

from collections.abc import Iterator
from datetime import date

import msgspec

from foia.letters.catalogue import catalogue
from foia.letters.dates import long_date
from foia.letters.draft import Draft
from foia.letters.letter import (
    Addressee,
    AnnexBlock,
    Block,
    Heading,
    Letter,
    NumberedItem,
    Paragraph,
    Table,
)
from foia.letters.printable import all_printable, one_line, printable
from foia.letters.serie import LANGUAGE, Demand, Series, cites, head, rows, wording_of
from foia.letters.typography import lead_in
from foia.letters.values import topic_values
from foia.letters.wording import Wording
from jurisdictions import Pack

COUNTRY = "FR"
REFERRAL = (
    *("opening", "documents_heading", "items", "refusals_heading", "refusals", "silent"),
    *("presumed", "waiting", "lead", "informed_heading", "informed", "ask_heading", "ask"),
    *("ask_list", "identity", "enclosed", "reference"),
)
INFORMATION = (
    *("asked", "express", "silent", "none", "informed", "effect", "opinion", "silence_after"),
    *("still", "reference"),
)
NOT_REVIEWED = "Translation not reviewed: nobody has signed off the French wording of the series."
#: Of the annex's columns: number, body with its address, request, refusal, our reference.
SHARES = (2, 11, 5, 10, 6)


def referral(series: Series, *, pack: Pack, on: date, commission: Addressee) -> Letter:
    """Compose the one referral, with the table of the bodies as its annex."""
    lead, demands = series.leading, series.demands
    silent = [demand for demand in demands if demand.is_silent]
    waiting = sum(demand.refused_on is None for demand in demands)
    left_out = {
        "silent": not silent,
        "presumed": not any(demand.is_presumed for demand in silent),
        "waiting": not waiting,
    }
    values = _values(series, lead, pack, on) | {"waiting": str(waiting)}
    draft = Draft(_wording("referral"), values)
    values["how"] = draft.line("lead_silent" if lead.is_silent else "lead_express")
    shown = [name for name in REFERRAL if not left_out.get(name)]
    letter = _letter(series, lead, commission, draft, shown, on)
    return msgspec.structs.replace(letter, kind="serie_referral", annex=_annex(series, pack, on))


def information(series: Series, demand: Demand, *, pack: Pack, on: date) -> Letter:
    """Compose what one body of the series is told of the referral (CRPA, art. L342-1, al. 3)."""
    how = "silent" if demand.is_silent else "express"
    said = how if demand.refused_on else "none"
    left_out = {"express", "silent", "none"} - {said} | (set() if demand.refused_on else {"effect"})
    draft = Draft(_wording("information"), _values(series, demand, pack, on))
    shown = [name for name in INFORMATION if name not in left_out]
    return _letter(series, demand, demand.addressee, draft, shown, on)


def _letter(
    series: Series,
    demand: Demand,
    addressee: Addressee,
    draft: Draft,
    shown: list[str],
    on: date,
) -> Letter:
    """Lay out a letter of the series with these sections."""
    requester, addressee = all_printable(series.requester), all_printable(addressee)
    address = requester.postal_address.splitlines()
    title = draft.line("subject")
    return Letter(
        kind="serie_information",
        language=LANGUAGE,
        country=COUNTRY,
        subject=f"{title} [{demand.reference}]",
        title=title,
        sender_block=_lines(requester.name, requester.organization, *address, demand.reply_to),
        addressee_block=_lines(addressee.name, addressee.department, *addressee.address_lines),
        date_line=draft.line("date_line"),
        salutation=draft.line("salutation"),
        blocks=tuple(block for name in shown for block in _blocks(name, draft, series)),
        closing=draft.line("closing"),
        sign_off=draft.line("sign_off"),
        signature=_lines(requester.name, requester.organization),
        written_on=on,
        notes=() if wording_of("referral").settings.get("reviewed") == "true" else (NOT_REVIEWED,),
        cites=draft.cites(),
    )


def _blocks(name: str, draft: Draft, series: Series) -> list[Block]:
    """Return what one section says."""
    if name == "items":
        return list(_documents(series))
    if name.endswith("_heading"):
        return [Heading(draft.line(name))]
    return [Paragraph(text) for text in draft.paragraphs(name)]


def _documents(series: Series) -> Iterator[NumberedItem]:
    """Yield the records asked for, as the request named them."""
    for number, item in enumerate(series.ask, start=1):
        label = catalogue().category(item.category).label(LANGUAGE) if item.category else ""
        lead = lead_in(label, LANGUAGE) if label else ""
        yield NumberedItem(number, lead, printable(item.text).strip())


def _annex(series: Series, pack: Pack, on: date) -> tuple[AnnexBlock, ...]:
    """Return the table of the bodies; a body's address stands under its name."""
    number, body, reach, asked, refused, how, reference = head()
    return (
        Heading(_wording("table").sections["annex_heading"][0].fill({})),
        Table(
            head=(number, f"{body}\n{reach}", asked, f"{refused}\n{how}", reference),
            shares=SHARES,
            rows=tuple(
                (row[0], _lined(row[1], row[2]), row[3], _lined(row[4], row[5]), row[6])
                for row in rows(series, pack, on)
            ),
        ),
    )


def _values(series: Series, demand: Demand, pack: Pack, on: date) -> dict[str, str]:
    """Return what the fields of the series' texts say, of one demand of it."""
    days = {
        "today": on,
        "asked_on": demand.asked_on,
        "received_on": demand.received_on,
        "refused_on": demand.refused_on,
    }
    return {
        **cites(pack, on),
        **topic_values(series.technology, LANGUAGE, one_line(series.system_name)),
        **{name: long_date(day, LANGUAGE, COUNTRY) if day else "" for name, day in days.items()},
        "agency": one_line(demand.addressee.name),
        "reference": demand.reference,
        "reply_to": demand.reply_to,
        "requester": one_line(series.requester.name),
        "total": str(len(series.demands)),
    }


def _wording(name: str) -> Wording:
    read = wording_of(name)
    is_reviewed = read.settings.get("reviewed") == "true"
    return Wording(language=LANGUAGE, is_reviewed=is_reviewed, sections=read.sections)


def _lined(*lines: str) -> str:
    return "\n".join(_lines(*lines))


def _lines(*lines: str) -> tuple[str, ...]:
    """Return the lines that say something."""
    return tuple(line.strip() for line in lines if line.strip())
