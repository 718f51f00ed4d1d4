"""The room at work: one document at a time, for a bounded time, so that nothing waits for it."""

from datetime import datetime, timedelta
from time import monotonic

from foia.flow.texts import looking, reading, scanning
from foia.flow.texts.picturing import picture
from foia.gateways import scanner
from foia.gateways.extract import tesseract
from foia.models import DocumentText

#: Seconds after which a run ends at the next page, so that other rooms have their turn.
ROUND_SECONDS = 20.0
#: Files looked at in one transaction: their ends are read from the disk meanwhile.
LOOK_AT = 50
State, Why = DocumentText.State, DocumentText.Trouble


def run(*, now: datetime, limit: int = 200) -> int:
    """Look at new files, read what waits and picture what was read; return how many steps."""
    began = monotonic()

    def clock() -> datetime:
        return now + timedelta(seconds=monotonic() - began)

    done = looking.look(limit=min(limit, LOOK_AT)) + _not_lacking_any_more()
    if _somebody_is_at_it(now):
        return done
    until = began + ROUND_SECONDS
    for document in reading.in_order(now):
        if monotonic() >= until:
            return done
        if reading.claim(document, clock()):
            done += reading.read(document, clock=clock, until=until)
    for document in DocumentText.objects.to_picture().order_by("pk")[:50]:
        if monotonic() >= until:
            return done
        picture(document, now=clock())
        done += 1
    return done


def run_scans(*, now: datetime, limit: int = 200) -> int:
    """Have the virus scanner look at the files it has not seen; return how many."""
    return scanning.scan(now=now, limit=limit) if scanner.is_configured() else 0


def try_again() -> int:
    """Have what could not be read wait once more, after a repair; return how many."""
    given_up = DocumentText.objects.filter(state__in=(State.FAILED, State.LACKING))
    return given_up.update(state=State.WAITING, trouble="", tries=0, pages_done=0)


def _somebody_is_at_it(now: datetime) -> bool:
    """Say whether another worker reads: one at a time, so that others are free for the mail."""
    taken = DocumentText.objects.to_read().filter(taken_until_at__gte=now)
    return taken.exists()


def _not_lacking_any_more() -> int:
    """Have documents wait anew for which Tesseract, or its language, has been installed since."""
    lacking = DocumentText.objects.filter(state=State.LACKING)
    languages = set(lacking.values_list("language", flat=True).distinct())
    if not languages:
        return 0
    there = tesseract.installed_languages()
    able = [code for code in languages if tesseract.name_of(code or "en") in there]
    if not able:
        return 0
    return lacking.filter(language__in=able).update(
        state=State.WAITING, trouble="", tries=0, pages_done=0
    )
