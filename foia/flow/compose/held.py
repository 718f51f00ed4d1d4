"""The rows compose works on: locked for one transaction, and refused where they are final."""

from foia.models import Message
from jurisdictions import DomainError


class ComposeError(DomainError):
    """A letter that cannot be drafted or approved as it stands."""


def locked(message: Message) -> Message:
    """Return the message as it stands now, for this transaction alone."""
    mail = Message.objects.select_for_update(of=("self",)).select_related("request__agency")
    return mail.get(pk=message.pk)


def must_be_draft(message: Message) -> None:
    if message.state != Message.State.DRAFT:
        raise ComposeError(
            "This letter has been approved and can no longer be changed; draft the next one."
        )
    if message.wave_id:
        raise ComposeError(
            "This letter of a campaign is approved with its wave, as it is; stop the wave to have"
            " it written anew."
        )
