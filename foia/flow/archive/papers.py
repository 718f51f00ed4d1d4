"""The timeline of a request on paper: what happened, each date with its reasons, the exhibits."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from foia import docket
from foia.flow.archive.contents import Exhibit, timeline_of
from foia.flow.archive.tables import exhibit_row, exhibits_head, withholding_head, withholding_rows
from foia.letters.letter import Heading, Paragraph, Table
from foia.letters.paper import Paper, PaperBlock
from foia.models import DocketEntry, RecordsRequest
from jurisdictions import Deadline, Timeline

WITHHOLDING_SHARES = (3, 4, 4, 3, 4, 4, 1, 6)
EXHIBIT_SHARES = (2, 3, 4, 4, 5, 5, 6)


def timeline_paper(
    request: RecordsRequest, exhibits: Sequence[Exhibit], now: datetime, *, is_public: bool = False
) -> Paper:
    """Return the history of a request, its dates with their reasons, and its exhibits."""
    timeline = timeline_of(request, now)
    blocks: list[PaperBlock] = [Heading(_("What happened")), _happened(request, is_public)]
    if timeline:
        blocks += [Heading(_("Dates, and how they were counted")), *_dates(timeline)]
    if rows := [] if is_public else withholding_rows(request):
        log = Table(withholding_head(), WITHHOLDING_SHARES, tuple(rows))
        blocks += [Heading(_("Withholding log")), log]
    if exhibits:
        listed = Table(exhibits_head(), EXHIBIT_SHARES, tuple(map(exhibit_row, exhibits)))
        blocks += [Heading(_("Exhibits")), listed]
    asked = _("Asked: {body}").format(body=request.agency.name)
    title = () if is_public else (request.title,)  # which may be anybody's words
    lines = (*title, asked, _("Written on {day}").format(day=now.date().isoformat()))
    country = request.jurisdiction_code[:2]
    return paper_of(_("Timeline and exhibits"), blocks, lines, now, country=country)


def _happened(request: RecordsRequest, is_public: bool) -> Table:
    head = (_("Date (UTC)"), _("What"), _("Recorded (UTC)"), _("Note"))
    entries = request.docket.select_related("voids").order_by("at", "seq")
    if is_public:
        counts = {entry.pk for entry in docket.standing(request)}
        entries = entries.filter(pk__in=counts)
    return Table(head, (3, 5, 3, 5), tuple(_entry(entry, is_public) for entry in entries))


def _entry(entry: DocketEntry, is_public: bool) -> tuple[str, ...]:
    note = "" if is_public else str(entry.details.get("reason", ""))
    if entry.voids:
        note = _("takes entry {number} out of the count. {why}").format(
            number=entry.voids.seq, why=note
        )
    at, recorded = (f"{moment:%Y-%m-%d %H:%M}" for moment in (entry.at, entry.recorded_at))
    return at, f"#{entry.seq} {entry.kind.replace('_', ' ')}", recorded, note


def _dates(timeline: Timeline) -> Iterator[PaperBlock]:
    for deadline in timeline.deadlines:
        yield Paragraph("\n".join(_reasons(deadline)))


def _reasons(deadline: Deadline) -> Iterator[str]:
    """Yield why a date is what it is, line by line."""
    yield f"{deadline.due_on.isoformat()}: {deadline.label} ({deadline.state})"
    checked = "" if deadline.verified else _(" (not yet checked in the statute)")
    yield f"{deadline.cite}, {deadline.statute_version}{checked}"
    yield _("Counted from {day}.").format(day=deadline.starts_on.isoformat())
    skipped = [day for day in deadline.counted if not day.counts]
    if skipped:
        days = "; ".join(f"{day.date.isoformat()} ({day.why})" for day in skipped[:60])
        yield _("Days that do not count: {days}.").format(days=days)
    if deadline.why_soft:
        yield deadline.why_soft


def paper_of(
    title: str,
    blocks: Sequence[PaperBlock],
    lines: Sequence[str],
    now: datetime,
    *,
    country: str,
    mark: str = "",
) -> Paper:
    """Return a paper of a bag, in the language that is spoken now."""
    return Paper(
        title=title,
        language=(translation.get_language() or "en")[:2],
        written_on=now.date(),
        blocks=tuple(blocks),
        lines=tuple(lines),
        foot="Open Shutter",
        country=country,
        mark=mark,
    )
