"""Coded answers for the screen and for files: what stands, and why."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from foia.flow import desk
from foia.models import Campaign, Coding, Question, RecordsRequest, Settlement
from foia.web import desk_words, words

AT_ONCE = 500
AGREED, SETTLED, DIFFERS, ONCE = "agreed", "settled", "differs", "once"


@dataclass(frozen=True)
class Difference:
    """One question on one request to which coders gave different answers."""

    question: Question
    request: RecordsRequest
    codings: tuple[Coding, ...]


@dataclass(frozen=True)
class Stands:
    """What stands of one question and request: the value, and how it came to stand."""

    value: str = ""
    how: str = ""


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


def rows(campaign: Campaign, questions: Sequence[Question]) -> Iterator[list[object]]:
    """Yield one row for each coded request, some hundred at a time."""
    codings_of = Coding.objects.filter(request=OuterRef("pk"), question__in=questions)
    coded = campaign.requests.filter(Exists(codings_of))
    found = coded.select_related("agency").prefetch_related("codings__coder", "settlements")
    for request in found.order_by("pk").iterator(chunk_size=AT_ONCE):
        codings, settled = list(request.codings.all()), list(request.settlements.all())
        stands = [_stands(question, codings, settled) for question in questions]
        yield [
            request.reference,
            request.agency.name,
            request.agency.place,
            request.jurisdiction_code,
            ", ".join(sorted({str(coding.coder) for coding in codings})),
            *(one.value for one in stands),
            *(words.said(desk_words.CODED, one.how) if one.how else "" for one in stands),
        ]


def _stands(question: Question, codings: Sequence[Coding], settled: Sequence[Settlement]) -> Stands:
    """Return what stands: what was settled, or agreed, or said once; nothing where they differ."""
    found = next((one for one in settled if one.question_id == question.pk), None)
    if found:
        return Stands(found.value, SETTLED)
    said = [coding.value for coding in codings if coding.question_id == question.pk]
    if not said:
        return Stands()
    if len(set(said)) > 1:
        return Stands(" / ".join(said), DIFFERS)
    return Stands(said[0], AGREED if len(said) > 1 else ONCE)
