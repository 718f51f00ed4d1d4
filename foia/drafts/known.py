"""Who a request's correspondents are known to be: the body, and whomever its letters went to."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import F, QuerySet

from foia.drafts.plan import team_id_of
from foia.models import Channel, Contact, Message, RecordsRequest


def contacts_for(request: RecordsRequest) -> list[Contact]:
    """Return the contacts of the body that everybody has, and those of the request's own team."""
    teams = (None, team_id_of(request))
    return [contact for contact in request.agency.contacts.all() if contact.team_id in teams]


def known_addresses(request: RecordsRequest) -> list[str]:
    """Return the body's contacts and the e-mail addresses that approved letters went to.

    An appeal goes to an address that a person typed; its body is no stranger when it answers.
    A contact that another team keeps for itself says nothing here.
    """
    contacts = [contact.address for contact in contacts_for(request)]
    letters = request.messages.filter(
        kind=Message.Kind.LETTER, state=Message.State.APPROVED, channel=Channel.EMAIL
    )
    written_to = letters.order_by("pk").values_list("recipient", flat=True)
    return list(dict.fromkeys([*contacts, *written_to]))


def open_addresses(pks: Iterable[int]) -> dict[int, list[str]]:
    """Return, for each of several requests, its known addresses but those that teams keep for
    themselves; in one statement."""
    found: dict[int, list[str]] = defaultdict(list)
    body, letters = addresses_behind(RecordsRequest.objects.filter(pk__in=list(pks)))
    for address, pk in body.union(letters, all=True):
        found[pk].append(address)
    return found


def addresses_behind(requests: QuerySet[RecordsRequest]) -> tuple[QuerySet[Any], QuerySet[Any]]:
    """The addresses (address, request's key) of the bodies of some requests, and those that
    approved letters of theirs went to."""
    of_body = requests.filter(agency__contacts__isnull=False, agency__contacts__team=None)
    letters = Message.objects.filter(
        request__in=requests.values("pk"),
        kind=Message.Kind.LETTER,
        state=Message.State.APPROVED,
        channel=Channel.EMAIL,
    )
    address = F("agency__contacts__address")
    return (
        of_body.order_by().annotate(known=address).values_list("known", "pk"),
        letters.order_by().annotate(known=F("recipient")).values_list("known", "request_id"),
    )
