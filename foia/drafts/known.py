"""Who a request's correspondents are known to be: the body, and whomever its letters went to."""

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
