"""How fast the law is counted, each figure beside a floor or a peer measured in the same run."""

import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import numpy

from jurisdictions import fold, load_pack, parse_events
from jurisdictions.calendars import load_calendar
from jurisdictions.terms import Count, Span, due_date, explain

ROUNDS = 5
STARTS = [date(2020, 1, 1) + timedelta(days=3 * n) for n in range(1000)]
DOCKET = [
    {"kind": "sent", "at": "2026-01-05T09:00:00-06:00", "channel": "email"},
    {"kind": "received", "at": "2026-01-05T09:01:00-06:00"},
    {"kind": "acknowledged", "at": "2026-01-05T09:05:00-06:00"},
    {"kind": "extended", "at": "2026-01-09T09:00:00-06:00"},
    {"kind": "partially_released", "at": "2026-01-16T09:00:00-06:00"},
    {"kind": "denied", "at": "2026-01-20T09:00:00-06:00"},
    {"kind": "appealed", "at": "2026-02-05T09:00:00-06:00"},
    {"kind": "appeal_acknowledged", "at": "2026-02-07T09:00:00-06:00"},
    {"kind": "appeal_decided", "at": "2026-04-01T09:00:00-06:00"},
    {"kind": "released", "at": "2026-04-05T09:00:00-06:00"},
]


def per_second(act: Callable[[], object], times: int) -> float:
    """The best rate of several rounds, so that other work on the machine disturbs least."""
    rates = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        for _ in range(times):
            act()
        rates.append(times / (time.perf_counter() - start))
    return max(rates)


def main() -> None:
    """Print one line per figure."""
    calendar = load_calendar("us-il")
    closed = sorted(date.fromisoformat(day) for day in calendar.closed)
    peer_calendar = numpy.busdaycalendar(holidays=closed)
    counts = [
        Count(start=start, spans=(Span(5, "business_days"),), calendar=calendar) for start in STARTS
    ]
    due_date(counts[0])
    peer = per_second(lambda: [_numpy_due(start, peer_calendar) for start in STARTS], 5) * 1000
    plain = per_second(lambda: [due_date(count) for count in counts], 20) * 1000
    told = per_second(lambda: [explain(count) for count in counts], 5) * 1000
    print(f"numpy.busday_offset, one scalar: {peer:,.0f}/s (the peer)")
    print(f"response date: {plain:,.0f}/s ({plain / peer:.1f} x numpy; aim: at least 1)")
    print(
        f"response date explained: {told:,.0f}/s ({peer / told:.1f} x numpy's cost; aim: under 10)"
    )
    pack, events = load_pack("us-il"), parse_events(DOCKET)
    as_of = datetime(2026, 5, 1, tzinfo=UTC)
    folds = per_second(lambda: fold(pack, events, as_of=as_of), 1000)
    print(f"fold of ten events: {folds:,.0f}/s ({folds / 10_000:.1f} x the aim of 10,000/s)")


def _numpy_due(start: date, calendar: numpy.busdaycalendar) -> numpy.datetime64:
    return numpy.busday_offset(start, 5, roll="preceding", busdaycal=calendar)


if __name__ == "__main__":
    main()
