"""`manage.py publish`: what readers may see of a request, from the terminal."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import CommandError

from foia.flow import publish
from foia.gateways import clock
from foia.management.command import Command as BaseCommand
from foia.management.named import campaign_named, person_named, request_named, say, tell
from foia.models import Membership, Publication, PublicCopy, RecordsRequest, User

DOES = ("check", "show", "open", "close", "looked", "keep", "black-out", "text")


class Command(BaseCommand):
    """The gate for those who have no browser at hand."""

    help = "Check, show, publish (open), make private again (close), or decide on one item."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what to do, with which request or item, in whose name."""
        what = "a request's reference; with --campaign, a campaign's name; or an item's number"
        parser.add_argument("do", choices=DOES, help="what to do")
        parser.add_argument("what", help=what)
        parser.add_argument("--by", required=True, metavar="EMAIL", help="who does it")
        parser.add_argument("--campaign", action="store_true", help="check or open all of it")
        parser.add_argument("--until", default="", metavar="DAY", help="private until then")
        parser.add_argument("--named", action="store_true", help="readers learn who asked")
        parser.add_argument("--risk", action="store_true", help="also where asking is dangerous")
        parser.add_argument("--words", action="append", default=[], help="to black out")
        parser.add_argument("--requester", action="store_true", help="black the requester out")
        parser.add_argument("--reason", default="", help="why it is blacked out or kept private")
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do one of these."""
        by = person_named(options["by"])
        if options["do"] in ("looked", "keep", "black-out", "text"):
            self._item(by, options)
        elif options["campaign"]:
            self._campaign(by, options)
        else:
            self._request(by, options)

    def _request(self, by: User, options: dict[str, Any]) -> None:
        request, now = request_named(by, options["what"], *Membership.SENDING), clock.now()
        match options["do"]:
            case "check":
                _check(request, by, is_named=options["named"])
            case "open":
                publication = _publication(request)
                told = {"publication": publication, "by": by, "is_risk_accepted": options["risk"]}
                if options["until"]:
                    publish.embargo(until_on=_day(options["until"]), now=now, **told)
                else:
                    publish.publish(now=now, **told)
            case "close":
                publish.unpublish(publication=_publication(request), by=by, now=now)
        tell(self.stdout, _shown(_publication(request)), as_json=options["json"])

    def _campaign(self, by: User, options: dict[str, Any]) -> None:
        campaign, now = campaign_named(by, options["what"], *Membership.SENDING), clock.now()
        if options["do"] == "check":
            number = publish.prepare_campaign(campaign=campaign, by=by, now=now)
            while publish.run(now=now):
                pass
            said = f"{number} requests are checked."
            say(self.stdout, said, as_json=options["json"], checked=number)
            return
        if options["do"] != "open":
            raise CommandError("A whole campaign can be checked or opened; name a request else.")
        until_on = _day(options["until"]) if options["until"] else None
        done, refused = publish.publish_campaign(
            campaign=campaign, by=by, now=now, is_risk_accepted=options["risk"], until_on=until_on
        )
        rows = [{"private": sentence} for sentence in refused]
        tell(self.stdout, [{"done": str(done)}, *rows], as_json=options["json"])

    def _item(self, by: User, options: dict[str, Any]) -> None:
        copy, now = _copy(by, options["what"]), clock.now()
        if options["do"] == "looked":
            publish.looked_at(copy=copy, by=by, now=now)
        elif options["do"] == "keep":
            publish.keep_private(copy=copy, reason=options["reason"], by=by, now=now)
        elif options["do"] == "text":
            _show_as_text(copy, by)
        else:
            _black_out(copy, by, options)
        tell(self.stdout, _shown(copy.publication), as_json=options["json"])


def _check(request: RecordsRequest, by: User, *, is_named: bool) -> None:
    now = clock.now()
    publication = publish.prepare(request=request, by=by, now=now)
    publish.name_requester(publication=publication, is_named=is_named, by=by, now=now)
    while publish.run(now=now):
        pass


def _show_as_text(copy: PublicCopy, by: User) -> None:
    """Have readers get what a file shows, as text."""
    if copy.attachment is None:
        raise CommandError("This item is a text already.")
    publish.show_as_text(attachment=copy.attachment, by=by, now=clock.now())
    while publish.run(now=clock.now()):
        pass


def _black_out(copy: PublicCopy, by: User, options: dict[str, Any]) -> None:
    """Cover words or the requester in a file, and make its copy."""
    if copy.attachment is None:
        raise CommandError("This item is a text; only parts of files are blacked out.")
    who: dict[str, Any] = {
        "attachment": copy.attachment,
        "by": by,
        "now": clock.now(),
    }
    for words in options["words"]:
        publish.cover_words(words=words, reason=options["reason"], **who)
    if options["requester"]:
        publish.cover_requester(reason=options["reason"] or "The requester", **who)
    publish.make(**who)
    while publish.run(now=clock.now()):
        pass


def _publication(request: RecordsRequest) -> Publication:
    found = Publication.objects.filter(request=request).first()
    if found is None:
        raise CommandError(f"{request.reference} is not checked yet; run `publish check` first.")
    return found


def _copy(by: User, number: str) -> PublicCopy:
    copies = PublicCopy.objects.select_related(
        "publication__request", "attachment__message__request"
    )
    copy = copies.filter(pk=number).first() if number.isdecimal() else None
    if copy is None:
        raise CommandError(f"There is no item {number!r}; `publish show` numbers them.")
    request_named(by, copy.publication.request.reference, *Membership.SENDING)
    return copy


def _shown(publication: Publication) -> list[dict[str, str]]:
    """Return how the request and each of its items stand."""
    publication.refresh_from_db()
    until = publication.embargo_until_on
    rows = [{"item": "", "state": publication.state, "what": f"until {until}" if until else ""}]
    copies = publication.copies.select_related("attachment", "message").order_by("pk")
    for copy in copies:
        kinds = sorted({problem["kind"] for problem in copy.problems})
        name = copy.attachment.name if copy.attachment else f"text ({copy.message.direction})"
        found = f" [{', '.join(kinds)}]" if kinds else ""
        rows.append({"item": str(copy.pk), "state": copy.state, "what": f"{name}{found}"})
    return rows


def _day(told: str) -> date:
    try:
        return date.fromisoformat(told)
    except ValueError as error:
        raise CommandError(f"--until {told!r} is no day; write it as YYYY-MM-DD.") from error
