"""`manage.py coding`: the coders' questions, what they said, and what stands."""

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import CommandError

from foia.flow import desk
from foia.gateways import clock
from foia.management.command import Command as BaseCommand
from foia.management.named import campaign_named, number, person_named, request_named, say, tell
from foia.models import Campaign, Membership, Question, User

DOES = ("questions", "ask", "retire", "todo", "code", "differences", "settle", "table")
ORGANIZING = ("ask", "retire", "settle")


class Command(BaseCommand):
    """Coding without a browser; questions go by their number in the campaign."""

    help = "Ask coders questions, code answers, see where coders differ, settle it, list it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what to do, in which campaign, in whose name."""
        parser.add_argument("do", choices=DOES, help="what to do")
        parser.add_argument("campaign", help="its name")
        parser.add_argument("--by", required=True, metavar="EMAIL", help="who does it")
        parser.add_argument("--question", type=number, default=0, help="its number")
        parser.add_argument("--request", default="", help="its reference")
        parser.add_argument("--text", default="", help="of a question")
        parser.add_argument("--kind", default="yes_no", help=", ".join(Question.Kind.values))
        parser.add_argument("--choice", action="append", default=[], help="may be repeated")
        parser.add_argument("--value", default="", help="an answer")
        parser.add_argument("--reason", default="", help="why it stands")
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do one of them."""
        by, do = person_named(options["by"]), options["do"]
        roles = Membership.SENDING if do in ORGANIZING else ()
        campaign = campaign_named(by, options["campaign"], *roles)
        lists = {"questions": _questions, "todo": _todo, "differences": _open, "table": _table}
        if do in lists:
            tell(self.stdout, lists[do](campaign, by), as_json=options["json"])
            return
        self._act(campaign, by, do, options)
        say(self.stdout, "Done.", as_json=options["json"], done=do)

    def _act(self, campaign: Campaign, by: User, do: str, options: dict[str, Any]) -> None:
        now = clock.now()
        if do == "ask":
            told = {name: options[name] for name in ("kind", "text")}
            desk.add_question(campaign=campaign, choices=options["choice"], **told)
            return
        question = _question(campaign, options["question"])
        if do == "retire":
            desk.retire_question(question=question)
            return
        request = request_named(by, options["request"], *Membership.ANSWERING)
        if request.campaign_id != campaign.pk:
            raise CommandError(f"{request.reference} is not of «{campaign}»; name one of its own.")
        value, reason = options["value"], options["reason"]
        if do == "code":
            desk.code(request=request, answers={question.pk: value}, by=by, now=now)
        else:
            told = {"question": question, "request": request, "value": value, "reason": reason}
            desk.settle(by=by, now=now, **told)


def _question(campaign: Campaign, number: int) -> Question:
    found = campaign.questions.filter(position=number).first()
    if found is None:
        raise CommandError(f"«{campaign}» has no question {number}; `coding questions` lists them.")
    return found


def _questions(campaign: Campaign, by: User) -> Iterator[dict[str, Any]]:
    agreed = desk.agreements(campaign)
    for question in campaign.questions.order_by("position"):
        found = agreed.get(question.pk, desk.Agreement())
        yield {
            "number": question.position,
            "text": question.text,
            "kind": question.kind,
            "choices": " · ".join(question.choices),
            "both": found.both,
            "alike": found.alike,
            "percent": found.percent,
            "is_retired": question.is_retired,
        }


def _todo(campaign: Campaign, by: User) -> Iterator[dict[str, Any]]:
    for request in desk.to_code(campaign, by).select_related("agency")[:1000]:
        yield {"reference": request.reference, "body": request.agency.name}


def _open(campaign: Campaign, by: User) -> Iterator[dict[str, Any]]:
    numbers = dict(campaign.questions.values_list("pk", "position"))
    names = dict(campaign.requests.filter(codings__isnull=False).values_list("pk", "reference"))
    for pair in desk.differences(campaign):
        yield {"reference": names[pair["request"]], "question": numbers[pair["question"]]}


def _table(campaign: Campaign, by: User) -> Iterator[dict[str, Any]]:
    questions = list(campaign.questions.order_by("position"))
    for one in desk.coded(campaign, questions, to=by):
        row: dict[str, Any] = {
            "reference": one.request.reference,
            "body": one.request.agency.name,
            "coders": ", ".join(one.coders),
        }
        for question, stands in zip(questions, one.stands, strict=True):
            row[question.text] = stands.value
            row[f"{question.text} ({question.position})"] = stands.how
        yield row
