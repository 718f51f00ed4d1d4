"""What pages cost beside an empty Django view of the same run: a request, a large campaign."""

import os
import statistics
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from time import perf_counter

os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="bench-pages-")
os.environ.pop("DATABASE_URL", None)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "foia.settings")

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import path  # noqa: E402

from foia import docket, urls  # noqa: E402
from foia.flow import compose  # noqa: E402
from foia.letters.compose import default_ask  # noqa: E402
from foia.models import Agency, RecordsRequest, User, Wave  # noqa: E402
from tests.bench.large_campaign import a_large_wave  # noqa: E402

RUNS = 30
BODIES = int(os.environ.get("BODIES", "50000"))
SENT_AT = datetime(2026, 11, 16, 15, 12, tzinfo=UTC)


def empty(request: HttpRequest) -> HttpResponse:
    """The floor: the same middleware, nothing to say."""
    return HttpResponse("")


def prepare(requests: int) -> RecordsRequest:
    """Make one person with so many requests, the last one with a history."""
    call_command("setup", stdout=open(os.devnull, "w"))  # noqa: SIM115
    person = User.objects.create_user("bench@openshutter.example", "bench-pass-word")
    ask = default_ask("frt_search", ["usage_policy", "contract"], "en")
    agency = Agency.objects.get(slug="chicago-police-department")
    for _ in range(requests):
        letter = compose.start(
            requester=person,
            agency=agency,
            technology="frt_search",
            ask=ask,
            signed_name="Bea Bench",
            now=SENT_AT,
        )
    records_request = letter.request
    for kind, day in (("sent", 16), ("acknowledged", 17), ("extended", 20)):
        docket.record(
            request=records_request,
            kind=kind,
            at=SENT_AT.replace(day=day),
            details={"channel": "email"} if kind == "sent" else {},
            now=SENT_AT,
        )
    return records_request


def median_ms(get: Callable[[], object]) -> float:
    """Return the median time of a call in milliseconds, after a warm-up."""
    for _ in range(5):
        get()
    times = []
    for _ in range(RUNS):
        started = perf_counter()
        get()
        times.append(perf_counter() - started)
    return statistics.median(times) * 1000


def main() -> None:
    """Print each page's time, its ratio to the floor, and its statements."""
    settings.ALLOWED_HOSTS = ["testserver"]
    urls.urlpatterns.append(path("bench-empty/", empty))
    records_request = prepare(requests=100)
    client = Client()
    client.force_login(records_request.requester)
    floor = median_ms(lambda: client.get("/bench-empty/"))
    print(f"  empty Django view: {floor:.2f} ms")
    show(client, floor, pages_of(records_request))
    print(f"  a campaign of {BODIES:,} bodies:")
    wave = a_large_wave(records_request.requester, BODIES, now=SENT_AT)
    show(client, floor, pages_of_campaign(wave))


def pages_of(records_request: RecordsRequest) -> dict[str, str]:
    """Return by name the addresses that one person looks at most."""
    return {
        "request page": f"/requests/{records_request.uuid}/",
        "home, 100 requests": "/home/",
        "all laws": "/law/",
        "a law": "/law/us-il/",
        "its calculator": "/law/us-il/dates/?got=received&on=2026-11-16",
    }


def pages_of_campaign(wave: Wave) -> dict[str, str]:
    """Return by name the addresses of a campaign that is being sent and answered."""
    of_wave, grid = f"/waves/{wave.uuid}/", f"/campaigns/{wave.campaign.uuid}/answers/"
    return {
        "progress": of_wave,
        "its changing part": f"{of_wave}progress/",
        "letters": f"{of_wave}letters/",
        "grid": grid,
        "grid, page 500": f"{grid}?page=500",
        "grid by finding": f"{grid}?finding=withheld&record=contract",
        "grid by finding of any record": f"{grid}?finding=withheld&page=500",
        "bodies": f"/campaigns/{wave.campaign.uuid}/bodies/",
    }


def show(client: Client, floor: float, pages: dict[str, str]) -> None:
    """Print each page's time, its ratio to the floor, its statements and its size."""
    for name, address in pages.items():
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(address)
        statements = len(asked)
        assert answer.status_code == 200, (address, answer.status_code)
        took = median_ms(lambda address=address: client.get(address))
        size = len(answer.content) / 1000
        print(
            f"  {name}: {took:.2f} ms ({took / floor:.1f} × the empty view), "
            f"{statements} statements, {size:.0f} kB"
        )


if __name__ == "__main__":
    main()
