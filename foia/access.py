"""The one place that decides who may see what. Private by default; strangers see nothing."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from foia.models import (
    Agency,
    AgencyImport,
    AgencyList,
    Arrival,
    Assignment,
    Attachment,
    CalendarFeed,
    Campaign,
    Delivery,
    EvidenceBag,
    FilingAct,
    Finding,
    Invitation,
    LedgerEntry,
    Membership,
    Message,
    Note,
    OwnWords,
    Publication,
    PublicCopy,
    Reading,
    RecordsRequest,
    Reminder,
    SandboxMail,
    SavedView,
    Suggestion,
    System,
    Team,
    User,
    Wave,
)
from foia.models.reminder import ReminderQuerySet

Person = User | AnonymousUser
#: Up to so many requests are named one by one, so that few are found among very many.
MOST_NAMED = 1000
#: Mail of accounts is looked for among so many caught mails, the newest: its codes hold minutes.
NEWEST = 500


def requests_for(person: Person, *roles: Membership.Role) -> QuerySet[RecordsRequest]:
    """Return the requests this person may see: their own, and those of their teams' campaigns.

    A campaign's requests are its team's: whoever left it, even their requester, sees none of them.
    With `roles`, a team's requests are there only for who has one of them in it: views pass
    `Membership.SENDING` where a letter is written or sent, `Membership.ANSWERING` where somebody
    says what came back. Without, this is for looking only.
    """
    if not isinstance(person, User):
        return RecordsRequest.objects.none()
    own = Q(requester=person, campaign=None)
    in_team = Q(campaign__in=campaigns_for(person, *roles))
    return RecordsRequest.objects.filter(own | in_team)


def published_requests() -> QuerySet[RecordsRequest]:
    """Return the requests that every reader may see, signed in or not."""
    return RecordsRequest.objects.filter(publication__state=Publication.State.PUBLIC)


def published_findings() -> QuerySet[Finding]:
    """Return what was learnt by requests that every reader may see.

    Not the words they rest on: those may name the requester and are shown by the public page of
    the request alone, which blacks them out.
    """
    return Finding.objects.filter(request__in=published_requests()).defer("quote")


def requests_behind(person: User | None) -> QuerySet[RecordsRequest]:
    """Return the requests whose findings are counted for a person, or for all readers."""
    return published_requests() if person is None else requests_at_desk(person)


def public_copies(version: int) -> QuerySet[PublicCopy]:
    """Return the copies that readers may see: of public requests, passed by checks `version`."""
    open_to_all = Publication.State.PUBLIC
    return PublicCopy.objects.shown(version).filter(publication__state=open_to_all)


def bags_for(person: Person, *roles: Membership.Role) -> QuerySet[EvidenceBag]:
    """Return the evidence bags of what this person may see; `roles` as for `requests_for`."""
    of_request = Q(request__in=requests_for(person, *roles))
    return EvidenceBag.objects.filter(of_request | Q(campaign__in=campaigns_for(person, *roles)))


def may_act(person: Person, request: RecordsRequest, *roles: Membership.Role) -> bool:
    """Say whether a person who sees a request may also act on it, in one of these roles."""
    if request.campaign_id is None:
        return True
    return requests_for(person, *roles).filter(pk=request.pk).exists()


def with_rights(requests: QuerySet[RecordsRequest], person: Person) -> QuerySet[RecordsRequest]:
    """Say of each of these requests that a person sees if they `may_send` and `may_answer`."""
    campaigns = {"pk": OuterRef("campaign")}
    sending = campaigns_for(person, *Membership.SENDING).filter(**campaigns)
    answering = campaigns_for(person, *Membership.ANSWERING).filter(**campaigns)
    is_single = Q(campaign=None)
    return requests.annotate(
        may_send=ExpressionWrapper(is_single | Q(Exists(sending)), BooleanField()),
        may_answer=ExpressionWrapper(is_single | Q(Exists(answering)), BooleanField()),
    )


def single_requests_for(person: Person) -> QuerySet[RecordsRequest]:
    """Return the person's own requests that belong to no campaign."""
    if not isinstance(person, User):
        return RecordsRequest.objects.none()
    return RecordsRequest.objects.of(person.pk).filter(campaign=None)


def requests_at_desk(
    person: Person, *roles: Membership.Role, team: Team | None = None
) -> QuerySet[RecordsRequest]:
    """Return what `requests_for` returns, or a team's part of it, to be listed.

    The campaigns are looked up first, so that an index finds the rows among a million of others.
    """
    return RecordsRequest.objects.on_desks(desks_of(person, *roles, team=team))


def desks_of(person: Person, *roles: Membership.Role, team: Team | None = None) -> list[int]:
    """Return the desks on which the requests lie that `requests_at_desk` returns."""
    if not isinstance(person, User):
        return []
    campaigns = campaigns_for(person, *roles)
    if team is not None:
        campaigns = campaigns.filter(team=team)
    shared = list(campaigns.values_list("pk", flat=True))
    return shared if team is not None else [-person.pk, *shared]


def minded_by(person: User) -> Q:
    """Return what narrows rows that know their request and desk to what this person minds:
    their own requests, and their teams' that are given to them."""
    given = Assignment.objects.filter(request=OuterRef("request"), assignee=person)
    return Q(desk__in=desks_of(person)) & (Q(desk=-person.pk) | Q(Exists(given)))


def messages_for(person: Person, *roles: Membership.Role) -> QuerySet[Message]:
    """Return the messages filed under the requests that `requests_for` returns."""
    return Message.objects.filter(request__in=requests_for(person, *roles))


def messages_at_desk(person: Person, *roles: Membership.Role) -> QuerySet[Message]:
    """Return the messages of the requests that `requests_at_desk` returns, to be listed."""
    requests = requests_at_desk(person, *roles)
    keys = list(requests.order_by().values_list("pk", flat=True)[: MOST_NAMED + 1])
    return Message.objects.filter(request__in=keys if len(keys) <= MOST_NAMED else requests)


def deliveries_that_failed(person: Person, *roles: Membership.Role) -> QuerySet[Delivery]:
    """Return the attempts at letters of these desks that reached nobody, to be listed."""
    return Delivery.objects.that_failed().filter(desk__in=desks_of(person, *roles))


def triage_for(person: Person) -> QuerySet[Message]:
    """Return the unplaced mail this person may see and file.

    Staff see all of it. Others see what they brought themselves, and mail that can only be meant
    for requests whose answers they decide about; what may be another's is never shown to them.
    """
    mail = Message.objects.in_triage()
    if not isinstance(person, User):
        return mail.none()
    if person.is_staff:
        return mail
    theirs = requests_at_desk(person, *Membership.ANSWERING).values("pk")
    meant = Suggestion.objects.filter(request__in=theirs).values("message")
    brought = Arrival.objects.filter(brought_by=person).exclude(message=None).values("message")
    others = Suggestion.objects.filter(message=OuterRef("pk")).exclude(request__in=theirs)
    is_theirs = Q(marks__for_owner=True, pk__in=meant) & ~Q(Exists(others))
    near = mail.filter(pk__in=meant.union(brought))  # found by indexes, not by walking all mail
    return near.filter(Q(marks__brought_by=person.pk) | is_theirs)


def set_aside_for(person: Person) -> QuerySet[Message]:
    """Return the mail set aside as belonging to nobody that this person may put back."""
    mail = Message.objects.incoming().filter(filing=Message.Filing.ASIDE, copy_of=None)
    if not isinstance(person, User):
        return mail.none()
    if person.is_staff:
        return mail
    acts = FilingAct.objects.filter(by=person, act=FilingAct.Act.SET_ASIDE)
    return mail.filter(pk__in=acts.values("message_id"))


def filed_for(person: Person) -> QuerySet[Message]:
    """Return the filed mail this person may take back: what came to requests whose answers they
    decide about, and for staff what they filed themselves."""
    filed = Message.objects.incoming().filter(filing=Message.Filing.FILED)
    if not isinstance(person, User):
        return filed.none()
    theirs = Q(request__in=requests_at_desk(person, *Membership.ANSWERING))
    acts = FilingAct.objects.filter(by=person, act=FilingAct.Act.FILED)
    own = Q(pk__in=acts.values("message_id")) if person.is_staff else Q(pk__in=[])
    return filed.filter(theirs | own)


def attachments_for(person: Person) -> QuerySet[Attachment]:
    """Return the files this person may open: those of their requests, and of mail they file."""
    theirs = Q(message__in=messages_for(person))
    return Attachment.objects.filter(theirs | Q(message__in=triage_for(person)))


def kept_mail_for(person: Person) -> QuerySet[Message]:
    """Return the mail whose kept bytes this person may have: in their requests, or to be filed."""
    seen = Q(pk__in=messages_for(person)) | Q(pk__in=triage_for(person))
    return Message.objects.filter(seen, direction=Message.Direction.IN, raw__isnull=False)


def deliveries_for(person: Person) -> QuerySet[Delivery]:
    """Return the hand-overs this person may settle."""
    return Delivery.objects.filter(message__in=messages_for(person, *Membership.SENDING))


def readings_for(person: Person) -> QuerySet[Reading]:
    """Return the readings this person may confirm or reject."""
    return Reading.objects.filter(message__in=messages_for(person, *Membership.ANSWERING))


def own_words_for(person: Person) -> QuerySet[OwnWords]:
    """Return the asks, frames and signatures this person may change: their own."""
    if not isinstance(person, User):
        return OwnWords.objects.none()
    return OwnWords.objects.of(person.pk)


def own_words_to_use(person: Person) -> QuerySet[OwnWords]:
    """Return the words this person may choose for a letter: theirs, and those shared with them.

    Whoever leaves a team takes their words along.
    """
    if not isinstance(person, User):
        return OwnWords.objects.none()
    together = Membership.objects.filter(team=OuterRef("team"), user=OuterRef("owner"))
    shared = Q(Exists(together), team__in=teams_for(person))
    return OwnWords.objects.filter(Q(owner=person) | shared)


def sandbox_mail_for(person: Person, *roles: Membership.Role) -> QuerySet[SandboxMail]:
    """Return the sandbox mail this person may read, or answer as its body in one of these roles."""
    if not isinstance(person, User):
        return SandboxMail.objects.none()
    own = Message.objects.filter(request__in=requests_for(person, *roles), direction="out")
    own = own.filter(Q(notice_for=None) | Q(notice_for=person))  # each their own notices
    return SandboxMail.objects.filter(message_id__in=own.values("message_id"))


def account_mail_for(person: Person) -> QuerySet[SandboxMail]:
    """Return what the sandbox caught of mail to this person's own address: codes, confirmations.

    No letter of anybody is among it.
    """
    if not isinstance(person, User):
        return SandboxMail.objects.none()
    newest = SandboxMail.objects.order_by("-pk")[:NEWEST]
    of_a_request = Message.objects.filter(message_id=OuterRef("message_id"))
    return SandboxMail.objects.filter(
        ~Exists(of_a_request),
        pk__in=newest.values("pk"),
        recipient__iexact=person.email,
        caught_at__gte=person.joined_at,
    )


def reminders_for(person: Person) -> ReminderQuerySet:
    """Return what this person was told."""
    if not isinstance(person, User):
        return Reminder.objects.none()
    return Reminder.objects.of(person.pk)


def calendar_feeds_for(person: Person) -> QuerySet[CalendarFeed]:
    """Return the calendars this person has made and may end."""
    if not isinstance(person, User):
        return CalendarFeed.objects.none()
    return CalendarFeed.objects.filter(user=person)


def teams_for(person: Person, *roles: Membership.Role) -> QuerySet[Team]:
    """Return the teams this person belongs to, in one of these roles where some are given."""
    if not isinstance(person, User):
        return Team.objects.none()
    return Team.objects.of(person.pk, *roles)


def memberships_to_end(person: Person) -> QuerySet[Membership]:
    """Return the memberships this person may end: their own, and all where they are an owner."""
    if not isinstance(person, User):
        return Membership.objects.none()
    owned = Q(team__in=teams_for(person, Membership.Role.OWNER))
    return Membership.objects.filter(Q(user=person) | owned)


def invitations_for(person: Person) -> QuerySet[Invitation]:
    """Return the invitations this person may answer: those to their account's address."""
    if not isinstance(person, User):
        return Invitation.objects.none()
    return Invitation.objects.filter(email=person.email.lower())


def campaigns_for(person: Person, *roles: Membership.Role) -> QuerySet[Campaign]:
    """Return the campaigns of this person's teams; `roles` as for `teams_for`."""
    return Campaign.objects.filter(team__in=teams_for(person, *roles))


def waves_for(person: Person, *roles: Membership.Role) -> QuerySet[Wave]:
    """Return the waves of this person's campaigns; `roles` as for `teams_for`."""
    return Wave.objects.filter(campaign__team__in=teams_for(person, *roles))


def agencies_for(person: Person) -> QuerySet[Agency]:
    """Return the bodies this person may ask: everybody's, and those of their own teams."""
    found = Agency.objects.filter(merged_into=None)
    return found.filter(Q(team=None) | Q(team__in=teams_for(person)))


def systems_for(person: Person) -> QuerySet[System]:
    """Return the systems this person may see: everybody's, and those of their own teams."""
    return System.objects.filter(Q(team=None) | Q(team__in=teams_for(person)))


def systems_to_edit(person: Person) -> QuerySet[System]:
    """Return the dossiers this person may change: their teams' by role, everybody's for staff."""
    own = Q(team__in=teams_for(person, *Membership.SENDING))
    is_staff = isinstance(person, User) and person.is_staff
    return System.objects.filter(own | Q(team=None) if is_staff else own)


def agency_lists_for(person: Person, *roles: Membership.Role) -> QuerySet[AgencyList]:
    """Return the lists of bodies of this person's teams; `roles` as for `teams_for`."""
    return AgencyList.objects.filter(team__in=teams_for(person, *roles))


def agency_imports_for(person: Person, *roles: Membership.Role) -> QuerySet[AgencyImport]:
    """Return the imports of this person's teams; `roles` as for `teams_for`."""
    return AgencyImport.objects.filter(team__in=teams_for(person, *roles))


def notes_for(person: Person) -> QuerySet[Note]:
    """Return the notes this person may read: those beside the requests they may see."""
    return Note.objects.filter(request__in=requests_for(person))


def saved_views_for(person: Person, *roles: Membership.Role) -> QuerySet[SavedView]:
    """Return the saved views of this person's teams; `roles` as for `teams_for`."""
    return SavedView.objects.filter(team__in=teams_for(person, *roles))


def ledger_for(person: Person, *roles: Membership.Role) -> QuerySet[LedgerEntry]:
    """Return the amounts on the ledgers of the requests that `requests_for` returns."""
    return LedgerEntry.objects.filter(request__in=requests_for(person, *roles))
