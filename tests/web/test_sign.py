"""Who signs: each law's own questions with their source, the answers kept private, and the post."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from foia import drafts, samples
from foia.models import Agency, Contact, Message, RecordsRequest, User
from foia.models.sealed import unseal
from tests.conftest import NOW
from tests.web.test_wizard import CHICAGO, ask_address, picked

PRAGUE = {"place": "Prague", "what": "cctv", "agency": "prague"}
CZECH = {"signed_name": "Jana", "signed_address": "Ulice 1\n110 00 Praha", "born_on": "1990-01-31"}
HALL = "City Hall\n121 N. Sample Street\nChicago, IL 60602"


@pytest.fixture(autouse=True)
def known_places(db: None) -> None:
    samples.load()


@pytest.fixture
def body(db: None) -> Agency:
    """A body in Prague; which law binds it, a test may change."""
    body = Agency.objects.create(
        slug="prague", name="Praha", place="Prague", jurisdiction_code="cz"
    )
    Contact.objects.create(agency=body, channel="email", address="urad@praha.example")
    return body


def under(body: Agency, code: str) -> None:
    body.jurisdiction_code = code
    body.save()


def choose(browser: Client, place: dict[str, str] = PRAGUE) -> None:
    browser.post(ask_address(**place), picked("usage_policy"))


def signed(browser: Client, **answers: Any) -> Any:
    return browser.post(reverse("ask_sign"), answers)


def test_a_law_that_asks_nothing_more_is_asked_nothing_more(owner: Client) -> None:
    choose(owner, CHICAGO)
    page = owner.get(reverse("ask_sign"))
    assert list(page.context["form"].fields) == [
        *("signed_name", "signed_organization", "way", "body_address")
    ]
    assert "We know of nothing this law asks of you" in page.content.decode()


def test_what_a_law_asks_for_stands_there_with_its_reason_and_provision(
    body: Agency, owner: Client
) -> None:
    choose(owner)
    page = owner.get(reverse("ask_sign"))
    assert {"signed_address", "born_on"} < set(page.context["form"].fields)
    assert "telephone" not in page.context["form"].fields
    text = page.content.decode()
    assert "The law asks for name, date of birth and permanent address" in text
    assert "zákon č. 106/1999 Sb., § 14 odst. 2" in text
    assert '<span class="tag good">verified' in text


def test_a_provision_that_nobody_read_is_marked(body: Agency, owner: Client) -> None:
    under(body, "ro")
    choose(owner)
    assert '<span class="tag doubt">not verified' in owner.get(reverse("ask_sign")).content.decode()


def test_nothing_typed_is_lost_when_something_is_missing(body: Agency, owner: Client) -> None:
    choose(owner)
    page = signed(owner, signed_name="Jana", born_on="2100-01-01")
    text = page.content.decode()
    assert "This field is required." in text and "That day has not come yet" in text
    assert 'value="Jana"' in text and "2100-01-01" in text
    assert not RecordsRequest.objects.exists()


def test_the_letter_states_it_and_no_list_or_title_does(body: Agency, owner: Client) -> None:
    choose(owner)
    made = signed(owner, **CZECH)
    request = RecordsRequest.objects.get()
    assert request.identity == {"born_on": "1990-01-31"}
    page = owner.get(made["Location"])
    assert "Datum narození: 31.\u00a0ledna 1990" in page.content.decode()
    home = owner.get(reverse("home")).content.decode()
    assert request.title in home
    for secret in ("1990", "110 00"):
        assert secret not in home and secret not in request.title


def test_it_is_of_no_use_under_another_law(body: Agency, owner: Client) -> None:
    choose(owner)
    owner.post(reverse("ask_sign"), CZECH)
    draft = Message.objects.select_related("request__agency").get()
    RecordsRequest.objects.update(jurisdiction_code="gb", language="en")
    draft.the_request.refresh_from_db()
    assert "1990" not in drafts.preview(message=draft, now=NOW).text


def test_what_one_body_was_to_be_told_is_forgotten_for_another(
    body: Agency, client: Client
) -> None:
    choose(client)
    signed(client, **CZECH)
    assert signature(client)["identity"] == {"born_on": "1990-01-31"}
    choose(client, CHICAGO)
    assert signature(client)["identity"] == {}
    assert signature(client)["signed_name"] == "Jana"


def test_approval_stops_where_it_is_missing_and_leads_to_where_it_is_given(
    body: Agency, owner: Client
) -> None:
    choose(owner)
    made = signed(owner, **CZECH)
    RecordsRequest.objects.update(identity={})
    page = owner.get(made["Location"]).content.decode()
    assert "The requester must give their date of birth" in page
    edit = f"{made['Location']}edit/"
    assert f'href="{edit}"' in page
    form = owner.get(edit).context["sign"]
    assert "born_on" in form.fields and form["signed_name"].value() == "Jana"
    owner.post(edit, {"pick_usage_policy": "on", "text_usage_policy": "Vše.", **CZECH})
    assert "must give" not in owner.get(made["Location"]).content.decode()
    assert RecordsRequest.objects.get().identity == {"born_on": "1990-01-31"}


def test_who_may_ask_is_said_in_the_letters_words_or_not_at_all(
    body: Agency, owner: Client
) -> None:
    under(body, "us-ky")
    choose(owner)
    page = owner.get(reverse("ask_sign")).content.decode()
    assert "I work or do business in Kentucky" in page and "None of these" in page
    made = signed(owner, signed_name="Rosa", standing="works")
    text = owner.get(made["Location"]).context["preview"].text
    assert "I work or do business in Kentucky (KRS 61.872(1)-(2))." in text
    choose(owner)
    silent = signed(owner, signed_name="Rosa", standing="none")
    shown = owner.get(silent["Location"]).context["preview"]
    assert "Kentucky (KRS" not in shown.text and shown.problems == ()


def test_a_letter_can_go_by_post_to_an_address_typed_for_it_alone(owner: Client) -> None:
    choose(owner, CHICAGO)
    missing = signed(owner, signed_name="Rosa", way="post")
    assert "Write the address that stands on the envelope." in missing.content.decode()
    made = signed(owner, signed_name="Rosa", way="post", body_address=HALL)
    shown = owner.get(made["Location"]).context["preview"]
    assert (shown.channel, shown.recipient) == ("post", HALL)
    assert shown.letter.addressee_block[-1] == "Chicago, IL 60602"
    assert not Contact.objects.filter(channel="post").exists()


def test_a_postal_address_on_file_can_be_mended_for_one_letter(body: Agency, owner: Client) -> None:
    under(body, "gb")
    body.contacts.update(channel="post", address="1 Old Street, Town")
    choose(owner)
    form = owner.get(reverse("ask_sign")).context["form"]
    assert form["body_address"].value() == "1 Old Street, Town" and "way" not in form.fields
    as_filed = signed(owner, signed_name="R", body_address="1 Old Street, Town")
    assert Message.objects.get().recipient == "", "it follows what is on file"
    body.contacts.update(address="3 Moved Street, Town")
    shown = owner.get(as_filed["Location"]).context["preview"]
    assert shown.letter.addressee_block == ("Praha", "3 Moved Street", "Town")
    choose(owner)
    mended = signed(owner, signed_name="R", body_address="2 New Street\nTown")
    shown = owner.get(mended["Location"]).context["preview"]
    assert shown.letter.addressee_block == ("Praha", "2 New Street", "Town")
    assert Contact.objects.get(agency=body).address == "3 Moved Street, Town"


def test_more_lines_than_a_window_shows_are_refused(owner: Client) -> None:
    choose(owner, CHICAGO)
    page = signed(owner, signed_name="Rosa", way="post", body_address="x\n" * 7)
    assert "At most six lines" in page.content.decode()


def test_a_stranger_reads_none_of_it(body: Agency, owner: Client, stranger: Client) -> None:
    choose(owner)
    made = signed(owner, **CZECH)
    for address in (made["Location"], f"{made['Location']}edit/"):
        assert stranger.get(address).status_code == 404
    assert User.objects.count() == 2


def test_those_who_run_the_site_do_not_see_it_beside_the_request(
    body: Agency, owner: Client, admin_client: Client
) -> None:
    choose(owner)
    owner.post(reverse("ask_sign"), CZECH)
    request = RecordsRequest.objects.get()
    for page in ("", f"{request.pk}/change/"):
        answer = admin_client.get(f"/admin/foia/recordsrequest/{page}")
        assert answer.status_code == 200
        assert "1990-01-31" not in answer.content.decode()


def test_who_signs_is_sealed_in_the_session_that_lies_in_the_database(
    body: Agency, client: Client
) -> None:
    choose(client)
    signed(client, **CZECH)
    stored = str(dict(client.session.items()))
    assert "Jana" not in stored
    assert "1990" not in stored
    assert signature(client)["signed_name"] == "Jana"


def signature(client: Client) -> dict[str, Any]:
    """Who signs, as the session keeps it through signing up."""
    told: dict[str, Any] = json.loads(unseal(client.session["plan_signature"]))
    return told
