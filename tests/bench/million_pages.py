"""The pages that are timed with a million requests: who looks at which address.

Four people look: a citizen with some fifty requests; an organiser whose team has a campaign of
50,000 bodies; somebody of the staff; and a reader without an account.
"""

from datetime import datetime
from typing import NamedTuple
from urllib.parse import quote

from django.test import Client

from foia.flow import accounts
from foia.models import Publication, RecordsRequest, System, User, Wave

CITIZEN, ORGANISER, STAFF, READER = "citizen", "organiser", "staff", "reader"
PLACE = quote("Chicago, Illinois")


class Look(NamedTuple):
    """One page as somebody asks for it."""

    who: str
    name: str
    address: str

    def __str__(self) -> str:
        return f"{self.name} ({self.who})"


def visitors(organiser: User) -> dict[str, Client]:
    """Return a browser for each of the four."""
    citizen = RecordsRequest.objects.exclude(requester=organiser).latest("pk").requester
    staff = User.objects.get_or_create(email="staff@openshutter.example", is_staff=True)[0]
    browsers = {CITIZEN: citizen, ORGANISER: organiser, STAFF: staff}
    found = {READER: Client()}
    for name, person in browsers.items():
        found[name] = Client()
        found[name].force_login(person)
    return found


def looks(organiser: User, wave: Wave, now: datetime) -> list[Look]:
    """Return every look that is timed, lists above all."""
    citizen = RecordsRequest.objects.exclude(requester=organiser).latest("pk").requester
    return [
        *(Look(READER, *page) for page in _of_readers().items()),
        *(Look(CITIZEN, *page) for page in of_person(citizen, now).items()),
        *(Look(ORGANISER, *page) for page in of_person(organiser, now).items()),
        *(Look(ORGANISER, *page) for page in of_campaign(wave, now).items()),
        *(Look(STAFF, *page) for page in _of_staff().items()),
    ]


def _of_readers() -> dict[str, str]:
    public = Publication.objects.filter(state="public")
    told, first = public.latest("pk").request, public.earliest("pk").request
    dossier = System.objects.get(slug="chicago-face-search")
    return {
        "front": "/",
        "where to ask": "/ask/?q=Chicago",
        "laws": "/law/",
        "a law": "/law/us-il/",
        "calculator": "/law/us-il/dates/?got=received&on=2026-11-16",
        "findings": "/findings/",
        "findings of a law": "/findings/?law=us-il",
        "findings of a place": f"/findings/?place={PLACE}",
        "findings of a system": f"/findings/?system={dossier.slug}",
        "places": "/findings/places/",
        "places, far behind": "/findings/places/?after=S",
        "a place": f"/findings/place/?place={PLACE}",
        "findings grid": "/findings/grid/",
        "findings grid, far behind": f"/findings/grid/?after={told.agency.uuid}",
        "findings list": "/findings/list/",
        "findings list, far behind": f"/findings/list/?after={first.uuid}.z",
        "findings list, withheld": "/findings/list/?state=withheld",
        "findings list, a rare law": "/findings/list/?law=fr",
        "findings list, a rare technology": "/findings/list/?technology=alpr",
        "findings CSV": "/findings/findings.csv",
        "systems": "/systems/",
        "a dossier": f"/systems/{dossier.uuid}/",
        "its plan": f"/systems/{dossier.uuid}/plan/",
        "public requests": "/public/requests/",
        "public requests, far behind": f"/public/requests/?after={told.uuid}",
        "a public request": f"/public/requests/{told.uuid}/",
        "letters gallery": "/letters/gallery/",
        "published search": "/search/",
        "published search, a rare word": "/search/?q=F-1003",
        "published search, a word of every mail": "/search/?q=department",
        "published search, two such words": "/search/?q=department+request",
        "published search, words that never meet": "/search/?q=policy+acknowledge",
        "published search, unknown word": "/search/?q=xylophone",
        "published search, page 50": "/search/?q=department&page=50",
        "published search, filters": "/search/?q=department&what=message&place=us-il",
        "published search, last year": "/search/?q=department&before=2025-12-31",
    }


def of_person(person: User, now: datetime) -> dict[str, str]:
    """The pages that everybody has of their own."""
    request = RecordsRequest.objects.filter(requester=person, campaign=None).latest("pk")
    _feed, token = accounts.make_feed(person=person, team=None, hides_details=False, now=now)
    return {
        "home": "/home/",
        "request page": f"/requests/{request.uuid}/",
        "search, a rare word": "/search/?q=F-1003",
        "search, a word of every mail": "/search/?q=department",
        "search, two such words": "/search/?q=department+request",
        "search, words that never meet": "/search/?q=policy+acknowledge",
        "search, unknown word": "/search/?q=xylophone",
        "search, page 50": "/search/?q=department&page=50",
        "search, filters": "/search/?q=department&what=message&documents=without&place=us-il",
        "search, last year": "/search/?q=department&before=2025-12-31",
        "inbox": "/inbox/",
        "inbox, unread": "/inbox/?show=unread",
        "inbox, due": "/inbox/?list=due",
        "inbox, overdue": "/inbox/?list=due&show=overdue",
        "response desk": "/replies/",
        "triage": "/triage/",
        "set aside": "/triage/?aside",
        "addresses": "/addresses/",
        "ledger": "/ledger/",
        "notices": "/notices/",
        "ICS feed": f"/calendars/{token}.ics",
        "own findings": "/findings/?of=mine",
        "own findings, grid": "/findings/grid/?of=mine",
        "own findings, list": "/findings/list/?of=mine",
        "agencies": "/agencies/",
        "agencies, a word": "/agencies/?words=police",
        "an agency": f"/agencies/{request.agency.uuid}/",
        "campaigns": "/campaigns/",
        "teams": "/teams/",
        "sandbox": "/sandbox/",
        "pile": "/pile/",
        "serie": "/serie/",
        "settings": "/settings/",
    }


def of_campaign(wave: Wave, now: datetime) -> dict[str, str]:
    """The pages of a campaign and its team."""
    campaign, of_wave = f"/campaigns/{wave.campaign.uuid}/", f"/waves/{wave.uuid}/"
    asked = wave.campaign.requests.latest("pk")
    team, person = wave.campaign.team, wave.campaign.requester
    _feed, token = accounts.make_feed(person=person, team=team, hides_details=False, now=now)
    return {
        "campaign": campaign,
        "bodies": f"{campaign}bodies/",
        "bodies, last page": f"{campaign}bodies/?page=1000",
        "before sending": f"{campaign}before/",
        "grid": f"{campaign}answers/",
        "grid, page 500": f"{campaign}answers/?page=500",
        "grid, by finding": f"{campaign}answers/?finding=withheld&record=contract",
        "coding": f"{campaign}coding/",
        "coding, the next": f"{campaign}coding/next/",
        "differences": f"{campaign}coding/differences/",
        "publishing a campaign": f"{campaign}publish/",
        "evidence of a campaign": f"{campaign}evidence/",
        "progress": of_wave,
        "progress, its part": f"{of_wave}progress/",
        "letters": f"{of_wave}letters/",
        "letters, last page": f"{of_wave}letters/?page=1000",
        "held back": f"{of_wave}held-back/",
        "a request of it": f"/requests/{asked.uuid}/",
        "team": f"/teams/{team.uuid}/",
        "team's inbox": f"/inbox/?team={team.uuid}",
        "inbox of a campaign": f"/inbox/?campaign={wave.campaign.uuid}&show=unread",
        "inbox, nobody's": "/inbox/?who=nobody",
        "inbox, mine": "/inbox/?who=me",
        "inbox, a tag": "/inbox/?tag=urgent",
        "inbox, words": "/inbox/?q=police",
        "ledger of a campaign": f"/ledger/?campaign={wave.campaign.uuid}",
        "team's ICS feed": f"/calendars/{token}.ics",
        "findings of a campaign": f"/findings/?of=mine&campaign={wave.campaign.uuid}",
        "search in a campaign": f"/search/?q=body&campaign={wave.campaign.uuid}",
    }


def _of_staff() -> dict[str, str]:
    mail = "/triage/"
    return {
        "home": "/home/",
        "triage": mail,
        "triage, last page": f"{mail}?page=5000",
        "set aside": f"{mail}?aside",
        "archive proofs": "/archive/",
        "sandbox": "/sandbox/",
    }
