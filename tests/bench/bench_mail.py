"""How fast mail is parsed and read, beside the bare standard library on the same bytes."""

import email
import os
import re
import time
from collections.abc import Callable, Sequence
from email.message import EmailMessage
from pathlib import Path

from foia.mail.classify import classify
from foia.mail.parse import parse

SAMPLES = Path(__file__).parent.parent / "samples"


def main() -> None:
    """Print rates, and parsing as a ratio to `email.message_from_bytes` (at least 0.5 wanted)."""
    samples = [path.read_bytes() for path in sorted(SAMPLES.glob("*.eml"))]
    boxes = [raw for raw in samples if any(part.within for part in parse(raw).attachments)]
    small = [raw for raw in samples if raw not in boxes]
    large = [_with_attachment(1_000_000)] * 20
    for name, mails in (("samples", small), ("1 MB attachment", large)):
        ours, bare = _best(parse, mails), _best(email.message_from_bytes, mails)
        print(
            f"mail parse, {name}: {len(mails) / ours:,.0f}/s,"
            f" {bare / ours:.2f} of the bare standard library's rate (at least 0.5 wanted)"
        )
    seconds = _best(parse, boxes * 5)
    print(f"mail parse, files within files opened: {len(boxes) * 5 / seconds:,.0f}/s")
    read = [parse(raw) for raw in small]
    seconds = _best(lambda mail: classify(mail, language="fr"), read)
    print(f"mail classify, samples, French and English: {len(read) / seconds:,.0f}/s")


def _with_attachment(size: int) -> bytes:
    message = EmailMessage()
    message["Subject"] = "records"
    message.set_content("The responsive records are attached.")
    message.add_attachment(
        os.urandom(size), maintype="application", subtype="pdf", filename="r.pdf"
    )
    return message.as_bytes()


def _best(work: Callable[..., object], mails: Sequence[object]) -> float:
    """Seconds for all mails; the best of fifteen runs."""
    return min(_once(work, mails) for _ in range(15))


def _once(work: Callable[..., object], mails: Sequence[object]) -> float:
    re.purge()  # no mail has the boundaries of another: nothing of the last run is known
    started = time.process_time()  # other processes do not count
    for mail in mails:
        work(mail)
    return time.process_time() - started


if __name__ == "__main__":
    main()
