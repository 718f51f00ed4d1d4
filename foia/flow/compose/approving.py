"""Approval makes a draft final, word for word as it was shown."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from foia import custody, drafts
from foia.drafts import Preview
from foia.flow.compose.held import ComposeError, locked, must_be_draft
from foia.flow.compose.typed_addresses import must_be_within_a_day
from foia.letters.letter import Letter
from foia.models import Attachment, Channel, Delivery, Message, User
from jurisdictions import load_pack


def approve(*, message: Message, digest: str, by: User, now: datetime) -> None:
    """Make a draft final: exactly the text whose digest the person saw, or nothing at all.

    A letter for an e-mail channel is then waiting to be handed over; for a portal or the post
    it is ready for the person to file by hand.
    """
    with transaction.atomic():
        message = locked(message)
        must_be_draft(message)
        request = message.the_request
        pack = load_pack(request.jurisdiction_code)
        shown = drafts.preview(message=message, now=now)
        _must_be_approvable(shown, digest)
        if pack.risk == "high":
            raise ComposeError(
                f"Nothing is sent from here to bodies of {pack.name['en']}: asking there can be "
                "dangerous. Keep the draft as a plan, and read the warning on this page."
            )
        if shown.channel == Channel.EMAIL:
            must_be_within_a_day(message, recipient=shown.recipient, by=by, now=now)
        message.state = Message.State.APPROVED
        message.approved_by = by
        message.approved_at = now
        message.approved_digest = digest
        message.sender = f"{_display_name(request.signed_name)} <{drafts.reply_to(request)}>"
        message.recipient = shown.recipient
        message.channel = shown.channel
        message.language = shown.letter.language
        message.reply_to = drafts.reply_to(request)
        message.in_reply_to = drafts.in_reply_to(message, recipient=shown.recipient)
        message.subject = shown.letter.subject
        message.body_text = shown.text
        message.save()
        _attach_renderings(message, shown.letter, now)
        custody.note(act="approved", subject=message.message_id[:120], digest=digest, now=now)
        if shown.channel == Channel.EMAIL:
            Delivery.objects.create(
                message=message,
                desk=request.desk,
                attempt=message.deliveries.count() + 1,
                is_sandbox=request.is_sandbox,
                not_before_at=now,
            )


def _must_be_approvable(shown: Preview, digest: str) -> None:
    if shown.problems:
        raise ComposeError(" ".join(shown.problems))
    if not shown.recipient:
        raise ComposeError("No working address is known for this body; add one, then approve.")
    if digest != shown.digest:
        raise ComposeError(
            "The letter has changed since you looked at it; read it again, then approve."
        )


def _attach_renderings(message: Message, letter: Letter, now: datetime) -> None:
    # A letter that came back and is approved anew keeps its other files.
    last = message.attachments.aggregate(last=Max("position"))["last"]
    drawn = drafts.renderings(letter).items()
    first = 0 if last is None else last + 1
    for position, (name, (media_type, content)) in enumerate(drawn, start=first):
        blob = custody.keep(content, subject=f"{message.the_request.reference}/{name}", now=now)
        Attachment.objects.create(
            message=message,
            position=position,
            blob=blob,
            name=name,
            content_type=media_type,
            role=Attachment.Role.RENDERING,
        )


def _display_name(name: str) -> str:
    """Return a name that is safe as the display name of an address."""
    quoted = "".join(" " if ord(c) < 32 else c for c in name).replace("\\", "").replace('"', "'")
    return f'"{quoted.strip()}"'
