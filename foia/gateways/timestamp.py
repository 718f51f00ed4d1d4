"""Time stamps (RFC 3161): a third party's signed word that bytes existed at a moment.

Off unless TIMESTAMP_URL names an authority. Only a SHA-256 is sent to it, never a file.
"""

import hashlib
import urllib.error
import urllib.request
from datetime import datetime

from cryptography.x509 import Certificate
from django.conf import settings
from rfc3161_client import (
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)
from rfc3161_client.base import HashAlgorithm

from jurisdictions import DomainError

GRANTED = 0
MOST_BYTES = 1_000_000


class TimestampError(DomainError):
    """An authority that gave no time stamp, or one that does not hold."""


def is_wanted() -> bool:
    """Say whether this installation asks an authority for time stamps."""
    return bool(settings.TIMESTAMP_URL)


def stamp(content: bytes) -> bytes:
    """Return the authority's answer, a DER TimeStampResp, for the bytes; or TimestampError."""
    builder = TimestampRequestBuilder().data(content).hash_algorithm(HashAlgorithm.SHA256)
    wanted = builder.nonce(nonce=True).cert_request(cert_request=True).build()
    answer = _asked(wanted.as_bytes())
    found = _decoded(answer)
    if found.status != GRANTED:
        raise TimestampError(f"{settings.TIMESTAMP_URL} refused a time stamp.")
    if found.tst_info.nonce != wanted.nonce:
        raise TimestampError(f"{settings.TIMESTAMP_URL} answered another question.")
    if found.tst_info.message_imprint.message != hashlib.sha256(content).digest():
        raise TimestampError(f"{settings.TIMESTAMP_URL} stamped other bytes.")
    return answer


def moment_of(answer: bytes) -> datetime:
    """Return the moment that a time stamp gives. Raises TimestampError."""
    return _decoded(answer).tst_info.gen_time


def verify(answer: bytes, content: bytes, roots: list[Certificate]) -> None:
    """Raise TimestampError unless the stamp is of these bytes, signed under one of the roots."""
    verifier = VerifierBuilder()
    for root in roots:
        verifier = verifier.add_root_certificate(root)
    try:
        verifier.build().verify_message(_decoded(answer), content)
    except (VerificationError, ValueError) as error:
        raise TimestampError(f"The time stamp does not hold ({error}).") from error


def _asked(request: bytes) -> bytes:
    asked = urllib.request.Request(
        settings.TIMESTAMP_URL,
        data=request,
        headers={"Content-Type": "application/timestamp-query"},
        method="POST",
    )
    try:
        with urllib.request.urlopen(asked, timeout=30) as answer:
            return bytes(answer.read(MOST_BYTES))
    except (urllib.error.URLError, OSError, ValueError) as error:
        raise TimestampError(
            f"The authority {settings.TIMESTAMP_URL} gave no time stamp ({error}); try again later,"
            " or empty TIMESTAMP_URL to write bags without one."
        ) from error


def _decoded(answer: bytes) -> TimeStampResponse:
    try:
        return decode_timestamp_response(answer)
    except ValueError as error:
        raise TimestampError("What came is no time stamp (RFC 3161).") from error
