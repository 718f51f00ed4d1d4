"""Matching finds its requests by indexes, so that a million of them cost what a hundred cost."""

from collections.abc import Iterable

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from foia.flow.match.directory import Directory, is_one_party
from foia.mail.match import Marks
from foia.models import RecordsRequest

LARGE = ("foia_recordsrequest", "foia_message", "foia_agencyreference", "foia_contact")


def plan_of(sql: str) -> str:
    """How the database would find the rows, were its tables too large to read through."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute(f"EXPLAIN {sql}")
        else:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


def read_through(plans: Iterable[str]) -> list[str]:
    """The large tables that a plan reads from end to end."""
    words = ("Seq Scan on ",) if connection.vendor == "postgresql" else ("SCAN ",)
    lines = [line for plan in plans for line in plan.splitlines()]
    return [
        line
        for line in lines
        for word in words
        if any(f"{word}{table}" in line for table in LARGE) and "USING" not in line
    ]


@pytest.mark.django_db
def test_no_question_of_the_ladder_reads_a_table_through(sent: RecordsRequest) -> None:
    marks = Marks(
        tokens=(sent.reply_token,),
        ids=(sent.messages.get().message_id,),
        codes=(sent.reference,),
        numbers=("F-2026-01184",),
        sender="foia@chicago-police.example",
    )
    with CaptureQueriesContext(connection) as seen:
        directory = Directory([marks])
        assert directory.by_token(marks.tokens) == [sent.pk]
        assert directory.by_message_ids(marks.ids) == [sent.pk]
        assert directory.by_reference(marks.codes) == [sent.pk]
        assert directory.open_by_sender_domain(marks.domain) == [sent.pk]
        assert is_one_party(marks.domain)
    questions = [str(query["sql"]) for query in seen.captured_queries]
    questions = [sql for sql in questions if sql.lstrip("(").startswith("SELECT")]
    assert len(questions) == 7
    assert read_through(map(plan_of, questions)) == []
