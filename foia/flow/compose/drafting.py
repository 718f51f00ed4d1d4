"""Drafting: a plan becomes a draft letter, which its requester edits as long as it is one."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction

from foia import drafts
from foia.flow.compose.held import locked, must_be_draft
from foia.letters.catalogue import catalogue
from foia.letters.letter import AskItem
from foia.letters.own import NO_WORDS_OF_ONES_OWN, Own
from foia.letters.printable import one_line, printable
from foia.mail import reply_address
from foia.models import Agency, Message, RecordsRequest, System, User
from jurisdictions import load_pack


def start(
    *,
    requester: User,
    agency: Agency,
    technology: str,
    ask: Sequence[AskItem],
    signed_name: str,
    now: datetime,
    signed_address: str = "",
    signed_organization: str = "",
    system: System | None = None,
    language: str = "",
    variants: Sequence[str] = (),
    own: Own = NO_WORDS_OF_ONES_OWN,
) -> Message:
    """Open a request to one agency and return its first letter, a draft that carries `own`."""
    pack = load_pack(agency.jurisdiction_code)
    language = language or pack.languages[0]
    named = catalogue().technology(technology).label(language)
    with transaction.atomic():
        request = RecordsRequest.objects.create(
            reference=reply_address.reference_of(_random(8)),
            reply_token=_random(26),
            requester=requester,
            agency=agency,
            system=system,
            jurisdiction_code=pack.code,
            variants=list(variants),
            technology=technology,
            ask=[{"category": item.category, "text": item.text} for item in ask],
            language=language,
            title=f"{named}: {agency.name}",
            signed_name=one_line(signed_name),
            signed_address=printable(signed_address),
            signed_organization=one_line(signed_organization),
            is_sandbox=settings.IS_SANDBOX,
            created_at=now,
        )
        return draft_of(request, step=drafts.FIRST, now=now, own=own)


def edit(
    *,
    message: Message,
    ask: Sequence[AskItem],
    signed_name: str,
    signed_address: str,
    own: Own | None = None,
) -> None:
    """Change what a draft asks for, who signs it, and the words around those of the law.

    `own` None: they stay as they are. The words of the law stay the pack's.
    """
    with transaction.atomic():
        message = locked(message)
        must_be_draft(message)
        request = message.the_request
        request.ask = [{"category": item.category, "text": item.text} for item in ask]
        request.signed_name = one_line(signed_name)
        request.signed_address = printable(signed_address)
        request.save(update_fields=["ask", "signed_name", "signed_address"])
        if own is not None:
            message.own = drafts.as_column(own)
            message.save(update_fields=["own"])


def draft_of(
    request: RecordsRequest,
    *,
    step: str,
    now: datetime,
    remedy: str = "",
    own: Own = NO_WORDS_OF_ONES_OWN,
) -> Message:
    """Write the row of a draft, under a Message-ID of its own that it keeps for good."""
    return Message.objects.create(
        request=request,
        direction=Message.Direction.OUT,
        kind=Message.Kind.LETTER,
        state=Message.State.DRAFT,
        step=step,
        remedy=remedy,
        language=request.language,
        own=drafts.as_column(own),
        message_id=f"<{request.reference.lower()}.{_random(16)}@{settings.REPLY_DOMAIN}>",
        created_at=now,
    )


def _random(length: int) -> str:
    return "".join(secrets.choice(reply_address.ALPHABET) for _ in range(length))
