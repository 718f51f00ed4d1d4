"""`manage.py campaign`: plan, prepare, show, approve and watch a campaign from the terminal."""

import time
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from django.core.management.base import CommandError

from foia import access
from foia.flow import campaigns
from foia.gateways import clock
from foia.management.campaign_file import read_plan
from foia.management.campaign_report import bar, plainly, told
from foia.management.command import Command as BaseCommand
from foia.management.named import campaign_named, number, person_named, say, tell
from foia.models import Campaign, User, Wave

DOES = ("plan", "forecast", "prepare", "show", "approve", "second", "pause", "resume", "stop",
        "renew", "progress", "list")  # fmt: skip
ACTS = ("approve", "second", "pause", "resume", "stop")


class Command(BaseCommand):
    """Campaigns for organizers without a browser; the same rooms, and the same refusals."""

    help = "Plan a campaign from a TOML file, write its letters, read, approve and watch them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what to do, with which campaign or wave, in whose name."""
        parser.add_argument("do", choices=DOES, help="what to do")
        parser.add_argument("what", nargs="?", default="", help="TOML file, or campaign's name")
        parser.add_argument("--by", required=True, metavar="EMAIL", help="who does it")
        parser.add_argument(
            "--wave", type=number, default=0, help="number; by default the last one"
        )
        parser.add_argument("--digest", default="", help="of the wave, as `show` prints it")
        parser.add_argument("--pilot", type=number, default=0, help="so many bodies, spread")
        parser.add_argument("--first", type=number, default=3, help="letters to show in full")
        parser.add_argument("--follow", action="store_true", help="watch until it is done")
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do one of them."""
        by, self.as_json = person_named(options["by"]), options["json"]
        if options["do"] == "list":
            tell(self.stdout, _listed(by), as_json=self.as_json)
            return
        if options["do"] == "plan":
            campaign = read_plan(Path(options["what"]), by=by, now=clock.now())
            asked = campaign.bodies.count()
            self._say(f"«{campaign.name}» asks {asked:,} bodies.", id=campaign.uuid, bodies=asked)
            return
        campaign = campaign_named(by, options["what"])
        if options["do"] == "forecast":
            found = campaigns.forecast(campaign=campaign, now=clock.now())
            self._say("\n".join(told(found)), **plainly(found))
        elif options["do"] == "prepare":
            self._prepare(campaign, by, options["pilot"])
        else:
            self._wave(_wave(campaign, options["wave"]), by, options)

    def _prepare(self, campaign: Campaign, by: User, pilot: int) -> None:
        """Make a wave and write its letters here and now."""
        now = clock.now()
        bodies = campaigns.pilot_of(campaign=campaign, size=pilot, now=now) if pilot else None
        wave = campaigns.new_wave(
            campaign=campaign, by=by, now=now, bodies=bodies, is_pilot=bool(pilot)
        )
        total = wave.bodies.count()
        while wave.state == Wave.State.PREPARING:
            campaigns.run(now=clock.now(), limit=2000)
            wave.refresh_from_db()
            looked_at = wave.bodies.filter(pk__lte=wave.cursor).count()
            self.stderr.write(f"\r{bar(looked_at, total)}", ending="")
            self.stderr.flush()
        self.stderr.write("")
        self._show(wave, 0)

    def _wave(self, wave: Wave, by: User, options: dict[str, Any]) -> None:
        """Do something with one wave."""
        now = clock.now()
        match options["do"]:
            case "show":
                self._show(wave, options["first"])
            case "approve":
                campaigns.approve(wave=wave, digest=options["digest"], by=by, now=now)
            case "second":
                campaigns.second(wave=wave, digest=options["digest"], by=by, now=now)
            case "pause":
                campaigns.pause(wave=wave, by=by, now=now)
            case "resume":
                campaigns.resume(wave=wave, by=by, now=now)
            case "stop":
                campaigns.stop(wave=wave, by=by, now=now)
            case "renew":
                new = campaigns.renew(wave=wave, by=by, now=now)
                self._say(f"Wave {new.number} is being written anew.", wave=new.number)
            case _:
                self._watch(wave, is_followed=options["follow"])
        if options["do"] in ACTS:
            wave.refresh_from_db()
            said = f"Wave {wave.number}: {wave.get_state_display().lower()}."
            self._say(said, wave=wave.number, state=wave.state)

    def _show(self, wave: Wave, first: int) -> None:
        """Print letters in full, who is held back and why, and the digest to approve."""
        if self.as_json:
            self._say("", **_facts(wave, first))
            return
        for letter in wave.messages.order_by("pk")[:first]:
            self.stdout.write(f"To: {letter.recipient}\nSubject: {letter.subject}\n")
            self.stdout.write(f"{letter.body_text}\n{'-' * 76}")
        for held in wave.bodies.exclude(trouble="").select_related("body__agency")[:50]:
            self.stdout.write(f"held back: {held.body.agency}: {held.trouble}")
        if arrived := campaigns.arrived(wave).count():
            self.stdout.write(f"{arrived:,} of them arrived after all with an earlier copy.")
        if lone := campaigns.made_lone(wave.campaign):
            self.stdout.write(f"{lone.by} ended the approval by two persons on {lone.at:%F}.")
        found = campaigns.progress(wave=wave, now=clock.now())
        self.stdout.write(
            f"Wave {wave.number}: {found.prepared:,} letters, {found.held_back:,} held back, "
            f"{wave.get_state_display().lower()}. Digest: {wave.digest or 'not yet'}"
        )

    def _watch(self, wave: Wave, *, is_followed: bool) -> None:
        """Print how far a wave is, once or until nothing of it is under way."""
        while True:
            found = campaigns.progress(wave=wave, now=clock.now())
            counts = {
                name: n for name, n in msgspec.to_builtins(found).items() if n and n is not True
            }
            drawn = bar(found.handed_over + found.filed, found.prepared)
            listed = ", ".join(f"{name}: {count}" for name, count in counts.items())
            self._say(f"{drawn}\n{listed}", **msgspec.to_builtins(found))
            wave.refresh_from_db()
            if not is_followed or not found.is_running:
                return
            time.sleep(2)

    def _say(self, sentence: str, **facts: Any) -> None:
        say(self.stdout, sentence, as_json=self.as_json, **facts)


def _listed(by: User) -> Iterator[dict[str, Any]]:
    for campaign in access.campaigns_for(by).order_by("name"):
        yield {"name": campaign.name, "id": campaign.uuid, "bodies": campaign.bodies.count()}


def _wave(campaign: Campaign, number: int) -> Wave:
    waves = campaign.waves.order_by("-number")
    found = waves.filter(number=number).first() if number else waves.first()
    if found is None:
        raise CommandError(f"«{campaign.name}» has no such wave; `campaign prepare` makes one.")
    return found


def _facts(wave: Wave, first: int) -> dict[str, Any]:
    """Return what `show` says, for programs."""
    held = wave.bodies.exclude(trouble="").values_list("body__agency__name", "trouble")[:50]
    letters = wave.messages.order_by("pk").values("recipient", "subject", "body_text")[:first]
    found = campaigns.progress(wave=wave, now=clock.now())
    return {
        "wave": wave.number,
        "state": wave.state,
        "digest": wave.digest,
        "progress": msgspec.to_builtins(found),
        "letters": list(letters),
        "held_back": [{"body": body, "why": why} for body, why in held],
    }
