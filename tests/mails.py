"""Mails that a body might send, as bytes."""

from email.message import EmailMessage
from email.utils import make_msgid
from pathlib import Path

from foia.drafts import reply_to
from foia.models import RecordsRequest
from foia.sandbox.agency import REPLIES

SAMPLES = Path(__file__).parent / "samples"
EXTENSION = """Pursuant to 5 ILCS 140/3(e), the Department is extending the time to respond to your
request by five (5) business days, because the request requires the collection of a
substantial number of specified records. You can expect a response on or before
December 2, 2026. Our file F-2026-01184.
"""
FINAL = """This is our response to your Freedom of Information Act request.

Regarding item 1, the Department conducted a search and no policy responsive to item 1
exists.

Regarding item 2, the responsive contract is attached.
"""
VAGUE = "We are looking into it and will come back to you about this matter.\n"


def mail(
    text: str,
    *,
    to: RecordsRequest | str,
    sender: str = "foia@chicago-police.example",
    subject: str = "RE: Illinois FOIA request",
    files: dict[str, bytes] | None = None,
    **headers: str,
) -> bytes:
    """Return a reply as it comes over the wire; `headers` have _ for -."""
    reply = EmailMessage()
    reply["From"] = f"Records Section <{sender}>"
    reply["To"] = to if isinstance(to, str) else reply_to(to)
    reply["Subject"] = subject
    reply["Date"] = "Mon, 16 Nov 2026 12:00:00 -0600"
    reply["Message-ID"] = make_msgid(domain="chicago-police.example")
    for name, value in headers.items():
        del reply[name.replace("_", "-")]
        reply[name.replace("_", "-")] = value
    reply.set_content(text)
    for name, content in (files or {}).items():
        reply.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return reply.as_bytes().replace(b"\n", b"\r\n")


def contract() -> bytes:
    """Return the sample contract, a real PDF."""
    return (REPLIES / "sample-contract.pdf").read_bytes()
