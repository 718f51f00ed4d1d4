"""Questions of a campaign's coders, and the one form in which each type of answer is kept."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation

from django.db import transaction
from django.db.models import Max

from foia.flow.desk.held import DeskError
from foia.letters.printable import one_line, printable
from foia.models import Campaign, Question

Kind = Question.Kind
MOST = 40
MOST_CHOICES = 30
LONGEST = 1000


@transaction.atomic
def add_question(*, campaign: Campaign, kind: str, text: str, choices: list[str]) -> Question:
    """Ask the coders one more question; `choices` are those of a choice, in their order."""
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    told = one_line(text)[:300]
    offered = list(dict.fromkeys(filter(None, (one_line(c)[:200] for c in choices))))
    if kind not in Kind.values:
        raise DeskError(f"«{kind}» is no type of answer; choose one: {', '.join(Kind.values)}.")
    if not told:
        raise DeskError("The question is empty; write it, then add it.")
    if kind == Kind.CHOICE and not 2 <= len(offered) <= MOST_CHOICES:
        raise DeskError(
            f"{len(offered)} choices were given; a choice needs 2 to {MOST_CHOICES}, one on a line."
        )
    asked = campaign.questions.filter(is_retired=False)
    if asked.count() >= MOST:
        raise DeskError(f"{MOST} questions are asked already; retire one, then add this.")
    if asked.filter(text__iexact=told).exists():
        raise DeskError(f"«{told}» is asked already; word this question differently.")
    last = campaign.questions.aggregate(last=Max("position"))["last"] or 0
    return Question.objects.create(
        campaign=campaign,
        position=last + 1,
        kind=kind,
        text=told,
        choices=offered if kind == Kind.CHOICE else [],
    )


def retire_question(*, question: Question) -> None:
    """Ask a question no longer; what was answered stays, and stays in the files."""
    question.is_retired = True
    question.save(update_fields=["is_retired"])


def value_of(question: Question, told: str) -> str:
    """Return an answer in the one form of its type; empty if nothing was said.

    Raises DeskError with what was expected.
    """
    text = printable(told).strip()
    return READ[Kind(question.kind)](question, text) if text else ""


def _yes_no(question: Question, text: str) -> str:
    if text not in ("yes", "no"):
        raise _wrong(question, text, "yes or no")
    return text


def _choice(question: Question, text: str) -> str:
    if text not in question.choices:
        raise _wrong(question, text, "one of: " + "; ".join(question.choices))
    return text


def _number(question: Question, text: str) -> str:
    try:
        number = Decimal(text.replace(",", "."))
    except InvalidOperation:
        raise _wrong(question, text, "a number such as 12.5") from None
    if not number.is_finite() or len(number.as_tuple().digits) > 30 or abs(number.adjusted()) > 30:
        raise _wrong(question, text, "a number such as 12.5")
    return format(number.normalize() + 0, "f")


def _date(question: Question, text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise _wrong(question, text, "a day such as 2026-11-22") from None


def _text(question: Question, text: str) -> str:
    if len(text) > LONGEST:
        raise _wrong(question, text, f"at most {LONGEST} characters")
    return text


READ: dict[str, Callable[[Question, str], str]] = {
    Kind.YES_NO: _yes_no,
    Kind.CHOICE: _choice,
    Kind.NUMBER: _number,
    Kind.DATE: _date,
    Kind.TEXT: _text,
}


def _wrong(question: Question, text: str, expected: str) -> DeskError:
    return DeskError(f"«{question.text}»: «{text[:60]}» is no answer to it; give {expected}.")
