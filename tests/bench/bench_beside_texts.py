"""Mail while a hundred megabytes of PDFs are read: how long a plain one takes to its docket entry.

The floor is the same mail in the same worker a moment before, when nothing else waits.
"""

import os
import tempfile
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from io import BytesIO
from statistics import median
from time import monotonic, sleep

os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="bench-beside-texts-")
os.environ.pop("DATABASE_URL", None)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "foia.settings")

import django

django.setup()

import pikepdf  # noqa: E402
from django.core.management import call_command  # noqa: E402

from foia import docket, drafts  # noqa: E402
from foia.flow import inbound  # noqa: E402
from foia.models import Agency, DocketEntry, DocumentText, RecordsRequest, User  # noqa: E402
from foia.sandbox.agency import REPLIES  # noqa: E402
from worker import loop  # noqa: E402

FILES, SIZE, PAGES = 25, 4_000_000, 30
MAILS = 5
PATIENCE = 120.0
TEXT = "We received your request on November 16, 2026. Our file F-2026-{:06}.\n"


def main() -> None:
    """Print the delay of plain mails alone, and while the PDFs are read."""
    call_command("setup", stdout=open(os.devnull, "w"))  # noqa: SIM115
    requests = list(prepare(2 * MAILS + 1))
    stop = threading.Event()
    worker = threading.Thread(target=loop.run, args=(stop,), daemon=True)
    worker.start()
    sleep(5)  # its first look at everything
    alone = [delay(request) for request in requests[:MAILS]]
    for number in range(FILES):
        hand_in(requests[-1], "The records are attached.", pdf(number))
    began = monotonic()
    while not DocumentText.objects.exists():
        sleep(0.1)
    beside = [delay(request) for request in requests[MAILS:-1]]
    left = DocumentText.objects.filter(state=DocumentText.State.WAITING).count()
    stop.set()
    print(
        f"a plain mail to its docket entry: {median(alone):.1f} s alone,"
        f" {median(beside):.1f} s (at most {max(beside):.1f} s) beside {FILES * SIZE / 1e6:.0f} MB"
        f" of PDFs, of which {left} of {FILES} still waited after {monotonic() - began:.0f} s"
    )
    assert left, "the PDFs were read before the mails came; nothing is shown"
    worker.join(15)


def prepare(number: int) -> Iterator[RecordsRequest]:
    """Requests that have left and wait for an answer."""
    agency = Agency.objects.get(slug="chicago-police-department")
    person = User.objects.create_user("bench@openshutter.example", "bench-pass-word")
    now = datetime.now(UTC)
    for one in range(number):
        request = RecordsRequest.objects.create(
            reference=f"OS-BESI{one:04}",
            reply_token=f"{'abcdefghjkmnpqrstuvwxyz'}{'abcdefghjkmnpqrstuvw'[one]}",
            requester=person,
            agency=agency,
            jurisdiction_code="us-il",
            technology="frt_search",
            ask=[{"category": "contract", "text": "The contract with its vendor."}],
            language="en",
            title="A bench",
            is_sandbox=True,
            created_at=now,
        )
        docket.record(request=request, kind="sent", at=now, details={"channel": "email"}, now=now)
        yield request


def pdf(number: int) -> bytes:
    """A PDF of many pages that is like no other."""
    with pikepdf.open(REPLIES / "sample-contract.pdf") as sample:
        page = sample.pages[0]
        for _ in range(PAGES):
            sample.pages.append(page)
        sample.Root.Filler = sample.make_stream(os.urandom(SIZE))
        sample.Root.Number = number
        out = BytesIO()
        sample.save(out)
    return out.getvalue()


def hand_in(request: RecordsRequest, text: str, file: bytes = b"") -> None:
    mail = EmailMessage()
    mail["From"] = request.agency.contacts.first().address  # type: ignore[union-attr]
    mail["To"] = drafts.reply_to(request)
    mail["Subject"] = "Your request"
    mail.set_content(text)
    if file:
        mail.add_attachment(file, maintype="application", subtype="pdf", filename="records.pdf")
    inbound.take(content=mail.as_bytes(), door="smtp", now=datetime.now(UTC))


def delay(request: RecordsRequest) -> float:
    """Seconds from the door to the docket."""
    began = monotonic()
    hand_in(request, TEXT.format(request.pk))
    while not DocketEntry.objects.filter(request=request, kind="acknowledged").exists():
        assert monotonic() - began < PATIENCE, "the mail was not read in time"
        sleep(0.05)
    return monotonic() - began


if __name__ == "__main__":
    main()
