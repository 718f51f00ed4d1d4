"""Where a letter goes: a postal address stands on the envelope line by line, no e-mail does."""

from collections.abc import Callable
from datetime import datetime

import pytest

from foia import drafts
from foia.drafts.plan import address_lines
from foia.flow import compose
from foia.models import Agency, Contact, Message

HALL = "City Hall\n121 N. Sample Street\nChicago, IL 60602"


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        (HALL, ("City Hall", "121 N. Sample Street", "Chicago, IL 60602")),
        ("10, rue Haute, 13001 Marseille", ("10, rue Haute", "13001 Marseille")),
        ("1 Main Street, Springfield", ("1 Main Street", "Springfield")),
        (" A \r\n\r\n B ", ("A", "B")),
        ("", ()),
    ],
)
def test_an_address_is_shown_line_by_line(typed: str, lines: tuple[str, ...]) -> None:
    assert address_lines(typed) == lines


def test_the_bodys_name_stands_on_the_envelope_once() -> None:
    assert address_lines("Town Hall\n1 Main Street", "Town Hall") == ("1 Main Street",)


def by_post(slug: str, address: str = HALL) -> Agency:
    """Have a sample body take requests by post alone."""
    agency = Agency.objects.get(slug=slug)
    agency.contacts.all().delete()
    Contact.objects.create(agency=agency, channel="post", address=address)
    return agency


def test_a_postal_contacts_lines_reach_the_envelope(draft: Message, now: datetime) -> None:
    by_post("chicago-police-department")
    shown = drafts.preview(message=draft, now=now)
    assert (shown.channel, shown.recipient) == ("post", HALL)
    assert shown.letter.addressee_block[-3:] == tuple(HALL.splitlines())
    assert "Chicago, IL 60602" in shown.text


def test_an_e_mail_address_is_no_line_of_an_envelope(draft: Message, now: datetime) -> None:
    shown = drafts.preview(message=draft, now=now)
    assert shown.channel == "email"
    assert not any("@" in line for line in shown.letter.addressee_block)


def test_an_address_typed_for_one_letter_is_that_letters_alone(
    draft_to: Callable[..., Message], now: datetime
) -> None:
    typed = draft_to("chicago-police-department", recipient=HALL, channel="post")
    assert drafts.preview(message=typed, now=now).recipient == HALL
    other = draft_to("chicago-police-department")
    assert drafts.preview(message=other, now=now).channel == "email"
    assert not Contact.objects.filter(channel="post").exists()


def test_a_first_letter_is_typed_no_address_but_one_for_the_post(
    draft_to: Callable[..., Message],
) -> None:
    with pytest.raises(compose.ComposeError, match="only by post"):
        draft_to("chicago-police-department", recipient="all@world.example", channel="email")


def test_a_later_letter_goes_where_the_request_went_if_the_body_has_no_address(
    draft_to: Callable[..., Message],
) -> None:
    typed = draft_to("chicago-police-department", recipient=HALL, channel="post")
    typed.the_request.agency.contacts.all().delete()
    assert drafts.where_of(typed.the_request) == drafts.Where(HALL, "post")
