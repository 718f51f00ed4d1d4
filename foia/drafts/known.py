"""Who a request's correspondents are known to be: the body, and whomever its letters went to."""

from foia.models import Channel, Message, RecordsRequest


def known_addresses(request: RecordsRequest) -> list[str]:
    """Return the body's contacts and the e-mail addresses that approved letters went to.

    An appeal goes to an address that a person typed; its body is no stranger when it answers.
    """
    contacts = [contact.address for contact in request.agency.contacts.all()]
    letters = request.messages.filter(
        kind=Message.Kind.LETTER, state=Message.State.APPROVED, channel=Channel.EMAIL
    )
    written_to = letters.order_by("pk").values_list("recipient", flat=True)
    return list(dict.fromkeys([*contacts, *written_to]))
