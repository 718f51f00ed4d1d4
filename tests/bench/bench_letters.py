"""How fast letters are written, beside python-docx and bare compression in the same run."""

import io
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from itertools import count, cycle
from pathlib import Path

import docx

from foia.letters.compose import Addressee, AskItem, Requester, compose, default_ask
from foia.letters.docx import to_docx
from foia.letters.docx_styles import set_looks
from foia.letters.letter import Heading, Letter, NumberedItem
from foia.letters.package import FASTEST
from foia.letters.page import page_for
from foia.letters.pdf import to_pdf
from foia.letters.text import to_text
from jurisdictions import load_pack
from tests.letters import sample

ROUNDS = 5
NUMBERS = count()


def main() -> None:
    """Print one line per figure: composing and text, DOCX with peer and floor, PDF."""
    text = rate(lambda: to_text(letter()))
    print(
        f"text letters, composed and drawn: {text:,.0f}/s ({text / 3000:.1f} x the goal of 3,000)"
    )

    letters = cycle([letter() for _ in range(500)])
    drawn = rate(lambda: to_docx(next(letters)))
    peer = rate(lambda: by_python_docx(next(letters)))
    parts = parts_of(to_docx(next(letters)))
    floor = rate(lambda: zipped(parts))
    print(f"DOCX letters: {drawn:,.0f}/s")
    print(f"  beside python-docx from nothing: {drawn / peer:,.0f} x {peer:,.1f}/s (at least 50 x)")
    print(f"  beside zipping the same parts: {drawn / floor:.1f} x {floor:,.0f}/s (at least 0.5 x)")

    pdf = rate(lambda: to_pdf(next(letters)))
    print(f"PDF letters, PDF/UA-1: {pdf:,.0f}/s ({pdf / peer:.1f} x python-docx from nothing)")
    for name in ("pdf", "docx"):
        (_, little), (seconds, much) = pile_of(name, 100), pile_of(name, 1000)
        print(
            f"a pile of 1,000 letters as one {name.upper()}: {1000 / seconds:,.0f} letters/s;"
            f" peak {much:,.0f} MiB, of 100 letters {little:,.0f} MiB"
        )


def letter() -> Letter:
    """Compose a letter; no two have the same name or the same first item."""
    number = next(NUMBERS)
    ask = default_ask("frt_search")
    return compose(
        pack=load_pack("us-il"),
        technology="frt_search",
        ask=(AskItem("usage_policy", f"{ask[0].text} ({number})"), *ask[1:]),
        requester=Requester(name=f"Jane Doe {number}", email="jane@example.org"),
        addressee=Addressee(name="Chicago Police Department"),
        on=sample.ON,
        reply_to=sample.REPLY_TO,
        reference=f"OS-{number}",
        expected=EXPECTED,
    )


EXPECTED = sample.expected("us-il", sample.SENT_AT)


PILING = """
import sys, tempfile, time
from itertools import cycle
from foia.letters.docx_pile import pile_docx
from foia.letters.pile import pile_pdf
pile = {"pdf": pile_pdf, "docx": pile_docx}[sys.argv[1]]
paths = cycle(sys.argv[3:])
letters = ((path, open(path, "rb").read()) for _, path in zip(range(int(sys.argv[2])), paths))
started = time.perf_counter()
with tempfile.TemporaryFile() as out:
    pile(letters, out, title="A pile")
seconds = time.perf_counter() - started
status = dict(line.split(":", 1) for line in open("/proc/self/status"))
print(seconds, int(status["VmHWM"].split()[0]) / 1024)
"""


def pile_of(name: str, total: int) -> tuple[float, float]:
    """Return the seconds and the peak MiB of a process that piles letters drawn and kept before.

    They are read from files one by one, as approved letters are, of which 100 are different.
    """
    draw = {"pdf": to_pdf, "docx": to_docx}[name]
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, str(number)) for number in range(100)]
        for path in paths:
            path.write_bytes(draw(letter()))
        command = [sys.executable, "-c", PILING, name, str(total), *map(str, paths)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds, peak = map(float, done.stdout.split())
    return seconds, peak


def rate(act: Callable[[], object], *, seconds: float = 0.5) -> float:
    """Return the best rate per second of several rounds."""
    act()
    best = 0.0
    for _ in range(ROUNDS):
        done, started = 0, time.perf_counter()
        while (passed := time.perf_counter() - started) < seconds:
            act()
            done += 1
        best = max(best, done / passed)
    return best


def by_python_docx(told: Letter) -> bytes:
    """Build the same letter with python-docx from its blank document, as one would without us."""
    document = docx.Document()
    set_looks(document, page=page_for(told.country), language="en-US")
    document.core_properties.title = told.title
    for style, lines in (("Sender", told.sender_block), ("Addressee", told.addressee_block)):
        for line in lines:
            document.add_paragraph(line, style)
    document.add_paragraph(told.date_line, "Date Line")
    document.add_heading(told.title, 1)
    document.add_paragraph(told.salutation)
    for block in told.blocks:
        if isinstance(block, Heading):
            document.add_heading(block.text, 2)
        elif isinstance(block, NumberedItem):
            item = document.add_paragraph("", "Record Item")
            item.add_run(block.label).bold = True
            item.add_run(f" {block.text}")
        else:
            document.add_paragraph(block.text)
    for line in (told.closing, told.sign_off, *told.signature):
        document.add_paragraph(line)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def parts_of(package: bytes) -> list[tuple[str, bytes]]:
    """Return a package's parts, inflated."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


def zipped(parts: list[tuple[str, bytes]]) -> bytes:
    """Deflate and zip the parts, at the level our own parts have, and do nothing else."""
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED, compresslevel=FASTEST) as archive:
        for name, part in parts:
            archive.writestr(name, part)
    return saved.getvalue()


if __name__ == "__main__":
    main()
