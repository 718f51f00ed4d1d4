"""`manage.py reindex`: builds the index of the search anew from the tables."""

import argparse
from typing import Any

from foia.flow import search
from foia.gateways import clock
from foia.management.command import Command as BaseCommand
from foia.management.named import say


class Command(BaseCommand):
    help = "Build the index of the search anew; until it ends, not everything is found."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--waiting", action="store_true", help="only what waits; keep what is indexed"
        )
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["waiting"]:
            search.start_anew()
        done = 0
        while step := search.run(now=clock.now(), limit=500):
            done += step
            self.stderr.write(f"{done:,} messages and requests", ending="\r")
            self.stderr.flush()
        bodies = 0
        while step := search.run_bodies(now=clock.now()):
            bodies += step
        said = f"{done:,} messages and requests and {bodies:,} bodies are indexed."
        say(self.stdout, said, as_json=options["json"], entries=done, bodies=bodies)
