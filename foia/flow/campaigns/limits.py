"""The limits that the law puts on one requester, and the bodies at which a campaign meets them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from foia.flow.campaigns.earlier import Before
from foia.flow.campaigns.some import Some
from foia.letters.dates import day_at
from foia.models import Campaign
from jurisdictions import Pack, load_pack
from jurisdictions.quotas import Asked, counted
from jurisdictions.rules import Limit


class LimitFound(NamedTuple):
    """One limit of a law that the campaign asks under, and where the next letter reaches it."""

    code: str
    place: str
    kind: str
    label: str
    sentence: str
    cite: str
    is_verified: bool
    source: str
    bodies: Some


def limits_for(
    campaign: Campaign,
    by_law: Mapping[str, Mapping[int, str]],
    before: list[Before],
    *,
    now: datetime,
) -> Iterator[LimitFound]:
    """Yield every limit of these laws; `by_law`: the names of the bodies by code and key."""
    earlier: dict[int, list[Before]] = defaultdict(list)
    for old in before:
        earlier[old.agency_pk].append(old)
    for code, names in by_law.items():
        pack = load_pack(code)
        if not pack.statutes:
            continue
        for limit in pack.statute_on(day_at(pack, now)).limits:
            if limit.scope == "everywhere":
                bodies = _everywhere(campaign, limit, pack, names, before, now)
            else:
                bodies = _by_body(campaign, limit, pack, names, earlier, now)
            yield LimitFound(
                code=code,
                place=pack.name["en"],
                kind=limit.kind,
                label=limit.label,
                sentence=limit.text,
                cite=limit.cite,
                is_verified=limit.verified,
                source=limit.source,
                bodies=bodies,
            )


def _by_body(
    campaign: Campaign,
    limit: Limit,
    pack: Pack,
    names: Mapping[int, str],
    earlier: Mapping[int, list[Before]],
    now: datetime,
) -> Some:
    """Return the bodies at which the next letter reaches a limit."""
    some = Some()
    if limit.count is None:
        return some
    fresh = _count(campaign, limit, pack, [], now) >= limit.count
    for pk, name in names.items():
        old = earlier.get(pk)
        if _count(campaign, limit, pack, old, now) >= limit.count if old else fresh:
            some.add(name)
    return some


def _everywhere(
    campaign: Campaign,
    limit: Limit,
    pack: Pack,
    names: Mapping[int, str],
    before: list[Before],
    now: datetime,
) -> Some:
    """Return all bodies of a law whose requests together reach a limit, or none."""
    same = [b for b in before if b.code == pack.code and b.technology == campaign.technology]
    some = Some()
    if limit.count and _count(campaign, limit, pack, same, now) + len(names) - 1 >= limit.count:
        for name in names.values():
            some.add(name)
    return some


def _count(campaign: Campaign, limit: Limit, pack: Pack, old: list[Before], now: datetime) -> int:
    asked = [Asked(day_at(pack, b.sent_at), len(b.categories)) for b in old]
    on = day_at(pack, now)
    return counted(limit, pack, on, before=asked, categories=len(campaign.ask))
