"""What a request's page and the home page cost, beside an empty Django view in the same run."""

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
from foia.models import Agency, RecordsRequest, User  # noqa: E402

RUNS = 60
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
    for name, address in (
        ("request page", f"/requests/{records_request.uuid}/"),
        ("home, 100 requests", "/home/"),
        ("all laws", "/law/"),
        ("a law", "/law/us-il/"),
        ("its calculator", "/law/us-il/dates/?got=received&on=2026-11-16"),
    ):
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
