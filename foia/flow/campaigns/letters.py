"""The rows of a wave's letters: written in bulk, or written anew where a letter never left."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from foia.drafts.campaign_words import request_like
from foia.drafts.many import Asked, Said
from foia.drafts.marks import Marks
from foia.drafts.plan import FIRST
from foia.models import Attachment, CampaignFile, Message, RecordsRequest, Wave
from foia.models.many import insert_like, update_each
from jurisdictions import load_pack


@dataclass(frozen=True)
class Standing:
    """The letter that a body has already; `is_free`: it never left and can be written anew."""

    message_pk: int
    request_pk: int
    marks: Marks
    wave_number: int
    is_free: bool


@dataclass(frozen=True)
class Prepared:
    """One letter as it will be kept; `on` is the day that it is dated."""

    asked: Asked
    marks: Marks
    said: Said
    on: date
    title: str
    sender: str
    reply_to: str
    digest: str
    standing: Standing | None


REQUEST = ("agency_id", "jurisdiction_code", "ask", "language", "title", "expected_on")
MARKED = ("uuid", "reference", "reply_token")
SIGNED = ("technology", "signed_name", "signed_address", "signed_organization", "identity")
MESSAGE = (
    *("language", "sender", "recipient", "reply_to", "subject", "body_text"),
    *("channel", "own", "prepared_digest", "dated_on"),
)


def standing_of(wave: Wave, agency_ids: Sequence[int]) -> dict[int, Standing]:
    """Return by body the letters of this step that the campaign has written already."""
    found = Message.objects.filter(
        request__campaign_id=wave.campaign_id,
        request__agency_id__in=agency_ids,
        step=wave.step,
        remedy=wave.remedy,
        wave__isnull=False,
    )
    return {
        message.the_request.agency_id: Standing(
            message_pk=message.pk,
            request_pk=message.the_request.pk,
            marks=Marks(
                message.the_request.reference, message.the_request.reply_token, message.message_id
            ),
            wave_number=message.wave.number if message.wave else 0,
            is_free=_is_free(message, wave),
        )
        for message in found.select_related("request", "wave").defer("body_text")
    }


def _is_free(message: Message, wave: Wave) -> bool:
    """Say whether a letter may be written anew: it waits in this wave, or in a stopped one."""
    is_draft = message.state == Message.State.DRAFT
    stopped = message.wave is not None and message.wave.state == Wave.State.STOPPED
    return is_draft and (message.wave_id == wave.pk or stopped)


def keep(
    wave: Wave, letters: Sequence[Prepared], *, enclosed: Sequence[CampaignFile], now: datetime
) -> None:
    """Write the rows of these letters in a few statements, however many they are."""
    new = [letter for letter in letters if letter.standing is None]
    again = [(letter, letter.standing) for letter in letters if letter.standing]
    if new:
        _insert(wave, new, now)
    if again:
        _rewrite(wave, again)
    if enclosed:
        _enclose(wave, [letter.marks.message_id for letter in letters], enclosed)


def _insert(wave: Wave, letters: Sequence[Prepared], now: datetime) -> None:
    like = request_like(wave.campaign)
    like.created_at = now
    insert_like(
        like,
        (*MARKED, *REQUEST),
        ((uuid.uuid4(), *letter.marks[:2], *_of_request(letter)) for letter in letters),
    )
    agencies = [letter.asked.body.pk for letter in letters]
    requests = RecordsRequest.objects.filter(campaign=wave.campaign, agency_id__in=agencies)
    pks = dict(requests.values_list("agency_id", "pk"))
    insert_like(
        message_like(wave, now),
        ("uuid", "request_id", "message_id", *MESSAGE),
        (
            (
                *(uuid.uuid4(), pks[letter.asked.body.pk], letter.marks.message_id),
                *_of_message(letter),
            )
            for letter in letters
        ),
    )


def message_like(wave: Wave, now: datetime) -> Message:
    """Return an unsaved draft with what all letters of the wave share."""
    return Message(
        direction=Message.Direction.OUT,
        kind=Message.Kind.LETTER,
        state=Message.State.DRAFT,
        step=wave.step,
        remedy=wave.remedy,
        wave=wave,
        created_at=now,
    )


def _rewrite(wave: Wave, letters: Sequence[tuple[Prepared, Standing]]) -> None:
    """Write letters anew that never left, under their old marks; the request follows its first."""
    if wave.step == FIRST:
        signed = [getattr(wave.campaign, name) for name in SIGNED]
        update_each(
            RecordsRequest,
            (*REQUEST, *SIGNED),
            ((*_of_request(letter), *signed, standing.request_pk) for letter, standing in letters),
        )
    update_each(
        Message,
        ("wave_id", *MESSAGE),
        ((wave.pk, *_of_message(letter), standing.message_pk) for letter, standing in letters),
    )


def _of_request(letter: Prepared) -> tuple[object, ...]:
    body, said = letter.asked.body, letter.said
    return (
        *(body.pk, load_pack(body.code).code, said.ask, said.language, letter.title),
        said.expected_on,
    )


def _of_message(letter: Prepared) -> tuple[object, ...]:
    said, where = letter.said, letter.asked.where
    return (
        *(said.language, letter.sender, where.recipient, letter.reply_to, said.subject, said.text),
        *(where.channel, said.own, letter.digest, letter.on),
    )


def _enclose(wave: Wave, message_ids: Sequence[str], files: Sequence[CampaignFile]) -> None:
    """Attach the campaign's files, in place of those that an earlier writing attached."""
    pks = Message.objects.filter(wave=wave, message_id__in=message_ids).values_list("pk", flat=True)
    messages = list(pks)
    Attachment.objects.filter(message_id__in=messages, role=Attachment.Role.ENCLOSED).delete()
    for file in files:
        insert_like(
            Attachment(
                position=file.position,
                blob_id=file.blob_id,
                name=file.name,
                content_type=file.content_type,
                role=Attachment.Role.ENCLOSED,
            ),
            ["message_id"],
            [(pk,) for pk in messages],
        )
