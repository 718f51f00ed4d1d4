"""Check every jurisdiction pack: schema, citations, versions, references, age and cases."""

import json
import tomllib
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from foia.gateways import clock
from foia.management.command import Command as BaseCommand
from jurisdictions import DomainError, codes, load_pack
from jurisdictions.questions import open_questions
from jurisdictions.review import review

#: How many cases a pack needs, by whether somebody has read the law of its main clock.
FEWEST_CASES = {True: 5, False: 2}


class Command(BaseCommand):
    """One line per problem, with file and key; exit code 1 if there is any."""

    help = "Check the schema, citations, versions, references, age and cases of every pack."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="for programs")
        parser.add_argument("--questions", action="store_true", help="print the open questions")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["questions"]:
            self.stdout.write(open_questions(map(load_pack, codes())), ending="")
            return
        today = clock.now().date()
        cases = Path(settings.BASE_DIR) / "tests" / "cases"
        problems = [line for code in codes() for line in problems_of(code, today, cases)]
        problems += cases_of_nothing(cases)
        if options["json"]:
            self.stdout.write(json.dumps({"packs": list(codes()), "problems": problems}))
        else:
            self.stdout.write("\n".join([*problems, f"{len(codes())} packs checked."]))
        if problems:
            raise CommandError(f"{len(problems)} problem(s) in the packs; each is listed above.")


def problems_of(code: str, today: date, cases: Path) -> list[str]:
    """Everything wrong with one pack and its cases, each as "file: key: what"."""
    try:
        pack = load_pack(code)
    except DomainError as error:
        return [str(error)]
    found = [] if pack.code == code else [f"code: {pack.code!r} is not the name of the file"]
    found += review(pack, today=today)
    problems = [f"{code}.toml: {text}" for text in found]
    return [*problems, *case_problems(code, cases, FEWEST_CASES[pack.is_verified])]


def case_problems(code: str, folder: Path, fewest: int) -> list[str]:
    """What is wrong with the cases of a pack: none, unreadable, or too few."""
    path = folder / f"{code}.toml"
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8")).get("cases", [])
    except FileNotFoundError:
        return [f"tests/cases/{path.name}: missing; a pack without cases is not trusted"]
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        return [f"tests/cases/{path.name}: not valid TOML: {error}"]
    if not isinstance(found, list) or not all(isinstance(case, dict) for case in found):
        return [f"tests/cases/{path.name}: cases: expected tables that begin with [[cases]]"]
    problems = [
        f"tests/cases/{path.name}: cases[{index}].{key}: missing"
        for index, case in enumerate(found)
        for key in ("says", "events")
        if key not in case
    ]
    if len(found) < fewest:
        problems.append(
            f"tests/cases/{path.name}: {len(found)} case(s); at least {fewest} are expected"
        )
    return problems


def cases_of_nothing(folder: Path) -> list[str]:
    """Files of cases that belong to no pack, and so are never tried."""
    return [
        f"tests/cases/{path.name}: there is no pack of that name"
        for path in sorted(folder.glob("*.toml"))
        if path.stem not in codes()
    ]
