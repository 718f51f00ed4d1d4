"""The rows of a wave's letters: written in bulk, or written anew where a letter never left."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from foia.drafts.campaign_identity import identity_for
from foia.drafts.campaign_words import request_like
from foia.drafts.many import Body
from foia.drafts.marks import Marks
from foia.flow.campaigns.bodies import Keys
from foia.models import Attachment, CampaignFile, Message, RecordsRequest, Wave
from foia.models.many import insert_like, update_each
from jurisdictions import load_pack


@dataclass(frozen=True)
class Standing:
    """The letter that a body has already; `is_free`: it never left and can be written anew."""

    message_pk: int
    request_pk: int
    marks: Marks
    where: str
    is_free: bool


@dataclass(frozen=True)
class Prepared:
    """One letter as it will be kept; `on` is the day that it is dated.

    `ask`: for a request what it asks for, for a later letter None unless it asks for less.
    `request_pk`: the request that it follows; None for a first letter.
    """

    body: Body
    marks: Marks
    on: date
    sender: str
    reply_to: str
    recipient: str
    channel: str
    language: str
    subject: str
    text: str
    digest: str
    own: dict[str, str]
    ask: list[dict[str, str]] | None
    title: str = ""
    expected_on: date | None = None
    in_reply_to: str = ""
    request_pk: int | None = None
    standing: Standing | None = None


REQUEST = (
    *("agency_id", "jurisdiction_code", "ask", "language", "title", "expected_on"),
    "identity",
)
MARKED = ("uuid", "reference", "reply_token")
SIGNED = ("technology", "signed_name", "signed_address", "signed_organization")
MESSAGE = (
    *("language", "sender", "recipient", "reply_to", "subject", "body_text"),
    *("channel", "own", "prepared_digest", "dated_on", "ask", "in_reply_to"),
)


def standing_of(wave: Wave, keys: Keys) -> dict[int, Standing]:
    """Return by body the letters of this step that the campaign has, or that a person drafts."""
    found = Message.objects.filter(
        Q(wave__isnull=False) | Q(state=Message.State.DRAFT),
        request__campaign_id=wave.campaign_id,
        request__agency__in=keys,
        step=wave.step,
        remedy=wave.remedy,
    )
    messages = found.select_related("request", "wave").defer("body_text")
    return {message.the_request.agency_id: _standing(message, wave) for message in messages}


def _standing(message: Message, wave: Wave) -> Standing:
    request = message.the_request
    is_stopped = message.wave is not None and message.wave.state == Wave.State.STOPPED
    is_draft = message.state == Message.State.DRAFT
    return Standing(
        message_pk=message.pk,
        request_pk=request.pk,
        marks=Marks(request.reference, request.reply_token, message.message_id),
        where=f"wave {message.wave.number}" if message.wave else "its request, as a draft",
        is_free=is_draft and (message.wave_id == wave.pk or is_stopped),
    )


def keep(
    wave: Wave,
    letters: Sequence[Prepared],
    keys: Keys,
    *,
    enclosed: Sequence[CampaignFile],
    now: datetime,
) -> None:
    """Write the rows of these letters in a few statements, however many they are."""
    new = [letter for letter in letters if letter.standing is None]
    again = [(letter, letter.standing) for letter in letters if letter.standing]
    if new:
        _insert(wave, new, keys, now)
    if again:
        _rewrite(wave, again)
    if enclosed:
        _enclose(wave, [letter.marks.message_id for letter in letters], enclosed)


def _insert(wave: Wave, letters: Sequence[Prepared], keys: Keys, now: datetime) -> None:
    pks = _open(wave, [letter for letter in letters if letter.request_pk is None], keys, now)
    like = Message(
        direction=Message.Direction.OUT,
        kind=Message.Kind.LETTER,
        state=Message.State.DRAFT,
        step=wave.step,
        remedy=wave.remedy,
        wave=wave,
        created_at=now,
    )
    rows = (
        (
            *(uuid.uuid4(), letter.request_pk or pks[letter.body.pk], letter.marks.message_id),
            *_of_message(letter),
        )
        for letter in letters
    )
    insert_like(like, ("uuid", "request_id", "message_id", *MESSAGE), rows)


def _open(wave: Wave, letters: Sequence[Prepared], keys: Keys, now: datetime) -> dict[int, int]:
    """Write the requests of first letters; return their keys by body."""
    if not letters:
        return {}
    like = request_like(wave.campaign)
    like.created_at = now
    identities = _identities(wave, letters)
    rows = (
        (uuid.uuid4(), *letter.marks[:2], *_of_request(letter, identities)) for letter in letters
    )
    insert_like(like, (*MARKED, *REQUEST), rows)
    requests = RecordsRequest.objects.filter(campaign=wave.campaign, agency__in=keys)
    return dict(requests.values_list("agency_id", "pk"))


def _rewrite(wave: Wave, letters: Sequence[tuple[Prepared, Standing]]) -> None:
    """Write letters anew that never left, under their old marks; a request follows its first."""
    signed = [getattr(wave.campaign, name) for name in SIGNED]
    identities = _identities(wave, [letter for letter, _ in letters])
    update_each(
        RecordsRequest,
        (*REQUEST, *SIGNED),
        (
            (*_of_request(letter, identities), *signed, standing.request_pk)
            for letter, standing in letters
            if letter.request_pk is None
        ),
    )
    update_each(
        Message,
        ("wave_id", *MESSAGE),
        ((wave.pk, *_of_message(letter), standing.message_pk) for letter, standing in letters),
    )


def _identities(wave: Wave, letters: Sequence[Prepared]) -> dict[str, dict[str, str]]:
    """Return by the code of each body's law what a request under it keeps of who signs."""
    codes = {letter.body.code for letter in letters}
    return {code: identity_for(wave.campaign, load_pack(code).code) for code in codes}


def _of_request(letter: Prepared, identities: dict[str, dict[str, str]]) -> tuple[object, ...]:
    code = load_pack(letter.body.code).code
    return (
        *(letter.body.pk, code, letter.ask, letter.language, letter.title),
        *(letter.expected_on, identities[letter.body.code]),
    )


def _of_message(letter: Prepared) -> tuple[object, ...]:
    ask = letter.ask if letter.request_pk else None
    return (
        *(letter.language, letter.sender, letter.recipient, letter.reply_to, letter.subject),
        *(letter.text, letter.channel, letter.own, letter.digest, letter.on),
        *(ask, letter.in_reply_to),
    )


def _enclose(wave: Wave, message_ids: Sequence[str], files: Sequence[CampaignFile]) -> None:
    """Attach the campaign's files, in place of those that an earlier writing attached."""
    written = Message.objects.filter(wave=wave, message_id__in=message_ids)
    messages = list(written.values_list("pk", flat=True))
    Attachment.objects.filter(message_id__in=messages, role=Attachment.Role.ENCLOSED).delete()
    for file in files:
        like = Attachment(
            position=file.position,
            blob_id=file.blob_id,
            name=file.name,
            content_type=file.content_type,
            role=Attachment.Role.ENCLOSED,
        )
        insert_like(like, ["message_id"], [(pk,) for pk in messages])
