"""How fast letters are written, beside other ways to make the same letters in the same run."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count, cycle
from pathlib import Path

from foia.letters.compose import Addressee, AskItem, Requester, compose, default_ask
from foia.letters.docx import to_docx
from foia.letters.letter import Letter
from foia.letters.pdf import to_pdf
from foia.letters.sample import sample_letter
from foia.letters.text import to_text
from jurisdictions import load_pack
from tests.bench.letters_peers import by_python_docx, by_weasyprint, parts_of, zipped
from tests.letters import sample

ROUNDS = 5
NUMBERS = count()
OTHERS = (
    *(("us-il", "overdue"), ("us-il", "appeal"), ("gb", "appeal")),
    *(("fr", "request"), ("fr", "overdue"), ("mx", "appeal"), ("de", "appeal")),
    *(("ru", "request"), ("br", "overdue"), ("pl", "appeal")),
)


def main() -> None:
    """Print one line per figure: text, DOCX and PDF with their peers and floors, piles."""
    bench_text()
    letters = cycle([letter() for _ in range(500)])
    bench_docx(letters)
    bench_pdf(letters)
    for name in ("pdf", "docx"):
        (_, little), (seconds, much) = pile_of(name, 100), pile_of(name, 1000)
        print(
            f"a pile of 1,000 letters as one {name.upper()}: {1000 / seconds:,.0f} letters/s;"
            f" peak {much:,.0f} MiB, of 100 letters {little:,.0f} MiB"
        )


def bench_text() -> None:
    """Time composing and drawing as text: a request, later letters, other languages.

    The goal is for one core, so the time counted is what this thread had of it.
    """
    figures = {"request, us-il, en": text_rate(letter)}
    for code, kind in OTHERS:
        written = partial(sample_letter, load_pack(code), kind, sample.ON)
        figures[f"{kind}, {code}, {written().language}"] = text_rate(written)
    print("text letters, composed and drawn, a second of one core (goal: 3,000); but for the first")
    print("  line it is the same letter again and again, whose wrapping is remembered")
    for told, figure in figures.items():
        print(f"  {told}: {figure:,.0f}/s ({figure / 3000:.1f} x the goal)")


def text_rate(write: Callable[[], Letter]) -> float:
    return rate(lambda: to_text(write()), seconds=0.2, clock=time.thread_time)


def bench_docx(letters: Iterator[Letter]) -> None:
    """Time DOCX beside python-docx from nothing, and beside merely zipping."""
    drawn = rate(lambda: to_docx(next(letters)))
    peer = rate(lambda: by_python_docx(next(letters)))
    parts = parts_of(to_docx(next(letters)))
    floor = rate(lambda: zipped(parts))
    print(f"DOCX letters: {drawn:,.0f}/s")
    print(f"  beside python-docx from nothing: {drawn / peer:,.0f} x {peer:,.1f}/s (at least 50 x)")
    print(f"  beside zipping the same parts: {drawn / floor:.1f} x {floor:,.0f}/s (at least 0.5 x)")


def bench_pdf(letters: Iterator[Letter]) -> None:
    """Time tagged PDF beside WeasyPrint, where its libraries are present."""
    drawn = rate(lambda: to_pdf(next(letters)))
    print(f"PDF letters, PDF/UA-1: {drawn:,.0f}/s")
    try:
        usual, best = by_weasyprint()
    except (ImportError, OSError) as error:
        print(f"  not timed beside WeasyPrint, because it does not start here: {error}")
        return
    each, shared = rate(lambda: usual(next(letters))), rate(lambda: best(next(letters)))
    print("  beside WeasyPrint, untagged as it comes,")
    print(
        f"    a style and fonts for each letter: {drawn / each:.1f} x {each:.1f}/s (at least 10 x)"
    )
    print(f"    style and fonts shared: {drawn / shared:.1f} x {shared:.1f}/s (at least 5 x)")


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


def rate(
    act: Callable[[], object],
    *,
    seconds: float = 0.5,
    clock: Callable[[], float] = time.perf_counter,
) -> float:
    """Return the best rate per second of several rounds, by the wall's clock or another one."""
    act()
    best = 0.0
    for _ in range(ROUNDS):
        done, started = 0, clock()
        while (passed := clock() - started) < seconds:
            act()
            done += 1
        best = max(best, done / passed)
    return best


if __name__ == "__main__":
    main()
