"""What pages cost with a million requests and five million messages in Postgres.

p50 and p95 of each page beside an empty Django view of the same run, its statements and its weight;
then the largest paint of the main pages in Chromium, over a real server on loopback.
`REQUESTS=100000` makes a smaller record; `KEEP=folder` keeps it there, and finds it filled the
next time; `PAGES=search` times those pages alone.
"""

import json
import os
import statistics
import tempfile
from pathlib import Path
from time import perf_counter

from worker.services import Services

REQUESTS = int(os.environ.get("REQUESTS", "1000000"))
PAGES = os.environ.get("PAGES", "")
FOLDER = Path(os.environ.get("KEEP") or tempfile.mkdtemp(prefix="bench-million-"))
FOLDER.mkdir(parents=True, exist_ok=True)
FOLDER.chmod(0o755)
SERVICES = Services(FOLDER / "services")
SERVICES.__enter__()
os.environ |= SERVICES.environment | {"DATA_DIR": str(FOLDER / "kept")}
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "foia.settings")

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import path  # noqa: E402
from django.utils import timezone  # noqa: E402

from foia import urls  # noqa: E402
from foia.models import Message, RecordsRequest, User, Wave  # noqa: E402
from tests.bench import million_paint, million_sweeps  # noqa: E402
from tests.bench.large_campaign import a_large_wave  # noqa: E402
from tests.bench.million import make  # noqa: E402
from tests.bench.million_pages import ORGANISER, Look, looks, visitors  # noqa: E402
from worker.rooms import room  # noqa: E402

RUNS = 20
STORIES = 20
BODIES = min(50_000, REQUESTS // 20)
MOST_STATEMENTS, MOST_KB = 20, 150
#: First byte, and for pages of the search; in milliseconds.
MOST_MS, MOST_MS_OF_SEARCH = 150, 200
#: For loading: few checkpoints, and no wait for the disk at each commit.
LOADING = {"max_wal_size": "4GB", "checkpoint_timeout": "30min", "synchronous_commit": "off"}


def empty(request: HttpRequest) -> HttpResponse:
    """The floor: the same middleware, nothing to say."""
    return HttpResponse("")


def main() -> None:
    """Fill the record or find it filled, then print what each page costs."""
    settings.ALLOWED_HOSTS = ["testserver"]
    urls.urlpatterns.append(path("bench-empty/", empty))
    person, wave = _record()
    print(f"  {RecordsRequest.objects.count():,} requests, {Message.objects.count():,} messages")
    million_sweeps.show()
    browsers = visitors(person)
    floor = statistics.median(_times(browsers[ORGANISER], "/bench-empty/"))
    print(f"  empty Django view: {floor:.2f} ms")
    chosen = [look for look in looks(person, wave, timezone.now()) if PAGES in str(look)]
    for look in chosen:
        _show(browsers[look.who], look, floor)
    million_paint.show(chosen, browsers)


def _record() -> tuple[User, Wave]:
    """Return the organiser and their wave, of a record made now or kept from an earlier run."""
    note = FOLDER / "filled.json"
    if not note.exists():
        started = perf_counter()
        person, wave = _fill()
        note.write_text(json.dumps({"person": person.pk, "wave": wave.pk}))
        print(f"  filled in {perf_counter() - started:.0f} s")
    told = json.loads(note.read_text())
    wave = Wave.objects.select_related("campaign__team", "campaign__requester").get(pk=told["wave"])
    return User.objects.get(pk=told["person"]), wave


def _fill() -> tuple[User, Wave]:
    now = timezone.now()
    with connection.cursor() as cursor:
        for name, value in LOADING.items():
            cursor.execute(f"ALTER SYSTEM SET {name} = '{value}'")
        cursor.execute("SELECT pg_reload_conf()")
    with open(os.devnull, "w") as nowhere:
        call_command("setup", stdout=nowhere)
    person = make(REQUESTS, stories=STORIES, now=now)
    wave = a_large_wave(person, BODIES, now=now)
    while room("search").run(now=now):
        pass
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return person, wave


def _times(client: Client, address: str) -> list[float]:
    """Return how long each look took to its first byte, in milliseconds, after a warm-up."""
    times = []
    for _ in range(RUNS + 3):
        started = perf_counter()
        answer = client.get(address)
        if answer.streaming:
            next(iter(answer.streaming_content))
        times.append((perf_counter() - started) * 1000)
        answer.close()
    return times[3:]


def _show(client: Client, look: Look, floor: float) -> None:
    """Print one page: p50, p95, its ratio to the floor, its statements, if over its budget.

    What is counted by a room is counted first: nobody waits for the page that says so.
    """
    client.get(look.address)
    while room("findings").run(now=timezone.now()):
        pass
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(look.address)
    statements = len(asked)
    if answer.status_code not in (200, 302):  # what only leads on is timed too
        print(f"  {look}: {look.address} answers {answer.status_code}  ← over its budget")
        return
    weight = 0 if answer.streaming else len(answer.content) / 1000
    times = _times(client, look.address)
    p50, p95 = statistics.median(times), statistics.quantiles(times, n=20)[-1]
    is_slow = p95 > MOST_MS_OF_SEARCH if "search" in look.name else p50 > MOST_MS
    is_over = is_slow or statements > MOST_STATEMENTS or weight > MOST_KB
    print(
        f"  {look}: p50 {p50:.0f} ms, p95 {p95:.0f} ms ({p50 / floor:.1f} × the empty view), "
        f"{statements} statements, {weight:.0f} kB{'  ← over its budget' if is_over else ''}"
    )


if __name__ == "__main__":
    try:
        main()
    finally:
        connection.close()
        SERVICES.__exit__(None, None, None)
