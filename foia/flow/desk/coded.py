"""What stands of every coded answer, request by request: settled, agreed, said once, or open."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.db.models import Exists, OuterRef

from foia.models import Campaign, Coding, Question, RecordsRequest, Settlement

AT_ONCE = 500
AGREED, SETTLED, DIFFERS, ONCE = "agreed", "settled", "differs", "once"


class Stands(NamedTuple):
    """What stands of one question and request, and how it came to stand; empty if nothing."""

    value: str = ""
    how: str = ""


class Coded(NamedTuple):
    """One request, who coded it, and what stands of each question, in their order."""

    request: RecordsRequest
    coders: tuple[str, ...]
    stands: tuple[Stands, ...]


def coded(campaign: Campaign, questions: Sequence[Question]) -> Iterator[Coded]:
    """Yield the coded requests of a campaign, some hundred at a time."""
    codings_of = Coding.objects.filter(request=OuterRef("pk"), question__in=questions)
    found = campaign.requests.filter(Exists(codings_of)).select_related("agency")
    found = found.prefetch_related("codings__coder", "settlements")
    for request in found.order_by("pk").iterator(chunk_size=AT_ONCE):
        codings, settled = list(request.codings.all()), list(request.settlements.all())
        yield Coded(
            request=request,
            coders=tuple(sorted({str(coding.coder) for coding in codings})),
            stands=tuple(_stands(question, codings, settled) for question in questions),
        )


def _stands(question: Question, codings: Sequence[Coding], settled: Sequence[Settlement]) -> Stands:
    """Return what was settled, or agreed, or said once; all that was said where they differ."""
    found = next((one for one in settled if one.question_id == question.pk), None)
    if found:
        return Stands(found.value, SETTLED)
    said = [coding.value for coding in codings if coding.question_id == question.pk]
    if not said:
        return Stands()
    if len(set(said)) > 1:
        return Stands(" / ".join(said), DIFFERS)
    return Stands(said[0], AGREED if len(said) > 1 else ONCE)
