"""Texts and search: pages read beside bare PDFium, mails indexed, words found among many.

`FOUND_AMONG=1000000` searches in so many mails of Postgres.
"""

import os
import statistics
import tempfile
from pathlib import Path
from time import perf_counter

from worker.services import Services

MAILS = int(os.environ.get("FOUND_AMONG", "100000"))
FOLDER = Path(tempfile.mkdtemp(prefix="bench-texts-"))
FOLDER.chmod(0o755)
SERVICES = Services(FOLDER / "services")
SERVICES.__enter__()
os.environ |= SERVICES.environment | {"DATA_DIR": str(FOLDER / "kept")}
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "foia.settings")

import django  # noqa: E402

django.setup()

import pypdfium2  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from foia import access  # noqa: E402
from foia.flow import search  # noqa: E402
from foia.flow.search import Filters  # noqa: E402
from foia.gateways import extract  # noqa: E402
from foia.models import Message, SearchEntry, User  # noqa: E402
from tests import documents  # noqa: E402
from tests.bench.large_campaign import a_large_wave  # noqa: E402
from tests.bench.million import make  # noqa: E402

PAGES, RUNS, BODIES = 1000, 40, MAILS // 20
WORDS = "No policy governs the retention of pictures by the cameras of the department. " * 8
MOST_MS, LEAST_SHARE = 200, 0.5


def main() -> None:
    """Print each figure beside its floor or its budget."""
    _pages()
    with open(os.devnull, "w") as nowhere:
        call_command("setup", stdout=nowhere)
    person = make(MAILS // 5, stories=10, now=timezone.now())
    print(f"  {SearchEntry.objects.count():,} entries of the search")
    _indexing()
    for name, typed in (
        ("a number", "F-1003"),
        ("a word in every mail", "department"),
        ("two words in every mail", "written policies"),
        ("a phrase", '"written policy"'),
        ("a word in none", "xylophone"),
    ):
        _search(person, name, typed)
    _team(person)
    _search(person, "a word in every letter of a large team", "records")


def _team(person: User) -> None:
    """Give the person a team whose campaign wrote to very many bodies, and index its letters."""
    now = timezone.now()
    a_large_wave(person, BODIES, now=now)
    began, done = perf_counter(), 0
    while step := search.run(now=now, limit=500):
        done += step
    print(f"  {done:,} letters and requests of a team: {done / (perf_counter() - began):,.0f}/s")


def _pages() -> None:
    """Print how fast the pages of a PDF are read, and by PDFium alone in this process."""
    path = FOLDER / "long.pdf"
    path.write_bytes(documents.pdf([WORDS] * PAGES))
    began = perf_counter()
    for page in pypdfium2.PdfDocument(path):
        page.get_textpage().get_text_bounded()
    bare = PAGES / (perf_counter() - began)
    began = perf_counter()
    count, *_ = extract.texts(path, content_type="application/pdf")
    ours = PAGES / (perf_counter() - began)
    assert count == PAGES
    print(
        f"  texts of pages: {ours:,.0f}/s in the limited process, {ours / bare:.2f} of bare "
        f"PDFium's rate (at least {LEAST_SHARE} wanted)"
    )


def _indexing() -> None:
    """Print how many mails a second the room puts into the index."""
    keys = list(Message.objects.order_by("pk").values_list("pk", flat=True)[:2000])
    Message.objects.filter(pk__in=keys).update(indexed_under=0)
    began, done = perf_counter(), 0
    while step := search.run(now=timezone.now(), limit=500):
        done += step
    print(f"  indexed anew: {done / (perf_counter() - began):,.0f} mails a second")


def _search(person: User, name: str, typed: str) -> None:
    """Print p50 and p95 of a search by somebody who has a few of all the requests."""
    times = []
    for _ in range(RUNS):
        began = perf_counter()
        teams = access.teams_for(person).values_list("pk", flat=True)
        found = search.find(
            search.question_of(typed),
            requests=access.requests_for(person),
            scopes=search.seen_by(person.pk, teams),
            filters=Filters(),
            now=timezone.now(),
        )
        times.append((perf_counter() - began) * 1000)
    p50, p95 = statistics.median(times), statistics.quantiles(times, n=20)[-1]
    over = "" if p95 <= MOST_MS else "  ← over its budget"
    print(f"  {name}: {len(found.hits)} shown, p50 {p50:.0f} ms, p95 {p95:.0f} ms{over}")


if __name__ == "__main__":
    try:
        main()
    finally:
        connection.close()
        SERVICES.__exit__(None, None, None)
