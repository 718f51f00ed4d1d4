"""What somebody asks the search: words, "words in this order", and -words not to be there."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext as _

from foia.flow.search.stems import forms_of, words_of
from jurisdictions import DomainError

MOST_WORDS = 20
_PART = re.compile(r'(-?)(?:"([^"]*)"?|(\S+))')
Form = tuple[str, ...]


class SearchError(DomainError):
    """A question that cannot be asked."""


@dataclass(frozen=True)
class Question:
    """Every wanted part must be there, in one of its forms; no unwanted part in any."""

    wanted: tuple[tuple[Form, ...], ...]
    unwanted: tuple[tuple[Form, ...], ...]

    def stems(self) -> frozenset[str]:
        """Return all stems that are looked for, to be marked in what is found."""
        return frozenset(stem for part in self.wanted for form in part for stem in form)


def question_of(typed: str) -> Question:
    """Read what was typed. Raises SearchError where there is no word in it, or too many."""
    wanted: list[tuple[Form, ...]] = []
    unwanted: list[tuple[Form, ...]] = []
    for minus, quoted, plain in _PART.findall(typed):
        words = [word.group() for word in words_of(quoted or plain)]
        if words:
            (unwanted if minus else wanted).append(tuple(forms_of(words)))
    if not wanted:
        raise SearchError(_("Type at least one word to look for."))
    if len(wanted) + len(unwanted) > MOST_WORDS:
        raise SearchError(
            _("Type %(most)s words at the most; fewer find more.") % {"most": MOST_WORDS}
        )
    return Question(tuple(wanted), tuple(unwanted))


def asked(question: Question, *marks: Sequence[str]) -> str:
    """Return a question in the words of the database.

    `marks`: of each of these groups of the index's own words, one must be there; an empty group
    narrows nothing.
    """
    wanted = [*(tuple((mark,) for mark in group) for group in marks if group), *question.wanted]
    if connection.vendor == "postgresql":
        return _joined(wanted, question.unwanted, " & ", " | ", " <-> ", "'", " & !")
    return _joined(wanted, question.unwanted, " AND ", " OR ", " + ", '"', " NOT ")


def _joined(
    wanted: Iterable[Iterable[Form]],
    unwanted: Iterable[Iterable[Form]],
    *signs: str,
) -> str:
    """Join the parts with the signs for and, or, followed by, a quote, but not."""
    both, either, then, quote, without = signs

    def part(forms: Iterable[Form]) -> str:
        return f"({either.join(map(phrase, forms))})"

    def phrase(form: Form) -> str:
        return f"({then.join(f'{quote}{word}{quote}' for word in form)})"

    text = f"({both.join(map(part, wanted))})"
    return text + "".join(without + part(forms) for forms in unwanted)
