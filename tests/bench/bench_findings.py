"""Findings of many bodies: each page beside an empty Django view, and the room that counts them."""

import os
import tempfile
from time import perf_counter

os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="bench-findings-")
os.environ.pop("DATABASE_URL", None)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "foia.settings")

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import path  # noqa: E402
from django.utils import timezone  # noqa: E402

from foia import access, urls  # noqa: E402
from foia.flow import findings  # noqa: E402
from foia.models import Finding, System, User  # noqa: E402
from tests.bench.bench_pages import BODIES, empty, median_ms, show  # noqa: E402
from tests.findings_rows import asked, bodies  # noqa: E402

PAGES = {
    "in numbers": "/findings/",
    "of one law": "/findings/?law=us-il",
    "by place": "/findings/places/",
    "one place": "/findings/place/?place=Town+000003",
    "body by body": "/findings/grid/",
    "one by one": "/findings/list/",
    "one by one, withheld in France": "/findings/list/?state=withheld&law=fr",
    "front page": "/",
}


def main() -> None:
    """Print what each page costs, for readers and for the person who asked."""
    settings.ALLOWED_HOSTS = ["testserver"]
    urls.urlpatterns.append(path("bench-empty/", empty))
    call_command("setup", stdout=open(os.devnull, "w"))  # noqa: SIM115
    person = User.objects.create_user("bench@openshutter.example")
    system = System.objects.get(slug="chicago-face-search")
    asked(bodies(BODIES), by=person, now=timezone.now(), system=system)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    reader, owner = Client(), Client()
    owner.force_login(person)
    floor = median_ms(lambda: reader.get("/bench-empty/"))
    print(f"  empty Django view: {floor:.2f} ms; {Finding.objects.count():,} findings")
    own = {name: f"{at}{'&' if '?' in at else '?'}of=mine" for name, at in PAGES.items()}
    for client, pages in ((reader, PAGES), (owner, own)):
        client.get(pages["in numbers"])
        client.get(pages["of one law"])
    started = perf_counter()
    number = findings.run(now=timezone.now(), requests=access.requests_behind)
    print(f"  the room counts {number} tallies: {perf_counter() - started:.1f} s")
    show(reader, floor, PAGES)
    print("  what the person who asked sees:")
    show(owner, floor, own)


if __name__ == "__main__":
    main()
