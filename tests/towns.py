"""French towns that were all asked for the same: what the tests of a série begin with."""

from datetime import datetime
from typing import Any

from foia import docket
from foia.flow import compose
from foia.letters.compose import default_ask
from foia.models import Agency, Contact, RecordsRequest, User
from tests.conftest import approve


def ask_town(citizen: User, number: int, sent_at: datetime, **fields: Any) -> RecordsRequest:
    """Send the same request to one more French town."""
    town, is_new = Agency.objects.get_or_create(
        slug=f"ville-{number}",
        defaults={"name": f"Ville n° {number}", "place": "x", "jurisdiction_code": "fr"},
    )
    if is_new:
        Contact.objects.create(agency=town, channel="email", address=f"prada@ville{number}.example")
    facts: dict[str, Any] = {
        "requester": citizen,
        "agency": town,
        "technology": "analytics",
        "ask": default_ask("analytics", ["usage_policy", "contract"], "fr"),
        "signed_name": "Rosa Resident",
        "signed_address": "1 rue de l'Exemple\n13001 Marseille",
        "now": sent_at,
    }
    message = approve(compose.start(**(facts | fields)), citizen, sent_at)
    request = message.the_request
    docket.record(
        request=request,
        kind="sent",
        at=sent_at,
        now=sent_at,
        details={"channel": "email"},
        message=message,
    )
    return RecordsRequest.objects.get(pk=request.pk)
