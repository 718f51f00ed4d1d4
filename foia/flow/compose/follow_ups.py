"""Later letters: one is drafted when the docket calls for it, and says what a person adds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from foia import drafts
from foia.flow.compose.drafting import draft_of
from foia.flow.compose.held import ComposeError, locked, must_be_draft
from foia.letters.fitting import fitting
from foia.letters.letter import AskItem
from foia.letters.outline import GROUNDS
from foia.letters.own import NO_WORDS_OF_ONES_OWN, Own
from foia.letters.printable import one_line, printable
from foia.models import Channel, Message, RecordsRequest


@dataclass(frozen=True)
class Said:
    """What a person typed or chose for a later letter.

    `grounds` None: those of the provisions that were cited. `ask` None: all that is asked for.
    `recipient` and `channel` are given where no address is on file, as for an appeal body.
    """

    own_words: str = ""
    amount: str = ""
    grounds: Sequence[str] | None = None
    ask: Sequence[AskItem] | None = None
    addressee: str = ""
    recipient: str = ""
    channel: str = ""


def follow_up(*, request: RecordsRequest, kind: str, now: datetime, remedy: str = "") -> Message:
    """Draft a later letter that fits where the request stands; `remedy` is an appeal's step.

    A draft of that kind that is open already is returned as it is: two tabs draft one letter.
    """
    with transaction.atomic():
        rows = RecordsRequest.objects.select_for_update(of=("self",)).select_related("agency")
        request = rows.get(pk=request.pk)
        opened = request.messages.filter(
            kind=Message.Kind.LETTER, state=Message.State.DRAFT, step=kind, remedy=remedy
        ).first()
        if opened:
            return opened
        fits = fitting(drafts.past_of(request, now=now))
        if (kind, remedy) not in {(fit.kind, fit.step) for fit in fits}:
            raise ComposeError(
                "That letter does not fit where the request stands now; read its page again, "
                "and choose from what it offers."
            )
        draft = draft_of(request, step=kind, remedy=remedy, now=now, own=_signature(request))
        standing = drafts.standing_ask(request)
        if standing != request.ask:
            draft.ask = standing
            draft.save(update_fields=["ask"])
        return draft


def revise(*, message: Message, said: Said, own: Own | None = None) -> None:
    """Change what a person says in a later letter, and the words around those of the law.

    `own` None: they stay as they are. The words of the law stay the pack's.
    """
    _must_be_possible(said)
    with transaction.atomic():
        message = locked(message)
        must_be_draft(message)
        _must_be_later(message)
        message.own_words = printable(said.own_words).strip()
        message.amount = one_line(said.amount)
        message.grounds = None if said.grounds is None else list(said.grounds)
        if said.ask is not None:
            message.ask = [{"category": item.category, "text": item.text} for item in said.ask]
        message.addressee = one_line(said.addressee)
        message.recipient = one_line(said.recipient)
        message.channel = said.channel if message.recipient else ""
        if own is not None:
            message.own = drafts.as_column(own)
        message.save()


def discard(*, message: Message) -> None:
    """Throw a later letter's draft away; a letter that was approved stays."""
    with transaction.atomic():
        message = locked(message)
        must_be_draft(message)
        _must_be_later(message)
        message.delete()


def _signature(request: RecordsRequest) -> Own:
    """Return the signature block of the request's first letter, which later ones begin with."""
    first = request.messages.filter(kind=Message.Kind.LETTER, step=drafts.FIRST).first()
    return drafts.signature_of(drafts.own_of(first)) if first else NO_WORDS_OF_ONES_OWN


def _must_be_later(message: Message) -> None:
    if message.step == drafts.FIRST:
        raise ComposeError(
            "This is the request itself, not a later letter; edit what it asks for and who signs."
        )


def _must_be_possible(said: Said) -> None:
    """Refuse what no form offers."""
    unknown = [ground for ground in said.grounds or () if ground not in GROUNDS]
    if unknown:
        raise ComposeError(f"«{unknown[0]}» is no ground; choose from: {', '.join(GROUNDS)}.")
    if said.recipient and said.channel not in Channel.values:
        ways = ", ".join(Channel.values)
        raise ComposeError(f"«{said.channel}» is no way to send a letter; choose from: {ways}.")
