"""Planning a campaign: what is asked in whose name, and which bodies are asked.

Words are checked when they are given, never when a letter is sent. While letters wait for approval
nothing changes: they would no longer be what the campaign says.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max, QuerySet

from foia import custody
from foia.drafts.campaign_words import NoWords
from foia.flow.campaigns.approvers import note_approvers
from foia.flow.campaigns.held import CampaignError
from foia.flow.campaigns.signing import checked_identity
from foia.letters.catalogue import catalogue
from foia.letters.merge import checked_values, without_fields
from foia.letters.own_checks import Written, troubles
from foia.letters.printable import one_line, printable
from foia.models import (
    Agency,
    Campaign,
    CampaignBody,
    CampaignFile,
    RecordsRequest,
    System,
    Team,
    User,
    Wave,
)
from foia.models.many import insert_like, update_each

#: A mail service takes mails of some megabytes; many bodies take less.
MOST_BYTES = 5_000_000


def start(
    *,
    team: Team,
    requester: User,
    name: str,
    technology: str,
    ask: Sequence[Mapping[str, Any]],
    signed_name: str,
    now: datetime,
    note: str = "",
    system: System | None = None,
    own: Mapping[str, Mapping[str, str]] | None = None,
    signed_address: str = "",
    signed_organization: str = "",
    identity: Mapping[str, Any] | None = None,
    needs_second_approval: bool = False,
) -> Campaign:
    """Open a campaign of a team, in the name of one person; nothing is sent by that."""
    campaign = Campaign(
        team=team, requester=requester, is_sandbox=settings.IS_SANDBOX, created_at=now
    )
    return change(
        campaign=campaign,
        by=requester,
        now=now,
        name=name,
        technology=technology,
        ask=ask,
        signed_name=signed_name,
        note=note,
        system=system,
        own=own,
        signed_address=signed_address,
        signed_organization=signed_organization,
        identity=identity,
        needs_second_approval=needs_second_approval,
    )


def change(
    *,
    campaign: Campaign,
    by: User,
    now: datetime,
    name: str,
    technology: str,
    ask: Sequence[Mapping[str, Any]],
    signed_name: str,
    note: str = "",
    system: System | None = None,
    own: Mapping[str, Mapping[str, str]] | None = None,
    signed_address: str = "",
    signed_organization: str = "",
    identity: Mapping[str, Any] | None = None,
    needs_second_approval: bool = False,
) -> Campaign:
    """Change what a campaign asks for and how; letters that were approved stay as they are.

    Who has to approve its waves is kept with whoever changed that. Raises CampaignError with every
    trouble of its words, or if the name is taken in the team.
    """
    ask, own = _tidied(ask), {language: dict(said) for language, said in (own or {}).items()}
    catalogue().technology(technology)
    if found := list(_troubles(ask, own)):
        raise CampaignError(" ".join(found))
    with transaction.atomic():
        Team.objects.select_for_update().get(pk=campaign.team_id)
        campaign.name = one_line(name)[:200]
        _must_be_named_once(campaign)
        _must_not_wait(campaign)
        campaign.technology, campaign.ask, campaign.own = technology, ask, own
        campaign.note, campaign.system = printable(note).strip(), system
        campaign.signed_name = one_line(signed_name)
        campaign.signed_address = printable(signed_address)
        campaign.signed_organization = one_line(signed_organization)
        campaign.identity = checked_identity(identity or {})
        campaign.needs_second_approval = needs_second_approval
        note_approvers(campaign, by=by, now=now)
        campaign.save()
    return campaign


def attach(
    *, campaign: Campaign, content: bytes, name: str, content_type: str, now: datetime
) -> CampaignFile:
    """Keep a file that goes with every first letter of the campaign."""
    with transaction.atomic():
        _must_not_wait(campaign)
        size = sum(campaign.files.values_list("blob__size", flat=True)) + len(content)
        if size > MOST_BYTES:
            raise CampaignError(
                f"The files would have {size:,} bytes together, and at most {MOST_BYTES:,} go with"
                " a letter; leave one out, or link to it."
            )
        blob = custody.keep(content, subject=f"campaign {campaign.uuid}", now=now)
        last = campaign.files.aggregate(last=Max("position"))["last"]
        return CampaignFile.objects.create(
            campaign=campaign,
            position=0 if last is None else last + 1,
            blob=blob,
            name=one_line(name)[:255],
            content_type=content_type,
        )


def detach(*, file: CampaignFile) -> None:
    """Let a file no longer go with the letters that are written from now on."""
    with transaction.atomic():
        _must_not_wait(file.campaign)
        file.delete()


def add_bodies(*, campaign: Campaign, agencies: QuerySet[Agency]) -> int:
    """Have a campaign ask these bodies as well; return how many are new to it."""
    with transaction.atomic():
        Campaign.objects.select_for_update().get(pk=campaign.pk)
        new = agencies.filter(merged_into=None).exclude(
            pk__in=CampaignBody.objects.filter(campaign=campaign).values("agency_id")
        )
        ids = list(dict.fromkeys(new.order_by("jurisdiction_code", "pk").values_list("pk")))
        insert_like(CampaignBody(campaign=campaign), ["agency_id"], ids)
        return len(ids)


def set_fields(*, campaign: Campaign, rows: Mapping[int, Mapping[str, str]]) -> int:
    """Set the merge fields of bodies by the key of their `CampaignBody`; return how many.

    Raises MergeError for a name or a value that no letter can carry; nothing is changed then.
    """
    values = {pk: checked_values(given) for pk, given in rows.items()}
    with transaction.atomic():
        _must_not_wait(campaign)
        known = set(campaign.bodies.filter(pk__in=values).values_list("pk", flat=True))
        update_each(CampaignBody, ["fields"], [(values[pk], pk) for pk in known])
    return len(known)


def remove_bodies(*, campaign: Campaign, bodies: QuerySet[CampaignBody]) -> int:
    """Take bodies out of a campaign; those that have a letter already stay."""
    with transaction.atomic():
        _must_not_wait(campaign)
        asked = RecordsRequest.objects.filter(campaign=campaign).values("agency_id")
        gone = campaign.bodies.filter(pk__in=bodies.values("pk")).exclude(agency_id__in=asked)
        return gone.delete()[1].get(CampaignBody._meta.label, 0)


def _tidied(ask: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the items as they are kept; languages without words are left out."""
    return [
        {
            "category": str(row.get("category") or ""),
            "texts": {
                language: printable(words).strip()
                for language, words in (row.get("texts") or {}).items()
                if words.strip()
            },
        }
        for row in ask
    ]


def _troubles(
    ask: Sequence[Mapping[str, Any]], own: Mapping[str, Mapping[str, str]]
) -> Iterator[str]:
    """Say what is wrong with the words, as for words that one person keeps."""
    if not ask:
        yield "Nothing is asked for; choose at least one kind of record."
    for row in ask:
        if not row["category"] and not row["texts"]:
            yield str(NoWords("An item of your own is empty; write it, or leave it out."))
        elif row["category"]:
            catalogue().category(row["category"])
        for language, words in row["texts"].items():
            written = Written("ask", "ask", language, row["category"], text=without_fields(words))
            yield from (trouble.sentence for trouble in troubles(written))
    for language, said in own.items():
        opening, closing = (without_fields(said.get(n, "")) for n in ("opening", "closing"))
        if opening.strip() or closing.strip():
            frame = Written("frame", "frame", language, opening=opening, closing=closing)
            yield from (trouble.sentence for trouble in troubles(frame))
        if said.get("signature", "").strip():
            signed = Written("signature", "signature", text=said["signature"])
            yield from (trouble.sentence for trouble in troubles(signed))


def _must_be_named_once(campaign: Campaign) -> None:
    others = Campaign.objects.filter(team_id=campaign.team_id, name=campaign.name)
    if not campaign.name or others.exclude(pk=campaign.pk).exists():
        raise CampaignError(
            f"The name «{campaign.name}» is empty or taken by another campaign of"
            f" {campaign.team}; give this one a name of its own."
        )


def _must_not_wait(campaign: Campaign) -> None:
    """Refuse a change under letters that were written and not yet approved."""
    waiting = [Wave.State.PREPARING, Wave.State.READY]
    if campaign.pk and campaign.waves.filter(state__in=waiting).exists():
        raise CampaignError(
            f"Letters of «{campaign.name}» are written and wait for approval; approve or stop that"
            " wave first, then change the campaign."
        )
