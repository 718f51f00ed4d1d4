"""Letters made ready to leave: checked once more, built, and their bytes kept."""

import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from foia import custody, drafts, notices, rows
from foia.flow.outbox.picking import Taken, unbegun
from foia.gateways import blobs, mailer
from foia.gateways.mailer import Enclosed, Outcome, OutgoingMail, Receipt
from foia.mail.kinds import MACHINE_WRITTEN
from foia.models import Attachment, Delivery, Message
from foia.models.many import update_each
from jurisdictions import load_pack

logger = logging.getLogger(__name__)
LARGEST = 32 * 1024 * 1024  # bytes of a batch, enclosed files included
OVERTAKEN = Receipt(
    Outcome.REFUSED, "The body has written since this letter was; read that first, then renew it."
)
UNTRUE = Receipt(Outcome.REFUSED, "What it says has changed since it was written.")
#: What of a letter is looked at here and when it is entered.
READ = (
    *(field.name for field in Delivery._meta.concrete_fields),
    *(f"message__{name}" for name in ("uuid", "request", "kind", "step", "remedy")),
    *(f"message__{name}" for name in ("message_id", "in_reply_to", "sender", "recipient")),
    *(f"message__{name}" for name in ("reply_to", "subject", "body_text")),
    *(f"message__{name}" for name in ("approved_by", "approved_digest", "notice_for")),
    *("message__request__jurisdiction_code", "message__notice_for__email"),
)
Files = Mapping[int, Sequence[Attachment]]


@dataclass(frozen=True)
class Ready:
    """A letter whose bytes are kept."""

    delivery: Delivery
    mail: OutgoingMail
    raw: bytes


@dataclass(frozen=True)
class Unfit:
    """A letter that must not, or cannot now, leave; and why."""

    delivery: Delivery
    receipt: Receipt


def made_ready(taken: Taken, *, now: datetime) -> list[Ready | Unfit]:
    """Return the letters of a batch in its order; one that breaks holds back itself alone."""
    found = Delivery.objects.select_related("message__request", "message__notice_for")
    deliveries = found.prefetch_related("wave").only(*READ).in_bulk(taken.pks)
    files = _files([delivery.message_id for delivery in deliveries.values()])
    overtaken = _overtaken(deliveries.values())
    untrue = _untrue(deliveries.values(), now)
    letters: list[Ready | Unfit] = []
    size = 0
    for pk in taken.pks:
        if size > LARGEST:
            break  # the rest comes in the next batch
        if pk in overtaken:
            letters.append(Unfit(deliveries[pk], OVERTAKEN))
            continue
        if deliveries[pk].message_id in untrue:
            letters.append(Unfit(deliveries[pk], UNTRUE))
            continue
        letter = _checked(deliveries[pk], files, now)
        letters.append(letter)
        size += len(letter.raw) if isinstance(letter, Ready) else 0
    ours = _keep([letter for letter in letters if isinstance(letter, Ready)], taken, now)
    return [one for one in letters if isinstance(one, Unfit) or one.delivery.pk in ours]


def _overtaken(deliveries: Iterable[Delivery]) -> set[int]:
    """Follow-ups of a wave whose body has written since they were: somebody reads that first."""
    waves = {
        d.message.request_id: d for d in deliveries if d.wave and d.message.step != drafts.FIRST
    }
    mails = (
        Message.objects.incoming().filter(request__in=waves) if waves else Message.objects.none()
    )
    arrived = mails.exclude(reading__kind__in=MACHINE_WRITTEN)
    return {
        waves[request].pk
        for request, at in arrived.values_list("request_id", "created_at")
        if (wave := waves[request].wave) and at > wave.created_at
    }


def _untrue(deliveries: Iterable[Delivery], now: datetime) -> set[int]:
    """Notices that say what is no longer so, or that nobody wants any more."""
    told = [one.message for one in deliveries if one.message.notice_for]
    for message in told:
        person = message.notice_for
        if person and message.recipient != person.email:  # they have another address since
            message.recipient = person.email
            message.save(update_fields=["recipient"])
    return notices.withdraw_untrue([message.pk for message in told], now) if told else set()


def _checked(delivery: Delivery, files: Files, now: datetime) -> Ready | Unfit:
    try:
        enclosed = files.get(delivery.message_id, ())
        refusal = _refusal(delivery, enclosed)
        if refusal:
            return Unfit(delivery, Receipt(Outcome.REFUSED, refusal))
        outgoing = _outgoing(delivery.message, enclosed, now)
        return Ready(delivery, outgoing, mailer.as_bytes(outgoing))
    except rows.AWAY:
        raise
    except Exception as error:
        logger.exception("Delivery %s could not be made ready", delivery.pk)
        why = f"It could not be made ready: {error or type(error).__name__}"
        return Unfit(delivery, Receipt(Outcome.DEFERRED, why))


def _refusal(delivery: Delivery, enclosed: Sequence[Attachment]) -> str:
    """Return why this letter must not leave, or nothing."""
    message = delivery.message
    if message.kind == Message.Kind.LETTER:
        digest = message.content_digest([file.blob_id for file in enclosed])
        if digest != message.approved_digest:
            return "This is not the text that was approved; draft it anew."
    if message.request and load_pack(message.request.jurisdiction_code).risk == "high":
        return "Asking there can be dangerous; nothing leaves from here."
    return mailer.refusal_before_sending(message.recipient, is_sandbox=delivery.is_sandbox)


def _outgoing(message: Message, enclosed: Sequence[Attachment], now: datetime) -> OutgoingMail:
    headers = {"X-Open-Shutter": message.kind}
    if message.kind == Message.Kind.NOTICE:
        headers["Auto-Submitted"] = "auto-generated"  # RFC 3834
        headers |= notices.headers_of(message)
    return OutgoingMail(
        message_id=message.message_id,
        sender=message.sender,
        recipient=message.recipient,
        subject=message.subject,
        body_text=message.body_text,
        written_at=now,
        reply_to=message.reply_to,
        in_reply_to=message.in_reply_to,
        headers=headers,
        enclosed=tuple(
            Enclosed(file.name, file.content_type, blobs.read(file.blob_id)) for file in enclosed
        ),
    )


def _files(message_pks: Sequence[int]) -> Files:
    """The files that go with each message, in their order."""
    found: dict[int, list[Attachment]] = defaultdict(list)
    enclosed = Attachment.objects.filter(message__in=message_pks, role=Attachment.Role.ENCLOSED)
    for file in enclosed.order_by("position"):
        found[file.message_id].append(file)
    return found


def _keep(letters: Sequence[Ready], taken: Taken, now: datetime) -> set[int]:
    """Keep the bytes of all before the first of them leaves; return whose turn is not over.

    What another worker has reserved meanwhile may have left already, with bytes of its own.
    """
    kept = [(letter.raw, letter.delivery.message.message_id[:120]) for letter in letters]
    ours = unbegun(taken)
    with transaction.atomic():
        held = set(ours.select_for_update().order_by("pk").values_list("pk", flat=True))
        stored = custody.keep_all(kept, now=now)
        links = [
            (blob.pk, letter.delivery.message_id)
            for blob, letter in zip(stored, letters, strict=True)
            if letter.delivery.pk in held
        ]
        update_each(Message, ["raw_id"], links)
    return held
