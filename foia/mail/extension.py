"""The new date or the number of days that an extension names."""

from collections.abc import Sequence
from datetime import date

from foia.mail import languages
from foia.mail.cues import Hit
from foia.mail.dates import Days, find_dates, find_days
from foia.mail.kinds import MessageKind
from foia.mail.words import Words, fold_phrase

Extension = tuple[date | None, int | None, str | None]


def read_extension(
    words: Words, code: str, hits: Sequence[Hit], country: str, troubles: list[str]
) -> Extension:
    """Until when, or by how many days of which unit; None for what the mail does not say.

    Only looked for where the mail plainly extends; a second possible answer makes it None.
    """
    decisive = [
        hit
        for hit in hits
        if hit.cue.kind is MessageKind.EXTENSION and hit.cue.weight >= 0.5 and not hit.is_hedged
    ]
    if not decisive:
        return None, None, None
    amount, unit = _days(words, code, decisive, troubles)
    return _until(words, code, decisive, country, troubles), amount, unit


def anywhere(words: Words, code: str, country: str) -> Extension:
    """As `read_extension`, of a mail that extends without saying so in known words.

    Only what stands there alone is taken, and nothing where something is denied.
    """
    negations = {fold_phrase(word) for word in languages.load(code).negations}
    if negations & words.vocabulary:
        return None, None, None
    end = len(words.plain)
    named = {d.day for d in find_dates(words, code, 0, end, country=country) if d.is_until}
    lengths = {(days.amount, days.unit) for days in find_days(words, code, 0, end)}
    amount, unit = lengths.pop() if len(lengths) == 1 else (None, None)
    return (named.pop() if len(named) == 1 else None), amount, unit if amount else None


def _until(
    words: Words, code: str, hits: Sequence[Hit], country: str, troubles: list[str]
) -> date | None:
    """The date after "by" or "until": in the extending sentences, else anywhere."""
    sentences = sorted({words.sentence(hit.start) for hit in hits})
    for stretches in (sentences, [(0, len(words.plain))]):
        days = [
            found
            for start, end in stretches
            for found in find_dates(words, code, start, end, country=country)
            if found.is_until
        ]
        named = {found.day for found in days}
        if len(named) == 1:
            day = named.pop()
            if day is None:
                written = words.quote(days[0].start + 1, days[0].end - 1)
                troubles.append(f"It cannot be told which day {written!r} is.")
            return day
        if named:
            troubles.append("It names more than one date that could be the new deadline.")
            return None
    return None


def _days(
    words: Words, code: str, hits: Sequence[Hit], troubles: list[str]
) -> tuple[int | None, str | None]:
    """The number after the extending words, else the only one in their sentence."""
    found: set[tuple[int | None, str]] = set()
    for hit in hits:
        start, end = words.sentence(hit.start)
        # The wording itself may hold the number: "extended by … days".
        after = find_days(words, code, hit.start, end)
        chosen: list[Days] = after[:1] or find_days(words, code, start, end)
        found |= {(days.amount, days.unit) for days in chosen}
    if len(found) > 1 or any(amount is None for amount, _ in found):
        troubles.append("It names more than one number of days for the extension.")
        return None, None
    return found.pop() if found else (None, None)
