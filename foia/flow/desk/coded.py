"""What stands of every coded answer, request by request: settled, agreed, said once, or open.

What one coder alone has said is shown to that coder only, until a second has coded it.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.db.models import Exists, OuterRef

from foia.flow.desk.coding import CODERS
from foia.models import Campaign, Coding, Question, RecordsRequest, Settlement, User

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


def coded(campaign: Campaign, questions: Sequence[Question], *, to: User) -> Iterator[Coded]:
    """Yield the coded requests of a campaign as this person may see them, by hundreds."""
    codings_of = Coding.objects.filter(request=OuterRef("pk"), question__in=questions)
    found = campaign.requests.filter(Exists(codings_of)).select_related("agency")
    found = found.prefetch_related("codings__coder", "settlements")
    for request in found.order_by("pk").iterator(chunk_size=AT_ONCE):
        codings, settled = list(request.codings.all()), list(request.settlements.all())
        yield Coded(
            request=request,
            coders=tuple(sorted({str(coding.coder) for coding in codings})),
            stands=tuple(_stands(question, codings, settled, to) for question in questions),
        )


def _stands(
    question: Question, codings: Sequence[Coding], settled: Sequence[Settlement], to: User
) -> Stands:
    """Return what was settled, or agreed, or said once; all that was said where they differ."""
    found = next((one for one in settled if one.question_id == question.pk), None)
    if found:
        return Stands(found.value, SETTLED)
    said = {one.coder_id: one.value for one in codings if one.question_id == question.pk}
    if not said:
        return Stands()
    if len(said) < CODERS:
        return Stands(said.get(to.pk, ""), ONCE)
    if len(set(said.values())) > 1:
        return Stands(" / ".join(said.values()), DIFFERS)
    return Stands(said.popitem()[1], AGREED)
