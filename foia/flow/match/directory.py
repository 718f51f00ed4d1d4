"""What the record knows of the marks of several mails, looked up by one statement."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value

from foia import drafts
from foia.mail.match import Marks
from foia.mail.senders import is_from
from foia.models import AgencyReference, Channel, Contact, Message, RecordsRequest
from foia.models.records_request import RecordsRequestQuerySet, reference_key

ADDRESS, BEHIND = "address", "behind"
MOST = 20  # how many requests a mark may point to before more of them say nothing new


class Directory:
    """What the matching ladder asks the record; each answer is a list of request ids.

    Marks are looked up for all the mails at once, senders only when the ladder comes to them;
    `ahead` also looks up what passing a mail on at once needs to know of the reply addresses'
    requests: who they are known by (`addresses`) and which have mail that comes first (`behind`).
    """

    def __init__(self, mails: Iterable[Marks], *, ahead: bool = False) -> None:
        self._ids: dict[tuple[str, str], list[int]] = defaultdict(list)
        self.references: dict[int, str] = {}
        self.addresses: dict[int, list[str]] = defaultdict(list)
        self.behind: set[int] = set()
        branches = _branches(list(mails), ahead)
        if branches:
            for kind, mark, pk, reference in branches[0].union(*branches[1:], all=True):
                if kind == ADDRESS:
                    self.addresses[pk].append(mark)
                elif kind == BEHIND:
                    self.behind.add(pk)
                else:
                    self._ids[kind, mark].append(pk)
                    self.references[pk] = reference

    def by_token(self, tokens: Sequence[str]) -> list[int]:
        return self._all("token", tokens)

    def by_message_ids(self, ids: Sequence[str]) -> list[int]:
        return self._all("id", ids)

    def by_reference(self, codes: Sequence[str]) -> list[int]:
        return self._all("code", codes)

    def by_body_reference(self, texts: Sequence[str]) -> list[int]:
        return self._all("number", [reference_key(text) for text in texts])

    @cache  # noqa: B019 (a directory lives as long as its mails are matched)
    def open_by_sender_domain(self, domain: str) -> list[int]:
        return [pk for found in at_domain(domain) for pk in self._some(found.open())][:MOST]

    def is_known_sender(self, request_id: int, address: str) -> bool:
        request = RecordsRequest.objects.select_related("agency", "campaign").get(pk=request_id)
        return is_from(address, drafts.known_addresses(request))

    def _some(self, among: RecordsRequestQuerySet) -> list[int]:
        found = dict(among.values_list("pk", "reference")[:MOST])
        self.references |= found
        return sorted(found)

    def _all(self, kind: str, marks: Sequence[str]) -> list[int]:
        found = dict.fromkeys(pk for mark in marks for pk in self._ids.get((kind, mark), ()))
        return list(found)[:MOST]


def at_domain(domain: str) -> tuple[RecordsRequestQuerySet, RecordsRequestQuerySet]:
    """The requests to bodies that have an address at this very domain, and those of which a later
    letter, such as an appeal, was mailed there; each found by an index."""
    contacts = Contact.objects.filter(channel=Channel.EMAIL, domain=domain)
    letters = Message.objects.filter(
        kind=Message.Kind.LETTER,
        state=Message.State.APPROVED,
        channel=Channel.EMAIL,
        recipient_domain=domain,
    )
    later = letters.exclude(step="request")
    requests = RecordsRequest.objects.all()
    return (
        requests.filter(agency__in=contacts.values("agency_id")),
        requests.filter(pk__in=later.values("request_id")),
    )


def is_one_party(domain: str) -> bool:
    """Say whether all that was ever asked at this domain was asked by one person or one team."""
    parties: set[tuple[int | None, int | None]] = set()
    for found in at_domain(domain):
        sent = found.started().annotate(party=F("campaign__team_id"))
        of_teams = sent.exclude(party=None).order_by().values_list("party", flat=True)
        of_people = sent.filter(campaign=None).order_by().values_list("requester_id", flat=True)
        parties |= {(team, None) for team in of_teams.distinct()[:2]}
        parties |= {(None, person) for person in of_people.distinct()[:2]}
    return len(parties) == 1


def _branches(mails: Sequence[Marks], ahead: bool) -> list[QuerySet[Any, Any]]:
    """For each sort of mark that was seen: kind, mark, request id, the request's reference."""
    requests = RecordsRequest.objects.order_by()
    letters = Message.objects.filter(direction=Message.Direction.OUT).exclude(request=None)
    tokens = {token for marks in mails for token in marks.tokens}
    codes = {code for marks in mails for code in marks.codes}
    ids = {message_id for marks in mails for message_id in marks.ids}
    numbers = {reference_key(number) for marks in mails for number in marks.numbers}
    found: list[tuple[set[str], QuerySet[Any, Any]]] = [
        (tokens, _rows(requests.filter(reply_token__in=tokens), "token", "reply_token", "")),
        (codes, _rows(requests.filter(reference__in=codes), "code", "reference", "")),
        (ids, _rows(letters.filter(message_id__in=ids).order_by(), "id", "message_id")),
        (numbers, _rows(AgencyReference.objects.filter(key__in=numbers), "number", "key")),
    ]
    branches = [branch for marks, branch in found if marks]
    if ahead and tokens:
        branches += _ahead(requests.filter(reply_token__in=tokens))
    return branches


def _ahead(requests: RecordsRequestQuerySet) -> list[QuerySet[Any, Any]]:
    """In the same columns: who some requests are known by, and which have mail that comes first,
    as it is not read yet, or not even filed."""
    unread = Message.objects.to_read().filter(request=OuterRef("pk"))
    behind = requests.filter(Q(Exists(Message.objects.to_match())) | Q(Exists(unread)))
    body, letters = drafts.addresses_behind(requests)
    none = Value("")
    return [
        body.annotate(kind_of_mark=Value(ADDRESS), no=none).values_list(
            "kind_of_mark", "known", "pk", "no"
        ),
        letters.annotate(kind_of_mark=Value(ADDRESS), no=none).values_list(
            "kind_of_mark", "known", "request_id", "no"
        ),
        behind.annotate(kind_of_mark=Value(BEHIND), no=none).values_list(
            "kind_of_mark", "no", "pk", "no"
        ),
    ]


def _rows(
    among: QuerySet[Any, Any], kind: str, mark: str, request: str = "request"
) -> QuerySet[Any, Any]:
    pk, reference = ("request_id", "request__reference") if request else ("pk", "reference")
    named: QuerySet[Any, Any] = among.annotate(kind_of_mark=Value(kind))
    return named.values_list("kind_of_mark", F(mark), F(pk), F(reference))
