"""`manage.py reindex`: builds the index of the search anew from the tables."""

import argparse
from typing import Any

from foia.flow import search
from foia.gateways import clock
from foia.management.command import Command as BaseCommand


class Command(BaseCommand):
    help = "Build the index of the search anew; until it ends, not everything is found."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--waiting", action="store_true", help="only what waits; keep what is indexed"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["waiting"]:
            search.start_anew()
        done = 0
        while step := search.run(now=clock.now(), limit=500):
            done += step
            self.stdout.write(f"{done:,} messages and requests", ending="\r")
            self.stdout.flush()
        bodies = 0
        while step := search.run_bodies(now=clock.now()):
            bodies += step
        self.stdout.write(f"{done:,} messages and requests and {bodies:,} bodies are indexed.")
