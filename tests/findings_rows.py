"""Requests with findings for tests and the bench: as many as wanted, in few statements."""

from datetime import datetime, timedelta

from foia.models import (
    Agency,
    Campaign,
    Deadline,
    DocketEntry,
    Finding,
    Publication,
    RecordsRequest,
    System,
    User,
)

State = Finding.State
RECORDS = ("usage_policy", "contract", "dpia", "retention", "audit_logs")
LAWS = ("us-il", "us-ca", "us-ny", "us-tx", "fr", "mx-cmx", "gb", "de-be")
STATES = (
    State.PUBLISHED,
    State.OBTAINED,
    State.CONFIRMED_ABSENT,
    State.WITHHELD,
    State.PARTLY,
    State.SILENT,
)
EXEMPTIONS = (["7(1)(v)"], ["L. 311-5"], ["7(1)(v)", "7(1)(d)"], [])
CHUNK = 5_000


def bodies(number: int, *, each_place: int = 3) -> list[Agency]:
    """Make public bodies, so many to a place, under the laws in turn."""
    rows = (
        Agency(
            slug=f"body-{n}",
            name=f"Body {n:06}",
            place=f"Town {n // each_place:06}",
            jurisdiction_code=LAWS[n // each_place % len(LAWS)],
        )
        for n in range(number)
    )
    return Agency.objects.bulk_create(rows, CHUNK)


def asked(
    agencies: list[Agency],
    *,
    by: User,
    now: datetime,
    campaign: Campaign | None = None,
    system: System | None = None,
    is_public: bool = True,
) -> list[RecordsRequest]:
    """Make one request to each body, sent and answered, with a finding for each record.

    What the n-th body says of the k-th record goes through the states in turn.
    """
    requests = RecordsRequest.objects.bulk_create(
        (_request(n, agency, by, now, campaign, system) for n, agency in enumerate(agencies)),
        CHUNK,
    )
    if is_public:
        Publication.objects.bulk_create(
            (
                Publication(
                    request=row,
                    state=Publication.State.PUBLIC,
                    asked_by=by,
                    asked_at=now,
                    published_by=by,
                    published_at=now,
                )
                for row in requests
            ),
            CHUNK,
        )
    Finding.objects.bulk_create(
        (_finding(row, n, k, now) for n, row in enumerate(requests) for k in range(len(RECORDS))),
        CHUNK,
    )
    Deadline.objects.bulk_create((_due(row, n, now) for n, row in enumerate(requests)), CHUNK)
    answers = (_answer(row, n, now) for n, row in enumerate(requests) if n % 3 != 2)
    DocketEntry.objects.bulk_create(answers, CHUNK)
    return requests


def _request(
    n: int,
    agency: Agency,
    by: User,
    now: datetime,
    campaign: Campaign | None,
    system: System | None,
) -> RecordsRequest:
    return RecordsRequest(
        reference=f"OS-F{n:09}",
        reply_token=f"f{agency.pk:020}",
        requester=by,
        agency=agency,
        campaign=campaign,
        system=system,
        jurisdiction_code=agency.jurisdiction_code,
        technology="frt_search",
        ask=[{"category": record, "text": "…"} for record in (*RECORDS, "training")],
        language="en",
        title="Face search",
        signed_name="Rosa Resident",
        is_sandbox=True,
        stage="answered",
        created_at=now,
    )


def _finding(row: RecordsRequest, n: int, k: int, now: datetime) -> Finding:
    state = STATES[(n + k) % len(STATES)]
    is_kept = state in (State.WITHHELD, State.PARTLY)
    return Finding(
        request=row,
        desk=row.desk,
        category=RECORDS[k],
        state=state,
        quote=f"Secret words of {row.signed_name}.",
        exemptions=EXEMPTIONS[n % len(EXEMPTIONS)] if is_kept else [],
        found_at=now - timedelta(days=31 * (n % 6)),
    )


def _due(row: RecordsRequest, n: int, now: datetime) -> Deadline:
    starts_on = (now - timedelta(days=30)).date()
    return Deadline(
        request=row,
        position=0,
        term="response",
        label="Answer",
        binds="agency",
        state=("met", "late", "missed")[n % 3],
        starts_on=starts_on,
        due_on=starts_on + timedelta(days=7),
        is_hard=True,
        cite="s. 1",
        statute_version="1",
        is_verified=True,
        is_presumed=False,
    )


def _answer(row: RecordsRequest, n: int, now: datetime) -> DocketEntry:
    at = now - timedelta(days=30 - (5 if n % 3 == 0 else 12))
    return DocketEntry(request=row, seq=1, kind="released", at=at, recorded_at=now)
