"""How a person ends notices by one click and without signing in (RFC 2369, RFC 8058)."""

from django.conf import settings
from django.core.signing import BadSignature, Signer

from foia.models import Message, User
from jurisdictions import DomainError

_signer = Signer(salt="foia.notices")


class UnknownToken(DomainError):
    """A link to end notices that is not one of ours."""


def stop_url(user_pk: int) -> str:
    """Return the address at which this person ends all notices by mail."""
    return f"{settings.SITE_URL}/notices/stop/{_signer.sign(str(user_pk))}/"


def person_of(token: str) -> User:
    """Return whom a token is for; `UnknownToken` if it is none of ours."""
    try:
        return User.objects.get(pk=int(_signer.unsign(token)))
    except (BadSignature, ValueError, User.DoesNotExist) as error:
        raise UnknownToken(
            "This link to end notices is not complete; open it as it stands in the mail, or sign"
            " in and choose under Settings how you are told."
        ) from error


def headers_of(message: Message) -> dict[str, str]:
    """Return the headers by which mail programs offer to end notices; none for other mail."""
    if message.notice_for_id is None:
        return {}
    return {
        "List-Unsubscribe": f"<{stop_url(message.notice_for_id)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
