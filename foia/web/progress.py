"""How far a wave is, as bars and words: every letter is in exactly one of them."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from foia.flow.campaigns import Progress

WORDS = {
    "handed_over": _("Sent"),
    "filed": _("Filed by a person"),
    "waiting": _("In line"),
    "to_file": _("To be filed by a person"),
    "unclear": _("Unclear: somebody must look"),
    "bounced": _("Came back"),
    "refused": _("Refused"),
    "outdated": _("Not sent on its day"),
    "drafts": _("Waiting for approval"),
    "held_back": _("Held back: no letter"),
    "to_write": _("To be written"),
}


@dataclass(frozen=True)
class Share:
    """A part of a wave's letters; `start` and `width` are of a bar of 1000."""

    name: str
    words: str
    number: int
    start: int
    width: int


def shown(counted: Progress) -> tuple[Share, ...]:
    """Return the parts that are not empty, in the order of the bar."""
    numbers = {
        "handed_over": counted.handed_over,
        "filed": counted.filed,
        "waiting": counted.waiting + counted.handing_over,
        "to_file": counted.to_file,
        "unclear": counted.unclear,
        "bounced": counted.bounced,
        "refused": counted.refused,
        "outdated": counted.outdated,
        "drafts": counted.drafts,
        "held_back": counted.held_back,
        "to_write": max(0, counted.total - counted.prepared - counted.held_back),
    }
    total = max(1, sum(numbers.values()))
    shares, before = [], 0
    for name, number in numbers.items():
        if number:
            start, end = before * 1000 // total, (before + number) * 1000 // total
            shares.append(Share(name, str(WORDS[name]), number, start, end - start))
        before += number
    return tuple(shares)
