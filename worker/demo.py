"""`make demo`: the main job without a person, told as it happens; fails at the first broken step.

Mail travels over real SMTP in both directions. Time is told, not waited for: each moment of the
story is passed to the rooms as `now`. With a broker the rooms run in Celery workers, without one
in this process; either way what they leave in the database is what is checked.
"""

import os
import sys
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from time import monotonic, sleep
from zoneinfo import ZoneInfo

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "foia.settings")
django.setup()

from django.conf import settings  # noqa: E402  (Django must be set up first)
from django.core.management import call_command  # noqa: E402
from kombu.exceptions import OperationalError  # noqa: E402

from foia import docket, drafts  # noqa: E402
from foia.flow import archive, compose  # noqa: E402
from foia.gateways import blobs  # noqa: E402
from foia.letters.compose import default_ask  # noqa: E402
from foia.models import Agency, Message, RecordsRequest, SandboxMail, System, User  # noqa: E402
from foia.models.message import MessageQuerySet  # noqa: E402
from foia.sandbox import agency as pretend  # noqa: E402
from jurisdictions import DomainError, to_plain  # noqa: E402
from worker.app import run_room  # noqa: E402
from worker.doors import doors  # noqa: E402
from worker.rooms import room  # noqa: E402

CHICAGO = ZoneInfo("America/Chicago")
PATIENCE_SECONDS = 60
TICK_SECONDS = 2


class StoryBroke(Exception):
    """A step of the story did not hold."""


class Story:
    """The Chicago story, told step by step."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 16, 9, 12, tzinfo=CHICAGO)
        self.request: RecordsRequest
        self.letter: Message
        self.steps = 0

    def tell(self) -> None:
        """Walk the whole story, or raise at the first step that does not hold."""
        self.compose_and_approve()
        self.send()
        self.receive_automatic_reply()
        self.receive_extension()
        self.remind()
        self.receive_final_answer()
        self.keep()

    # --- the steps ---

    def compose_and_approve(self) -> None:
        self.headline("A letter is composed, read and approved")
        requester, _ = User.objects.get_or_create(
            email="resident@openshutter.example", defaults={"full_name": "Rosa Resident"}
        )
        # Told again in the same installation, the story's time begins anew.
        User.objects.filter(pk=requester.pk).update(noticed_at=None)
        draft = compose.start(
            requester=requester,
            agency=Agency.objects.get(slug="chicago-police-department"),
            system=System.objects.get(slug="chicago-face-search"),
            technology="frt_search",
            ask=default_ask("frt_search", ["usage_policy", "contract"], "en"),
            signed_name="Rosa Resident",
            now=self.now,
        )
        shown = drafts.preview(message=draft, now=self.now)
        for line in shown.text.splitlines():
            self.say(f"    │ {line}")
        for name, (_, content) in drafts.renderings(shown.letter).items():
            self.hold(f"{name}, {len(content):,} bytes", len(content) > 1000)
        self.hold("nothing stands in the way of approving it", not shown.problems)
        compose.approve(message=draft, digest=shown.digest, by=requester, now=self.now)
        self.letter = Message.objects.get(pk=draft.pk)
        self.request = self.letter.the_request
        self.hold("approved, exactly as shown", self.letter.approved_digest == shown.digest)

    def send(self) -> None:
        self.headline("It is handed to the mail service over SMTP")
        self.run("outbox", lambda: self.fresh().stage != RecordsRequest.NOT_SENT)
        caught = SandboxMail.objects.filter(message_id=self.letter.message_id)
        self.hold("the mail service took it once", caught.count() == 1)
        mail = caught.get()
        self.hold("its text is the approved text", same(mail.body_text, self.letter.body_text))
        self.hold(f"the answer goes to {mail.reply_to}", self.request.reply_token in mail.reply_to)
        self.show_due()

    def receive_automatic_reply(self) -> None:
        self.headline("The mailbox answers by itself")
        before = self.dates()
        caught = SandboxMail.objects.filter(message_id=self.letter.message_id)
        self.run("sandbox_agency", lambda: caught.get().is_auto_answered)
        self.take_in(1)
        self.hold("read as an automatic reply", self.last().reading.kind == "auto_reply")
        self.hold("no clock moved", self.dates() == before)

    def receive_extension(self) -> None:
        self.at(datetime(2026, 11, 20, 14, 30, tzinfo=CHICAGO))
        self.headline("The body extends in writing")
        before = self.dates()
        self.answer("extension")
        self.take_in(2)
        self.hold("read as an extension", self.last().reading.kind == "extension")
        self.show_evidence()
        moved = self.dates()
        self.hold(
            f"the answer moved from {before['response']} to {moved['response']}",
            (str(before["response"]), str(moved["response"])) == ("2026-11-23", "2026-12-02"),
        )

    def remind(self) -> None:
        self.at(datetime(2026, 11, 30, 10, 0, tzinfo=CHICAGO))
        self.headline("The requester is reminded before the day comes")
        notices = Message.objects.filter(request=self.request, kind=Message.Kind.NOTICE)
        self.run("reminders", lambda: notices.exists())
        self.run("reminders", lambda: True)
        self.hold("one reminder, however often the room looks", notices.count() == 1)
        notice = notices.get()
        self.run(
            "outbox", lambda: SandboxMail.objects.filter(message_id=notice.message_id).exists()
        )
        mail = SandboxMail.objects.get(message_id=notice.message_id)
        self.say(f"    to {mail.recipient}: {mail.subject}")
        self.hold("it names the day and the section", "5 ILCS 140/3" in mail.body_text)

    def receive_final_answer(self) -> None:
        self.at(datetime(2026, 12, 1, 15, 5, tzinfo=CHICAGO))
        self.headline("The body answers")
        self.answer("final_answer")
        self.take_in(3)
        answer = self.last()
        self.hold(f"read as {answer.reading.kind}, sure", answer.reading.state == "sure")
        self.show_evidence()
        pdf = answer.attachments.get()
        kept = blobs.read(pdf.blob_id) == (pretend.REPLIES / "sample-contract.pdf").read_bytes()
        self.hold(f"{pdf.name} is kept byte for byte", kept)
        found = {}
        for finding in self.request.findings.all():
            found[finding.category] = finding.state
            self.say(f"    finding: {finding.category} is {finding.state} — «{finding.quote}»")
        self.hold("no usage policy exists", found.get("usage_policy") == "confirmed_absent")
        self.hold("the contract was obtained", found.get("contract") == "obtained")

    def keep(self) -> None:
        self.headline("Everything is written out, and proves itself")
        folder = archive.write(
            request=self.fresh(),
            folder=Path(settings.ARCHIVE_DIR) / f"{self.request.reference}",
            now=self.now,
        )
        self.hold(f"{folder} verifies", not list(archive.verify_folder(folder)))
        found = list(archive.verify_store())
        self.hold(f"so does the store {' '.join(found)}", not found)
        self.headline("The timeline")
        self.print_timeline()

    # --- how the story is told ---

    def headline(self, words: str) -> None:
        self.steps += 1
        self.say(f"\n{self.steps}. {words}  ({self.now:%a %d %b %Y %H:%M})")

    def say(self, words: str) -> None:
        print(words, flush=True)

    def hold(self, claim: str, is_true: bool) -> None:
        """Print a claim, or stop the story where it is not true."""
        if not is_true:
            raise StoryBroke(f"step {self.steps} does not hold: {claim}")
        self.say(f"    ✓ {claim}")

    def at(self, moment: datetime) -> None:
        """Let time pass."""
        self.now = moment

    def run(self, name: str, is_done: Callable[[], bool]) -> None:
        """Have a room look at its rows, in a worker or here, and wait for what it leaves."""
        deadline = monotonic() + PATIENCE_SECONDS
        next_tick = 0.0
        while True:
            if monotonic() >= next_tick:
                self.wake(name)
                next_tick = monotonic() + TICK_SECONDS
            if is_done():
                return
            if monotonic() > deadline:
                raise StoryBroke(f"step {self.steps}: the room «{name}» left nothing behind")
            sleep(0.02)

    def wake(self, name: str) -> None:
        """Wake a room as the schedule would; a broker that is away only makes it later."""
        if not settings.REDIS_URL:
            room(name).run(now=self.now)
            return
        try:
            run_room.delay(name, self.now.isoformat())
        except OperationalError:
            self.say("    (the broker is away; the rows wait)")

    def answer(self, script: str) -> None:
        mail = SandboxMail.objects.get(message_id=self.letter.message_id)
        pretend.answer(mail, script=script, now=self.now)

    def take_in(self, count: int) -> None:
        """Have what came through the door taken in, matched and read."""
        incoming = Message.objects.incoming()
        self.run(
            "inbound",
            lambda: incoming.filter(subject__contains=self.letter.subject).count() >= count,
        )
        self.run("match", lambda: self.received() >= count)
        self.run("read", lambda: self.mine().exclude(reading=None).count() >= count)
        last = self.last()
        self.hold(f"«{last.subject}» is filed by its {last.filing_rung}", True)

    def mine(self) -> MessageQuerySet:
        return Message.objects.incoming().filter(request=self.request)

    def received(self) -> int:
        return int(self.mine().count())

    def last(self) -> Message:
        message = self.mine().select_related("reading").order_by("at", "pk").last()
        if message is None:
            raise StoryBroke(f"step {self.steps}: nothing came in")
        return message

    def fresh(self) -> RecordsRequest:
        return RecordsRequest.objects.select_related("agency").get(pk=self.request.pk)

    def dates(self) -> dict[str, object]:
        return {deadline.term: deadline.due_on for deadline in self.request.deadlines.all()}

    def show_due(self) -> None:
        for deadline in self.request.deadlines.order_by("position"):
            self.say(f"    due {deadline.due_on}: {deadline.label} ({deadline.cite})")

    def show_evidence(self) -> None:
        for piece in self.last().reading.evidence:
            self.say(f"    because «{piece['quote']}»: {piece['says']}")

    def print_timeline(self) -> None:
        request = self.fresh()
        for entry in docket.standing(request):
            self.say(f"    {entry.at.astimezone(CHICAGO):%Y-%m-%d %H:%M}  {entry.kind}")
        for due in to_plain(docket.timeline_of(request=request, now=self.now))["deadlines"]:
            mark = "" if due["verified"] else "  [not verified]"
            self.say(f"    {due['due_on']}  {due['label']}, {due['state']}: {due['cite']}{mark}")
            for day in due["counted"][:20]:
                counts = "counts" if day["counts"] else "·     "
                self.say(f"        {day['date']}  {counts}  {day['why']}")
            if len(due["counted"]) > 20:
                self.say(f"        … {len(due['counted']) - 20} more days")


def same(left: str, right: str) -> bool:
    """Compare texts as a reader does: line ends and trailing blanks do not matter."""
    return [line.rstrip() for line in left.strip().splitlines()] == [
        line.rstrip() for line in right.strip().splitlines()
    ]


def main() -> int:
    """Tell the story once; return 0 if every step held."""
    started = monotonic()
    if not settings.IS_SANDBOX:
        print("The demo runs in the sandbox only; unset EMAIL_URL and EMAIL_BACKEND.")
        return 1
    try:
        call_command("setup")
        story = Story()
        with ExitStack() as open_doors:
            for door in doors(clock=lambda: story.now):
                door.open()
                open_doors.callback(door.stop)
            story.tell()
    except (StoryBroke, DomainError) as error:
        print(f"\n✗ {error}", file=sys.stderr)
        return 1
    where = "Celery workers" if settings.REDIS_URL else "this process"
    print(f"\nEvery step held, {monotonic() - started:.1f} s; the rooms ran in {where}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
