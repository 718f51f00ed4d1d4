"""What must not be read of a requester in anything that others see."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.conf import settings

from foia.letters.blackout import Identity, blacked_out, without_keys
from foia.models import RecordsRequest

#: Details that a law asks of its writer; a purpose or a standing names nobody.
_PHONES = ("telephone",)
_DAYS = ("born_on",)
_CODES = ("document",)
_LINES = ("citizenship",)


def identity_of(request: RecordsRequest, *, is_named: bool = False) -> Identity:
    """Return what is to be blacked out; the name stays if the requester chose to be named."""
    told: dict[str, Any] = request.identity or {}
    addresses = request.signed_address.replace(";", "\n").splitlines()
    organization = "" if is_named else request.signed_organization
    names = () if is_named else _given(request.signed_name, request.requester.full_name)
    return Identity(
        names=tuple(names),
        lines=tuple(_given(*addresses, *_of(told, _LINES), organization)),
        codes=tuple(_given(request.reply_token, request.reference, *_of(told, _CODES))),
        phones=tuple(_given(*_of(told, _PHONES))),
        emails=tuple(_given(request.requester.email)),
        domains=(settings.REPLY_DOMAIN,),
        days=tuple(_days(told)),
        not_lines=_of_body(request),
    )


def is_forgotten(request: RecordsRequest) -> bool:
    """Say whether who asked closed their account: then nothing can be searched for them any more,
    so that no copy is made and no words are quoted; what was made before stays."""
    return request.requester.closed_at is not None


def quoted(text: str, identity: Identity) -> str:
    """Return words of the correspondence as readers may see them."""
    return blacked_out(without_keys(text), identity)


def _given(*values: str) -> Iterator[str]:
    return (value.strip() for value in values if value and value.strip())


def _of(told: dict[str, Any], names: tuple[str, ...]) -> list[str]:
    return [str(told[name]) for name in names if told.get(name)]


def _days(told: dict[str, Any]) -> Iterator[date]:
    for value in _of(told, _DAYS):
        try:
            yield date.fromisoformat(value)
        except ValueError:
            continue


def _of_body(request: RecordsRequest) -> str:
    """Return the body's own name, place and addresses, which are no secret of the requester's."""
    contacts = [contact.address for contact in request.agency.contacts.all()]
    return "\n".join([request.agency.name, *contacts])
