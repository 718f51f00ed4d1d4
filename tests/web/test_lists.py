"""Every page of a signed-in person costs the same statements, however much there is."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from foia import samples
from foia.flow import compose, publish
from foia.letters.compose import default_ask
from foia.models import Agency, Delivery, Message, Reminder, Suggestion, User, Wave
from tests.bench.large_campaign import a_large_wave, answer
from tests.bench.million_pages import of_campaign, of_person
from tests.web.conftest import signed_in

pytestmark = pytest.mark.django_db
MOST = 20
FEW, MANY = 21, 63  # so many that every list has a row of each kind


def test_no_page_of_a_person_or_team_costs_more_statements_for_many_rows_than_for_few() -> None:
    samples.load()
    few, many = (statements_of(number) for number in (FEW, MANY))
    most_of_grid = few.pop("grid") + 2  # its rows stand on shelves: at most three more of them
    assert many.pop("grid") <= most_of_grid
    assert {page: (few[page], of) for page, of in many.items() if of > few[page]} == {}
    assert {page: of for page, of in many.items() if of > MOST} == {}


def statements_of(number: int) -> dict[str, int]:
    """Return what each page costs somebody with so many requests of their own and in a campaign."""
    person = User.objects.create_user(f"of-{number}@openshutter.example")
    wave, now = a_large_wave(person, number, now=timezone.now()), timezone.now()
    singles = own_letters(person, number)
    answer(singles, now)
    for place, letter in enumerate((*singles, *Message.objects.filter(wave=wave))):
        (fail if place % 2 else post)(letter)
        remind(letter, person)
        puzzle(letter)
    publish.prepare_campaign(campaign=wave.campaign, by=person, now=now)
    browser = signed_in(person)
    pages = of_person(person, now) | of_campaign(wave, now) | {"front page": "/"}
    pages |= pages_behind(wave)
    return {name: statements(browser, address) for name, address in pages.items()}


def pages_behind(wave: Wave) -> dict[str, str]:
    """Return pages of a campaign that the bench does not time."""
    campaign = f"/campaigns/{wave.campaign.uuid}/"
    return {
        "bodies, by a word": f"{campaign}bodies/?q=body",
        "letters that failed": f"/waves/{wave.uuid}/letters/?show=refused",
        "the first request": f"/requests/{wave.campaign.requests.earliest('pk').uuid}/",
    }


def own_letters(person: User, number: int) -> list[Message]:
    """Return the letters of so many requests that belong to no campaign."""
    return [
        compose.start(
            requester=person,
            agency=Agency.objects.get(slug="chicago-police-department"),
            technology="frt_search",
            ask=default_ask("frt_search", ["usage_policy", "contract"], "en"),
            signed_name="Rosa Resident",
            now=timezone.now(),
        )
        for _ in range(number)
    ]


def fail(letter: Message) -> None:
    """Have the service refuse a letter."""
    now = timezone.now()
    refused = {"state": Delivery.State.REFUSED, "desk": letter.the_request.desk}
    told = {"is_sandbox": True, "not_before_at": now, "finished_at": now}
    Delivery.objects.update_or_create(message=letter, defaults=refused | told)
    approve(letter, "email")


def post(letter: Message) -> None:
    """Have a letter wait for a person to post it."""
    Delivery.objects.filter(message=letter).delete()
    approve(letter, "post")


def approve(letter: Message, channel: str) -> None:
    approved = {"approved_by": letter.the_request.requester, "approved_at": timezone.now()}
    letters = Message.objects.filter(pk=letter.pk)
    letters.update(state=Message.State.APPROVED, channel=channel, at=None, **approved)


def puzzle(letter: Message) -> None:
    """Bring in a mail of which a person must say whether it is of this request."""
    now = timezone.now()
    mail = Message.objects.create(
        direction=Message.Direction.IN,
        kind=Message.Kind.MAIL,
        state=Message.State.ARRIVED,
        filing=Message.Filing.TRIAGE,
        marks={"for_owner": True},
        created_at=now,
        at=now,
    )
    Suggestion.objects.create(message=mail, request=letter.the_request, position=1)


def remind(letter: Message, person: User) -> None:
    """Tell a person something of the request."""
    now = timezone.now()
    Reminder.objects.create(
        person=person,
        request=letter.the_request,
        occasion="overdue",
        due_on=now.date(),
        state="on_screen",
        send_at=now - timedelta(hours=1),
        created_at=now,
    )


def statements(browser: Client, address: str) -> int:
    """Return how many statements a page costs whose first visit is noted already."""
    if address.startswith("/requests/"):
        browser.get(address)
    with CaptureQueriesContext(connection) as asked:
        shown = browser.get(address)
        assert shown.status_code in (200, 302), address
    return len(asked)
