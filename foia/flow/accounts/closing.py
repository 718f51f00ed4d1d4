"""The end of an account: the person's name leaves it; what the archive must keep stays.

The row stays as an empty shell, since letters, approvals and the history name it (ADR 20).
"""

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Q

from foia import custody
from foia.models import (
    Assignment,
    CalendarFeed,
    Campaign,
    Delivery,
    Invitation,
    KeptDetails,
    Membership,
    Message,
    OwnWords,
    Publication,
    PublicationAct,
    PublicCopy,
    RecordsRequest,
    Reminder,
    Tag,
    Team,
    User,
    Visit,
)
from jurisdictions import DomainError


class CannotClose(DomainError):
    """An account that others need first."""


def what_stays(person: User) -> dict[str, int]:
    """Count what the archive keeps when this account is closed."""
    requests = RecordsRequest.objects.of(person.pk)
    return {
        "requests": requests.started().count(),
        "messages": Message.objects.filter(request__in=requests).count(),
        "campaigns": Campaign.objects.filter(requester=person).count(),
        "approvals": Message.objects.filter(approved_by=person).count(),
    }


def close(*, person: User, now: datetime) -> None:
    """Close an account for good.

    Name, address, password, second factors, sessions, calendars, own words, list and settings go;
    address and identity details leave the requests too. Letters that were sent, and what came
    back, stay as they were. Letters that have not left are taken out of the line, and readers no
    longer see copies that name the person.
    """
    with transaction.atomic():
        person = User.objects.select_for_update().get(pk=person.pk)
        _must_not_be_needed(person)
        _end_access(person)
        _forget(person)
        RecordsRequest.objects.of(person.pk).update(signed_address="", identity={})
        Campaign.objects.filter(requester=person).update(signed_address="", identity={})
        _take_out_of_line(person, now)
        _name_no_longer(person, now)
        _empty(person, now)
        custody.note(act="closed account", subject=f"account {person.pk}", digest="", now=now)


def _must_not_be_needed(person: User) -> None:
    """Refuse while a team with others in it would be left without an owner."""
    owner = Membership.Role.OWNER
    for team in Team.objects.of(person.pk, owner):
        others = team.memberships.exclude(user=person)
        if others.exists() and not others.filter(role=owner).exists():
            raise CannotClose(
                f"You are the only owner of the team «{team}»; make somebody else its owner, or"
                " take the others out, then close your account."
            )


def _end_access(person: User) -> None:
    for session in UserSession.objects.filter(user=person):
        session.end()
    Authenticator.objects.filter(user=person).delete()
    EmailAddress.objects.filter(user=person).delete()
    Membership.objects.filter(user=person).delete()
    Invitation.objects.filter(email=person.email.lower()).delete()


def _forget(person: User) -> None:
    for model in (KeptDetails, CalendarFeed, Visit):
        model.objects.filter(user=person).delete()
    Assignment.objects.filter(assignee=person).delete()
    Tag.objects.filter(owner=person).delete()
    Reminder.objects.of(person.pk).delete()
    OwnWords.objects.of(person.pk).delete()


def _take_out_of_line(person: User, now: datetime) -> None:
    """Nothing leaves any more in the name of who is gone."""
    waiting = Delivery.objects.unbegun().filter(wave=None)
    theirs = Q(message__request__requester=person) | Q(message__notice_for=person)
    waiting.filter(theirs).update(
        state=Delivery.State.SETTLED,
        finished_at=now,
        answer="The account was closed before this left.",
    )


def _name_no_longer(person: User, now: datetime) -> None:
    """Take from readers the copies that name who asked; the checks find that none can be made."""
    named = Publication.objects.filter(request__requester=person, is_requester_named=True)
    keys = list(named.values_list("pk", flat=True))
    Publication.objects.filter(pk__in=keys).update(is_requester_named=False)
    PublicCopy.objects.filter(publication__in=keys).update(
        state=PublicCopy.State.WAITING, made_by_version=0
    )
    PublicationAct.objects.bulk_create(
        PublicationAct(publication_id=pk, act="unnamed", by=person, at=now) for pk in keys
    )


def _empty(person: User, now: datetime) -> None:
    shell: AbstractBaseUser = person
    shell.set_unusable_password()
    person.email = f"closed-{person.pk}@{settings.REPLY_DOMAIN}"
    person.full_name = ""
    person.is_active = person.is_staff = person.is_superuser = False
    person.notices, person.muted = User.Notices.NEVER, []
    person.closed_at = now
    person.save()
