"""A later letter of a campaign: each body gets its own, by its docket, with its citations."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db.models import Max

from foia import drafts
from foia.drafts.marks import Marks, new_message_id
from foia.drafts.plan import Where
from foia.drafts.sender import sent_by
from foia.flow.campaigns.addressing import HeldBack, Work
from foia.flow.campaigns.bodies import Entry, Keys
from foia.flow.campaigns.letters import Prepared, Standing
from foia.flow.campaigns.office import Place
from foia.flow.campaigns.schedule import domain_of
from foia.letters.own import Own
from foia.models import Channel, Message, RecordsRequest
from jurisdictions import load_pack

NO_ADDRESS = (
    "No address is known for whom this letter goes to. Write it on the page of one of these "
    "requests and approve that letter; then have the others written anew: they go there too."
)


def requests_of(work: Work, keys: Keys) -> dict[int, RecordsRequest]:
    """Return by body the requests of the campaign that letters are to follow."""
    asked = RecordsRequest.objects.filter(campaign=work.wave.campaign, agency__in=keys)
    asked = asked.select_related("agency", "campaign")
    near = asked.prefetch_related("agency__contacts", "agency__closures")
    return {request.agency_id: request for request in drafts.with_history(near)}


def typed_before(work: Work) -> dict[str, Where]:
    """Return by law where letters of this campaign took this step before, as a person typed it."""
    letters = Message.objects.filter(
        request__campaign=work.wave.campaign,
        step=work.wave.step,
        remedy=work.wave.remedy,
        state=Message.State.APPROVED,
    )
    found = letters.values_list("request__jurisdiction_code", "recipient", "channel")
    last_first = found.annotate(last=Max("pk")).order_by("last")
    return {code: Where(recipient, channel) for code, recipient, channel, _ in last_first}


def followed_up(
    entry: Entry,
    request: RecordsRequest | None,
    standing: Standing | None,
    work: Work,
    typed: Mapping[str, Where],
) -> Prepared:
    """Write the letter that follows a request, or raise the reason why there is none."""
    if request is None:
        raise HeldBack("This body has not been asked yet, so there is nothing to follow up.")
    if load_pack(request.jurisdiction_code).risk == "high":
        raise HeldBack("Asking there can be dangerous; nothing is sent from here.")
    message = _message(request, standing, work)
    place = Place(request.jurisdiction_code, request.agency.calendar)
    first = work.schedule.by_hand(place)
    shown = _shown(message, work.schedule.at(place, first), typed.get(place.code))
    on = first
    if shown.channel == Channel.EMAIL:
        on = work.schedule.by_mail(place, domain_of(shown.recipient))
        shown = shown if on == first else _shown(message, work.schedule.at(place, on))
    return _prepared(entry, message, shown, on, standing)


def _message(request: RecordsRequest, standing: Standing | None, work: Work) -> Message:
    """Return the row of the letter, unsaved; it asks for what the request asks for by now."""
    own = work.wave.campaign.own.get(request.language, {})
    signature = Own(signature=own.get("signature", ""), signed_as=own.get("signed_as", ""))
    ask = drafts.standing_ask(request)
    return Message(
        pk=standing.message_pk if standing else None,
        request=request,
        direction=Message.Direction.OUT,
        kind=Message.Kind.LETTER,
        state=Message.State.DRAFT,
        step=work.wave.step,
        remedy=work.wave.remedy,
        language=request.language,
        own=drafts.as_column(signature),
        ask=None if ask == request.ask else ask,
    )


def _shown(message: Message, at: datetime, typed: Where | None = None) -> drafts.Preview:
    """Compose the letter as of the day it leaves on; HeldBack if it does not fit or cannot go."""
    shown = drafts.preview(message=message, now=at)
    if not shown.recipient and typed:
        message.recipient, message.channel = typed.recipient, typed.channel
        shown = drafts.preview(message=message, now=at)
    if shown.problems:
        raise HeldBack(" ".join(shown.problems))
    if not shown.recipient:
        raise HeldBack(NO_ADDRESS)
    return shown


def _prepared(
    entry: Entry, message: Message, shown: drafts.Preview, on: date, standing: Standing | None
) -> Prepared:
    request = message.the_request
    reply_to = drafts.reply_to(request)
    message_id = standing.marks.message_id if standing else new_message_id(request.reference)
    return Prepared(
        body=entry.body,
        marks=Marks(request.reference, request.reply_token, message_id),
        on=on,
        sender=sent_by(request.signed_name, reply_to),
        reply_to=reply_to,
        recipient=shown.recipient,
        channel=shown.channel,
        language=shown.letter.language,
        subject=shown.letter.subject,
        text=shown.text,
        digest=shown.digest,
        own=message.own,
        ask=message.ask,
        in_reply_to=drafts.in_reply_to(message, recipient=shown.recipient),
        request_pk=request.pk,
        standing=standing,
    )
