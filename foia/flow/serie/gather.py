"""Finds the requests of a person that make a series, and names every one that does not fit."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from foia.flow.serie.standing import CODE, Standing, standing
from foia.letters.letter import AskItem, Requester
from foia.letters.serie import CITES, LEAST, Demand, SerieError, Series, require_referable
from foia.models import RecordsRequest

Object = tuple[str, ...]


@dataclass(frozen=True)
class Gathered:
    """A series that can be referred, its requests in the same order, and what to know of it."""

    series: Series
    requests: tuple[RecordsRequest, ...]
    notes: tuple[str, ...]


def gather(
    *,
    among: QuerySet[RecordsRequest],
    now: datetime,
    references: Sequence[str] = (),
    leave_out: Sequence[str] = (),
    with_waiting: bool = False,
    lead: str = "",
    address: str = "",
) -> Gathered:
    """Gather the series of these requests, or of all `among` them that are to French bodies.

    `with_waiting`: list requests without a refusal as well. `lead`: the refusal to be examined;
    the earliest express one, if left out. `address`: the requester's, where a request has none.
    Raises SerieError that names each request in the way, and what to do about it.
    """
    found = _found(among, references, leave_out)
    all_of_them = [standing(request, now) for request in found]
    if references:
        _require([each for each in all_of_them if each.is_settled], with_waiting)
    standings = _one_object([each for each in all_of_them if not each.is_settled], references)
    _require(standings, with_waiting)
    kept = sorted(
        ((each.demand, each.request) for each in standings if each.demand),
        key=lambda pair: (pair[0].asked_on, pair[0].addressee.name),
    )
    series = _series([demand for demand, _ in kept], kept[0][1], lead, address)
    require_referable(series)
    return Gathered(
        series=series,
        requests=tuple(request for _, request in kept),
        notes=tuple(_notes(standings, all_of_them, leave_out)),
    )


def _found(
    among: QuerySet[RecordsRequest], references: Sequence[str], leave_out: Sequence[str]
) -> list[RecordsRequest]:
    """Return the requests meant; a reference that is not among them, or not French, is named."""
    rows = among.select_related("agency")
    near = ("docket", "agency__contacts", "agency__closures")
    rows = rows.prefetch_related(*near).order_by("pk")
    named = [*references, *leave_out]
    known = dict(rows.filter(reference__in=named).values_list("reference", "jurisdiction_code"))
    strange = [reference for reference in named if known.get(reference) != CODE]
    if strange:
        raise SerieError(
            f"{', '.join(strange)}: none of this person's requests to French bodies has this"
            " reference; correct it."
        )
    rows = rows.filter(jurisdiction_code=CODE).exclude(reference__in=leave_out)
    return list(rows.filter(reference__in=references) if references else rows)


def _one_object(standings: Sequence[Standing], references: Sequence[str]) -> list[Standing]:
    """Return those with the same object and the same signature; the law takes no other series."""
    groups: dict[Object, list[Standing]] = defaultdict(list)
    for each in standings:
        groups[_object(each.request)].append(each)
    if not groups:
        raise SerieError(f"There is no open request to a French body; a series is {LEAST} or more.")
    largest = max(groups.values(), key=len)
    rivals = [g for g in groups.values() if references or len(g) >= LEAST]
    if len(rivals) > 1:
        told = "; ".join(f"{_names(group)} ({group[0].request.title})" for group in rivals)
        raise SerieError(
            f"A series has one object and one requester ({CITES['one_referral']}), and these are"
            f" {len(rivals)}: {told}; choose one of them with --request."
        )
    return largest


def _object(request: RecordsRequest) -> Object:
    """Return what makes two requests the same: system, records in any order, who signed."""
    records = sorted(item["category"] or _plain(item["text"]) for item in request.ask)
    signed = (_plain(request.signed_name), _plain(request.signed_organization))
    return (request.technology, *signed, *records)


def _require(standings: Iterable[Standing], with_waiting: bool) -> None:
    """Raise SerieError naming each request that stands in the way."""
    stuck = [each for each in standings if each.why and not (each.is_waiting and with_waiting)]
    if not stuck:
        return
    told = "; ".join(f"{e.request.reference} ({e.request.agency.name}) {e.why}" for e in stuck)
    waiting = ", or list those not yet refused with --with-waiting"
    raise SerieError(
        f"Not every request can be referred now: {told}; leave them out with --leave-out"
        f"{waiting if any(each.is_waiting for each in stuck) else ''}. Nothing was written."
    )


def _series(demands: Sequence[Demand], first: RecordsRequest, lead: str, address: str) -> Series:
    references = [demand.reference for demand in demands]
    if lead and lead not in references:
        raise SerieError(f"--lead {lead} is not in the series; choose one of its requests.")
    refused = [demand for demand in demands if demand.refused_on]
    express = [demand for demand in refused if not demand.is_silent]
    return Series(
        requester=Requester(
            name=first.signed_name,
            postal_address=address or first.signed_address,
            organization=first.signed_organization,
        ),
        technology=first.technology,
        ask=tuple(AskItem(item["category"], item["text"]) for item in first.ask),
        demands=tuple(demands),
        lead=lead or (express or refused or list(demands))[0].reference,
        system_name="",
    )


def _notes(
    standings: Sequence[Standing], everything: Sequence[Standing], leave_out: Sequence[str]
) -> Iterable[str]:
    """Yield what the person should know before sending."""
    yield from (each.doubt for each in standings if each.doubt)
    first = standings[0].request
    for each in everything:
        if each.is_settled and _object(each.request) == _object(first):
            yield f"{each.request.reference} is not in it: it {each.why}."
    waiting = [each for each in standings if each.is_waiting]
    if waiting:
        yield (
            f"{_names(waiting)}: listed without a refusal; the referral is no appeal for them"
            f" ({CITES['effect']})."
        )
    pretended = [each for each in standings if each.request.is_sandbox]
    if pretended:
        yield f"{_names(pretended)}: asked in the sandbox only, so there is nothing real to refer."
    if leave_out:
        yield (
            f"Left out: {', '.join(leave_out)}; the law wants all requests of a series named"
            f" ({CITES['inform']})."
        )
    if len({str(each.request.ask) for each in standings}) > 1:
        yield "The requests ask for the same records in different words; the first one's are used."
    if first.signed_organization:
        yield (
            "A legal person also gives its form, its seat and the name of who represents it"
            f" ({CITES['form']}); see that the letter does."
        )


def _names(standings: Iterable[Standing]) -> str:
    return ", ".join(each.request.reference for each in standings)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
