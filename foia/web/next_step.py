"""The one thing worth doing next with a request, in plain words, with its link."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from foia.models import Message
from foia.web import days
from foia.web.correspondence import Item
from foia.web.offers import Offer, offers
from foia.web.sentences import to_reader
from foia.web.story import Due, Story

WAITING_STAGES = ("awaiting_response", "paused", "on_appeal", "awaiting_receipt", "in_court")


@dataclass(frozen=True)
class NextStep:
    """What to do, why, and where; without `href` or `offer` there is nothing to do but wait."""

    title: str
    text: str
    href: str = ""
    label: str = ""
    offer: Offer | None = None

    def to_look_at(self) -> "NextStep":
        """Return the step for somebody who may look and not act: what leads elsewhere is gone."""
        is_act = self.offer is not None or self.href.startswith("/")
        return NextStep(self.title, self.text) if is_act else self


def next_step(story: Story) -> NextStep:
    """Return the most pressing thing first: what only a person can settle, then the clock."""
    for rule in RULES:
        step = rule(story)
        if step:
            return step
    return NextStep(_("Nothing to do"), _("This request has run its course."))


def _settle(story: Story) -> NextStep | None:
    if not story.unclear:
        return None
    return NextStep(
        _("Did your letter leave?"),
        _("Sending broke off half-way. Nobody but you can find out whether it left."),
        "#delivery",
        _("Say what happened"),
    )


def _refused(story: Story) -> NextStep | None:
    item = _find(story, lambda item: item.has_failed)
    if not item or not item.delivery:
        return None
    came_back = _("It came back, so no clock has started. The history says why.")
    return NextStep(
        _("Your letter could not be delivered"),
        came_back if item.delivery.fate else item.delivery.answer,
        reverse("address", args=[story.request.agency.uuid]),
        _("Mend the address"),
    )


def _did_it_arrive(story: Story) -> NextStep | None:
    if not _find(story, lambda item: item.is_riddle):
        return None
    return NextStep(
        _("Did your letter arrive?"),
        _("A mail service says that it came back, yet the body has written since."),
        reverse("addresses"),
        _("Say what happened"),
    )


def _approve(story: Story) -> NextStep | None:
    draft = _find(story, lambda item: item.is_draft)
    if not draft:
        return None
    href = draft.page
    if story.law.pack.risk == "high":
        return NextStep(
            _("This is a plan"),
            _("Nothing is sent from here. Read the warning before you do anything with it."),
            href,
            _("Read the plan"),
        )
    if draft.message.wave_id:
        return NextStep(
            _("Your letter waits with its wave"),
            _("It goes out only after somebody has read and approved the letters of its wave."),
            href,
            _("Read the letter"),
        )
    return NextStep(
        _("Your letter waits for you"),
        _("It goes out only after you have read and approved it."),
        href,
        _("Read and approve the letter"),
    )


def _file_it(story: Story) -> NextStep | None:
    ready = _find(story, _is_to_file)
    if not ready:
        return None
    return NextStep(
        _("File your letter yourself"),
        _("This body takes no requests by e-mail from here. The text is ready to copy."),
        reverse("letter", args=[ready.message.uuid]),
        _("File it and record the day"),
    )


def _say_what_it_is(story: Story) -> NextStep | None:
    question = _find(story, lambda item: item.is_question)
    if not question:
        return None
    return NextStep(
        _("Say what they wrote"),
        _("A message came that we are not sure about. No clock moves until you say what it is."),
        f"#message-{question.message.pk}",
        _("Read it and decide"),
    )


def _on_its_way(story: Story) -> NextStep | None:
    if not story.is_moving:
        return None
    return NextStep(
        _("Your letter is being sent"),
        _("This takes a few seconds."),
        "",
        _("Look again"),
    )


def _write(story: Story) -> NextStep | None:
    """Return the letter that is most useful now, if waiting would not do as well."""
    pressing = next((offer for offer in offers(story) if offer.fit.is_pressing), None)
    if not pressing:
        return None
    return NextStep(pressing.title, pressing.fit.why, label=_("Write this letter"), offer=pressing)


def _answer_in_time(story: Story) -> NextStep | None:
    """Return the nearest window of the requester's own, once the body has answered or not."""
    mine = [d for d in story.dues if d.deadline.binds == "requester"]
    open_now = [d for d in mine if d.deadline.state == "running"]
    if not open_now or story.request.stage in WAITING_STAGES:
        return None
    due = open_now[0]
    return NextStep(
        _("You can go further until {day}").format(day=_day(due)),
        f"{to_reader(due.deadline.label)} ({due.deadline.cite}).",
        f"#deadline-{due.deadline.position}",
        _("See how that date was counted"),
    )


def _wait(story: Story) -> NextStep | None:
    theirs = [
        d for d in story.dues if d.deadline.binds == "agency" and d.deadline.state == "running"
    ]
    if not theirs:
        return None
    due = theirs[0]
    return NextStep(
        _("Nothing to do until {day}").format(day=_day(due)),
        _("{label}: due {day} ({cite}). We tell you when it comes, and when it does not.").format(
            label=to_reader(due.deadline.label), day=_day(due), cite=due.deadline.cite
        ),
        f"#deadline-{due.deadline.position}",
        _("See how that date was counted"),
    )


def _wait_without_date(story: Story) -> NextStep | None:
    if story.request.stage not in ("awaiting_receipt", "awaiting_response"):
        return None
    if story.law.pack.is_without_law:
        why = _("No law sets a day for it. A week after it left you can ask whether it arrived.")
    else:
        why = _("No day is known for it: see below what is not sure.")
    return NextStep(_("Wait for their answer"), why)


def _read_answer(story: Story) -> NextStep | None:
    arrived = [i for i in story.items if i.message.direction == Message.Direction.IN]
    if not arrived:
        return None
    return NextStep(
        _("Read what they sent"),
        _("Nothing is due any more."),
        f"#message-{arrived[-1].message.pk}",
        _("Go to their last message"),
    )


RULES: tuple[Callable[[Story], NextStep | None], ...] = (
    _settle,
    _refused,
    _did_it_arrive,
    _approve,
    _file_it,
    _say_what_it_is,
    _on_its_way,
    _write,
    _answer_in_time,
    _wait,
    _wait_without_date,
    _read_answer,
)


def _is_to_file(item: Item) -> bool:
    message = item.message
    is_ready = message.state == Message.State.APPROVED and message.at is None
    return is_ready and item.is_letter and not item.is_mailed


def _find(story: Story, is_it: Callable[[Item], bool]) -> Item | None:
    return next((item for item in story.items if is_it(item)), None)


def _day(due: Due) -> str:
    return days.long_day(due.deadline.due_on)
