"""Drafting: a plan becomes a draft letter, which its requester edits as long as it is one."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

import msgspec
from django.conf import settings
from django.db import transaction

from foia import drafts
from foia.flow.compose.held import ComposeError, locked, must_be_draft
from foia.letters.catalogue import catalogue
from foia.letters.letter import AskItem, Details
from foia.letters.own import NO_WORDS_OF_ONES_OWN, Own
from foia.letters.printable import all_printable, one_line, printable
from foia.mail import reply_address
from foia.models import Agency, Channel, Message, RecordsRequest, System, User
from jurisdictions import load_pack

NOTHING: Mapping[str, object] = MappingProxyType({})


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
    identity: Mapping[str, object] = NOTHING,
    recipient: str = "",
    channel: str = "",
) -> Message:
    """Open a request to one agency and return its first letter, a draft that carries `own`.

    `identity` are the details that the law there asks for, by the names of `Details`. `recipient`
    is the body's postal address where a person typed one, and then `channel` is the post.
    """
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
            identity=_identity(identity),
            is_sandbox=settings.IS_SANDBOX,
            created_at=now,
        )
        draft = draft_of(request, step=drafts.FIRST, now=now, own=own)
        _address(draft, recipient, channel)
        return draft


def edit(
    *,
    message: Message,
    ask: Sequence[AskItem],
    signed_name: str,
    signed_address: str,
    own: Own | None = None,
    identity: Mapping[str, object] | None = None,
    recipient: str | None = None,
    channel: str = "",
) -> None:
    """Change what a draft asks for, who signs it, where it goes, and the words around the law's.

    None: it stays as it is. The words of the law stay the pack's.
    """
    with transaction.atomic():
        message = locked(message)
        must_be_draft(message)
        request = message.the_request
        request.ask = [{"category": item.category, "text": item.text} for item in ask]
        request.signed_name = one_line(signed_name)
        request.signed_address = printable(signed_address)
        if identity is not None:
            request.identity = _identity(identity)
        request.save(update_fields=["ask", "signed_name", "signed_address", "identity"])
        if recipient is not None:
            _address(message, recipient, channel)
        if own is not None:
            message.own = drafts.as_column(own)
            message.save(update_fields=["own"])


def _identity(given: Mapping[str, object]) -> dict[str, object]:
    """Return the details as they are kept: printable, and without what nobody gave."""
    try:
        details = msgspec.convert(given, Details)
    except msgspec.ValidationError as error:
        known = ", ".join(Details.__struct_fields__)
        raise ComposeError(
            f"What is said of the requester is not what was expected: {error}; give {known}."
        ) from error
    told = msgspec.to_builtins(all_printable(details))
    return {name: value for name, value in told.items() if value}


def _address(message: Message, recipient: str, channel: str) -> None:
    """Keep a postal address that a person typed for this letter alone; an empty one takes it back.

    The first letter goes to an e-mail address on file, so that nobody can mail the world from here.
    """
    if recipient and channel != Channel.POST:
        raise ComposeError(
            "An address can be typed only by post; choose the post, or the body's address on file."
        )
    typed = [one_line(line) for line in recipient.splitlines()]
    message.recipient = "\n".join(line for line in typed if line)
    message.channel = channel if message.recipient else ""
    message.save(update_fields=["recipient", "channel"])


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
