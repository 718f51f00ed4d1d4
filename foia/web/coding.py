"""Coded answers for the screen and for files: what stands, and why."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from foia.flow import desk
from foia.models import Campaign, Coding, Question, RecordsRequest, User
from foia.web import desk_words, words


@dataclass(frozen=True)
class Difference:
    """One question on one request to which coders gave different answers."""

    question: Question
    request: RecordsRequest
    codings: tuple[Coding, ...]


def differing(campaign: Campaign, first: int, number: int) -> list[Difference]:
    """Return so many differences from the given place on, in a fixed number of queries."""
    pairs = list(desk.differences(campaign)[first : first + number])
    questions = Question.objects.in_bulk({pair["question"] for pair in pairs})
    requests = RecordsRequest.objects.select_related("agency")
    asked = requests.in_bulk({pair["request"] for pair in pairs})
    said = defaultdict(list)
    codings = Coding.objects.filter(question__in=questions, request__in=asked)
    for coding in codings.select_related("coder").order_by("pk"):
        said[coding.question_id, coding.request_id].append(coding)
    return [
        Difference(
            questions[pair["question"]],
            asked[pair["request"]],
            tuple(said[pair["question"], pair["request"]]),
        )
        for pair in pairs
    ]


def shown(question: Question, value: str) -> str:
    """Return an answer as people say it."""
    return words.said(desk_words.YES_NO, value) if question.kind == Question.Kind.YES_NO else value


def header(questions: Sequence[Question]) -> list[str]:
    """Return the names of a file's columns."""
    fixed = [_("Reference"), _("Body"), _("Place"), _("Law"), _("Coders")]
    how = [_("{question}: how it stands").format(question=q.text) for q in questions]
    return [*fixed, *(q.text for q in questions), *how]


def rows(campaign: Campaign, questions: Sequence[Question], *, to: User) -> Iterator[list[object]]:
    """Yield one row for each coded request, as this person may see it."""
    for one in desk.coded(campaign, questions, to=to):
        yield [
            one.request.reference,
            one.request.agency.name,
            one.request.agency.place,
            one.request.jurisdiction_code,
            ", ".join(one.coders),
            *(stands.value for stands in one.stands),
            *(words.said(desk_words.CODED, stands.how) for stands in one.stands),
        ]
