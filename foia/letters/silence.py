"""What a law says of silence and of the time for an answer, as far as letters speak of it."""

from jurisdictions import Statute

#: What silence can amount to in a law; elsewhere it is a breach, or only opens a remedy.
MEANINGS = ("refusal", "grant", "exhaustion")
#: Terms whose end is not that of the answer: silence there is another body's, or comes later.
OTHER_TERMS = ("appeal_decision", "inaction")


def names_days(statute: Statute) -> bool:
    """Say whether the law gives the answer a number of days, so that it can be late."""
    return any(term.term == "response" and term.amount is not None for term in statute.terms)


def is_unread(statute: Statute) -> bool:
    """Say whether a number of days may stand in the law, and nobody has read it yet."""
    return not names_days(statute) and any(
        term.term == "response" and term.unnumbered == "unread" for term in statute.terms
    )


def has_meaning(statute: Statute) -> bool:
    """Say whether the law itself says what the silence of the body that was asked amounts to."""
    return any(
        silence.effect in MEANINGS and silence.term not in OTHER_TERMS
        for silence in statute.silence
    )
