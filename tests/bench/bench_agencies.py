"""A table of 50,000 bodies, 500 of its rows broken, through the command: twice the same file."""

import os
import resource
import tempfile
from io import StringIO
from pathlib import Path
from time import perf_counter

FOLDER = tempfile.mkdtemp(prefix="bench-agencies-")
os.environ["DATA_DIR"] = FOLDER
os.environ.pop("DATABASE_URL", None)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "foia.settings")

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from foia.models import Agency, AgencyImport, Membership, Team, User  # noqa: E402

ROWS, BROKEN = 50_000, 500
STATES = ("Illinois", "Texas", "Ohio", "Oregon", "Maine", "Utah")
KINDS = ("Police Department", "Sheriff", "Public Schools", "Park District", "Clerk", "Fire Board")


def row(number: int) -> str:
    """Return one row; every hundredth is broken, in five ways by turns."""
    state, kind, town = STATES[number % 6], KINDS[number // 6 % 6], number // 36
    name = f"Name{town * 7919 % 1048573:05x} {kind}"
    whole = (
        f"{number},{name},City{town},{state},records{number}@town{number}.example,"
        f'"{number} Main Street, City{town}",https://town{number}.example,{kind}'
    )
    if number % (ROWS // BROKEN) != ROWS // BROKEN - 1:
        return whole
    return (
        whole.replace(state, "Atlantis"),
        whole.replace(f'"{number} Main', f'"{number} "Main'),
        whole.replace(name, ""),
        f"{number},{name},City{town},{state}",
        whole.replace(name, f"{name}\x00"),
    )[number // 100 % 5]


def main() -> None:
    """Take the table in twice, and print what each time took."""
    path = Path(FOLDER, "bodies.csv")
    lines = ["id,name,city,state,email,address,website,type", *map(row, range(ROWS))]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    call_command("migrate", verbosity=0)
    now = timezone.now()
    team = Team.objects.create(name="Bench", created_at=now)
    user = User.objects.create_user("bench@openshutter.example")
    Membership.objects.create(team=team, user=user, role=Membership.Role.OWNER)
    for name in ("first time", "same again"):
        number = 0

        def count(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
            nonlocal number
            number += 1
            return execute(sql, params, many, context)

        began = perf_counter()
        with connection.execute_wrapper(count):
            call_command("agencies", "import", path, team="Bench", stdout=StringIO())
        seconds = perf_counter() - began
        counts = AgencyImport.objects.order_by("-pk")[0].counts
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"  {name}: {ROWS:,} rows in {seconds:.1f} s, {number:,} statements"
            f" ({number * 1000 / ROWS:.0f} a thousand rows), at most {peak:.0f} MB;"
            f" {counts['new']:,} new, {counts['same']:,} the same, {counts['refused']:,} left out"
        )
    assert Agency.objects.count() == ROWS - BROKEN


if __name__ == "__main__":
    main()
