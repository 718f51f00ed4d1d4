"""Silence as a finding: what was asked for and not spoken of when the time to answer is over.

Only a clock with a number in the law can run out, and one that stands still has not; both are the
fold's to say.
"""

from collections.abc import Sequence
from datetime import datetime

from foia.models import Finding, RecordsRequest
from jurisdictions import Timeline

SILENT_STAGES = frozenset({"overdue", "silent_refusal", "silent_grant"})
#: Before these stages are left, nobody was silent: there is nothing to take back.
NOT_YET = frozenset({"not_sent", "awaiting_receipt", "awaiting_response", "paused"})


def is_silent(timeline: Timeline) -> bool:
    """Say whether the body let the time to answer pass, and has not answered since."""
    missed = any(d.term == "response" and d.state == "missed" for d in timeline.deadlines)
    return missed or timeline.stage in SILENT_STAGES


def write_silence(
    silent: Sequence[RecordsRequest], spoken: Sequence[RecordsRequest], *, now: datetime
) -> None:
    """Write `silent` for what nobody spoke of, and take it back where somebody has: idempotent."""
    if spoken:
        rows = Finding.objects.filter(request__in=spoken, state=Finding.State.SILENT)
        rows.delete()
    if silent:
        Finding.objects.bulk_create(
            [
                Finding(
                    request=request,
                    desk=request.desk,
                    category=category,
                    state=Finding.State.SILENT,
                    found_at=now,
                )
                for request in silent
                for category in sorted({item["category"] for item in request.ask} - {""})
            ],
            ignore_conflicts=True,
        )
