"""What pages cost with a million requests and five million messages in Postgres.

p50 and p95 of each page beside an empty Django view of the same run; its largest paint in Chromium.
`REQUESTS=100000` makes a smaller record.
"""

import os
import statistics
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from worker.services import Services

REQUESTS = int(os.environ.get("REQUESTS", "1000000"))
FOLDER = Path(tempfile.mkdtemp(prefix="bench-million-"))
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
from tests.bench.large_campaign import a_large_wave  # noqa: E402
from tests.bench.million import make  # noqa: E402
from worker.rooms import room  # noqa: E402

RUNS = 40
STORIES = 10
BODIES = min(50_000, REQUESTS // 20)
MOST_STATEMENTS, MOST_MS = 20, 150


def empty(request: HttpRequest) -> HttpResponse:
    """The floor: the same middleware, nothing to say."""
    return HttpResponse("")


def main() -> None:
    """Fill the record, then print what each page costs."""
    settings.ALLOWED_HOSTS = ["testserver"]
    urls.urlpatterns.append(path("bench-empty/", empty))
    with open(os.devnull, "w") as nowhere:
        call_command("setup", stdout=nowhere)
    started, now = perf_counter(), timezone.now()
    person = make(REQUESTS, stories=STORIES, now=now)
    wave = a_large_wave(person, BODIES, now=now)
    print(
        f"  {RecordsRequest.objects.count():,} requests, {Message.objects.count():,} messages, "
        f"made in {perf_counter() - started:.0f} s"
    )
    _sweep()
    client = Client()
    client.force_login(person)
    floor = statistics.median(_times(client, "/bench-empty/"))
    print(f"  empty Django view: {floor:.2f} ms")
    for name, address in _pages(person, wave).items():
        _show(client, name, address, floor)


def _pages(person: User, wave: Wave) -> dict[str, str]:
    """Return by name the addresses that people look at most, lists above all."""
    own = RecordsRequest.objects.filter(requester=person, campaign=None).latest("pk")
    campaign = f"/campaigns/{wave.campaign.uuid}/"
    return {
        "front": "/",
        "home": "/home/",
        "request page": f"/requests/{own.uuid}/",
        "search, a rare word": "/search/?q=F-1003",
        "search, a word in every mail": "/search/?q=department",
        "progress of a wave": f"/waves/{wave.uuid}/",
        "grid": f"{campaign}answers/",
        "bodies": f"{campaign}bodies/",
    }


def _sweep() -> None:
    """Print what the rooms of the clock cost when nothing is due."""
    for name in ("deadlines", "reminders"):
        room(name).run(now=timezone.now())
        with CaptureQueriesContext(connection) as asked:
            started = perf_counter()
            done = room(name).run(now=timezone.now())
        took = (perf_counter() - started) * 1000
        print(f"  {name}, {done} due: {took:.1f} ms, {len(asked)} statements")


def _times(client: Client, address: str) -> list[float]:
    """Return how long each look took, in milliseconds, after a warm-up."""
    times = []
    for _ in range(RUNS + 3):
        started = perf_counter()
        client.get(address)
        times.append((perf_counter() - started) * 1000)
    return times[3:]


def _show(client: Client, name: str, address: str, floor: float) -> None:
    """Print one page: p50, p95, its ratio to the floor, its statements, if over its budget."""
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    statements = len(asked)
    if answer.status_code != 200:
        print(f"  {name}: {address} answers {answer.status_code}", file=sys.stderr)
        return
    times = _times(client, address)
    p50, p95 = statistics.median(times), statistics.quantiles(times, n=20)[-1]
    over = "" if statements <= MOST_STATEMENTS and p50 <= MOST_MS else "  ← over its budget"
    print(
        f"  {name}: p50 {p50:.0f} ms, p95 {p95:.0f} ms ({p50 / floor:.1f} × the empty view), "
        f"{statements} statements{over}"
    )


if __name__ == "__main__":
    try:
        main()
    finally:
        connection.close()
        SERVICES.__exit__(None, None, None)
