"""Coding: two people say independently what an answer means; where they differ, one settles it.

Nobody is shown what others said of a request before they have said it themselves.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from foia.flow.desk.held import DeskError
from foia.flow.desk.questions import value_of
from foia.letters.printable import one_line
from foia.models import Campaign, Coding, Message, Question, RecordsRequest, Settlement, User

#: So many people code one request.
CODERS = 2


class Agreement(NamedTuple):
    """How often two coders answered a question, and how often alike."""

    both: int = 0
    alike: int = 0

    @property
    def percent(self) -> int | None:
        """How many of a hundred were alike; None as long as there are none."""
        return round(100 * self.alike / self.both) if self.both else None


@transaction.atomic
def code(*, request: RecordsRequest, answers: Mapping[int, str], by: User, now: datetime) -> None:
    """Keep what one coder says, by the question's key; an empty answer takes theirs away."""
    questions = Question.objects.filter(campaign=request.campaign_id, is_retired=False)
    asked = questions.in_bulk(list(answers))
    values = {key: value_of(asked[key], told) for key, told in answers.items() if key in asked}
    mine = Coding.objects.filter(request=request, coder=by)
    mine.filter(question__in=[key for key, value in values.items() if not value]).delete()
    Coding.objects.bulk_create(
        [
            Coding(question_id=key, request=request, coder=by, value=value, at=now)
            for key, value in values.items()
            if value
        ],
        update_conflicts=True,
        unique_fields=["question", "request", "coder"],
        update_fields=["value", "at"],
    )


def settle(
    *,
    question: Question,
    request: RecordsRequest,
    value: str,
    reason: str,
    by: User,
    now: datetime,
) -> Settlement:
    """Say what stands where coders differ."""
    told = value_of(question, value)
    if not told:
        raise DeskError("Nothing was chosen; say what stands, then settle it.")
    if question.codings.filter(request=request).count() < CODERS:
        raise DeskError(f"{request.reference} was not coded twice yet; there is nothing to settle.")
    settled, _is_new = Settlement.objects.update_or_create(
        question=question,
        request=request,
        defaults={"value": told, "reason": one_line(reason)[:500], "by": by, "at": now},
    )
    return settled


def to_code(campaign: Campaign, by: User) -> QuerySet[RecordsRequest]:
    """Return the answered requests that this person has not coded and fewer than two others have.

    In the order of their keys, so that a page can ask for the first after another.
    """
    answers = Message.objects.filter(
        request=OuterRef("pk"), direction=Message.Direction.IN, filing=Message.Filing.FILED
    )
    codings = Coding.objects.filter(request=OuterRef("pk"))
    others = codings.order_by().values("request").annotate(n=Count("coder", distinct=True))
    found = campaign.requests.filter(Exists(answers), ~Exists(codings.filter(coder=by)))
    coded = Coalesce(Subquery(others.values("n")), 0)
    return found.alias(coders=coded).filter(coders__lt=CODERS).order_by("pk")


def agreements(campaign: Campaign) -> dict[int, Agreement]:
    """Return how far coders agree, by the question's key, in one statement.

    Words are compared letter by letter, so they are left out: they hardly ever are alike.
    """
    with connection.cursor() as cursor:
        cursor.execute(AGREEMENT, [campaign.pk, Question.Kind.TEXT.value, CODERS])
        return {key: Agreement(both, alike) for key, both, alike in cursor.fetchall()}


AGREEMENT = """
    SELECT question_id, COUNT(*), SUM(CASE WHEN least = most THEN 1 ELSE 0 END)
    FROM (SELECT c.question_id, MIN(c.value) AS least, MAX(c.value) AS most
          FROM foia_coding c JOIN foia_question q ON q.id = c.question_id
          WHERE q.campaign_id = %s AND q.kind <> %s
          GROUP BY c.question_id, c.request_id HAVING COUNT(*) >= %s) twice
    GROUP BY question_id
"""


def differences(campaign: Campaign) -> QuerySet[Any, Any]:
    """Return {question, request} where coders differ and nobody has settled it, in order."""
    settled = Settlement.objects.filter(question=OuterRef("question"), request=OuterRef("request"))
    asked = campaign.questions.filter(is_retired=False).exclude(kind=Question.Kind.TEXT)
    found = Coding.objects.filter(question__in=list(asked.values_list("pk", flat=True)))
    pairs = found.values("question", "request").annotate(answers=Count("value", distinct=True))
    pairs = pairs.filter(~Exists(settled), answers__gt=1).order_by("question", "request")
    return pairs.values("question", "request")
