"""From a place to a draft: in four steps, back and forth, and through signing up."""

import html
import re
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from foia import samples
from foia.letters.annexes import annexes
from foia.letters.catalogue import catalogue
from foia.models import Agency, Message, RecordsRequest, SystemBody, User

CHICAGO = {"place": "Chicago, Illinois", "what": "frt_search"}
MOSCOW = {"place": "Moscow (Москва)", "what": "frt_live"}


@pytest.fixture(autouse=True)
def known_places(db: None) -> None:
    samples.load()


def ask_address(**choice: str) -> str:
    return f"{reverse('ask_records')}?{urlencode(choice)}"


def picked(*ids: str, **texts: str) -> dict[str, str]:
    """Return a filled form: these categories ticked, with the words given or some."""
    form = {f"pick_{id}": "on" for id in ids}
    form |= {f"text_{id}": f"Words on {id}." for id in ids}
    return form | {f"text_{id}": text for id, text in texts.items()}


def test_a_place_is_found_by_the_name_of_a_city_a_body_or_a_system(client: Client) -> None:
    for words in ("chicago", "CPD", "face search", "Department of Procurement"):
        page = client.get(reverse("ask_where"), {"q": words}, follow=True)
        assert page.resolver_match.url_name == "ask_what"
        assert page.context["place"] == "Chicago, Illinois", words


def test_where_several_places_match_they_are_there_to_choose(client: Client) -> None:
    page = client.get(reverse("ask_where"), {"q": "mexico"})
    names = [place.name for place in page.context["found"]]
    assert len(names) > 1
    assert all(escape(name) in page.content.decode() for name in names)


def test_where_nobody_is_known_the_page_says_so_and_lists_who_is(client: Client) -> None:
    page = client.get(reverse("ask_where"), {"q": "Atlantis"}).content.decode()
    assert "We know nobody to ask at “Atlantis” yet" in page
    assert "Marseille" in page
    nobody = client.get(ask_address(place="Atlantis", what="cctv"))
    assert "We know nobody to ask in Atlantis" in nobody.content.decode()


def test_what_lists_the_known_system_with_its_bodies_and_all_kinds(client: Client) -> None:
    page = client.get(reverse("ask_what"), {"place": CHICAGO["place"]}).content.decode()
    for part in SystemBody.objects.filter(system__name="Face search by the Chicago Police"):
        assert part.agency.name in page
        assert part.why in page
    for technology in catalogue().technologies:
        assert technology.label("en") in page


def test_ask_shows_body_law_and_why_each_item_is_worth_asking(client: Client) -> None:
    page = client.get(ask_address(**CHICAGO))
    words = page.content.decode()
    assert page.context["body"].agency.name == "Chicago Police Department"
    assert "5 business days" in words
    assert "5 ILCS 140/3(d)" in words
    for id in catalogue().default_records("frt_search"):
        assert catalogue().category(id).why("en").text[:40] in words
        assert escape(catalogue().category(id).answers("en").text) in words
    assert "usual experience, not law" in words


def test_a_product_that_the_dossier_names_is_offered_beside_its_item(client: Client) -> None:
    page = client.get(ask_address(**CHICAGO))
    row = next(row for row in page.context["form"].usual_rows() if row.category.id == "audit_logs")
    assert [one.annex.product.id for one in row.named] == ["clearview"]
    assert not row.named[0].pick.value(), "offered, never presumed"
    words = page.content.decode()
    assert "In Clearview AI this is “search history”." in words
    assert row.named[0].annex.report.url in words


def test_the_name_of_a_report_is_added_once_and_taken_out_again(client: Client) -> None:
    sentence = annexes("frt_search", "audit_logs", "en")[0].sentence
    form = picked("usage_policy", "audit_logs") | {"annex_clearview_0": "on"}
    for _ in range(2):
        client.post(ask_address(**CHICAGO), form)
        back = client.get(ask_address(**CHICAGO)).context["form"]
        assert back["text_audit_logs"].value() == f"Words on audit_logs. {sentence}"
        assert back["annex_clearview_0"].value() is True
        form["text_audit_logs"] = back["text_audit_logs"].value()
    del form["annex_clearview_0"]
    client.post(ask_address(**CHICAGO), form)
    back = client.get(ask_address(**CHICAGO)).context["form"]
    assert back["text_audit_logs"].value() == "Words on audit_logs."
    assert back["annex_clearview_0"].value() is False


def test_who_comes_from_the_page_of_a_body_asks_that_one(client: Client) -> None:
    body = Agency.objects.get(slug="chicago-oemc")
    page = client.get(reverse("ask_what"), {"place": body.place, "agency": body.slug})
    steps = re.findall(r'href="(/ask/records/\?[^"]+)"', page.content.decode())
    assert len(steps) > 5
    for step in steps:
        assert client.get(html.unescape(step)).context["body"].agency == body
    elsewhere = client.get(reverse("ask_what"), {"place": "Lyon", "agency": body.slug})
    assert elsewhere.status_code == 404


def test_a_body_elsewhere_or_a_kind_that_does_not_exist_is_not_there(client: Client) -> None:
    assert client.get(ask_address(**CHICAGO, agency="ville-de-marseille")).status_code == 404
    assert client.get(ask_address(place="Marseille", what="telepathy")).status_code == 404


def test_nothing_ticked_and_a_ticked_blank_are_said_and_kept_apart(client: Client) -> None:
    page = client.post(ask_address(**CHICAGO), {"own": ""}).content.decode()
    assert "Tick at least one kind of record" in page
    page = client.post(
        ask_address(**CHICAGO), picked("usage_policy", "contract", contract=" ")
    ).content.decode()
    assert "Write what you ask for, or untick this item." in page
    assert "Words on usage_policy." in page, "what was typed must not be lost"


def test_choices_survive_going_back_and_signing_up(client: Client) -> None:
    form = picked("usage_policy", "sharing") | {"own": "A list of cameras on my street."}
    assert client.post(ask_address(**CHICAGO), form).status_code == 302
    back = client.get(ask_address(**CHICAGO)).context["form"]
    assert back["text_sharing"].value() == "Words on sharing."
    assert back["pick_contract"].value() is False
    sign = client.post(reverse("ask_sign"), {"signed_name": "Rosa Resident"})
    assert sign["Location"] == "/accounts/signup/?next=%2Fask%2Fsign%2F"
    account = {"email": "rosa@openshutter.example", "password1": "correct-horse-9"}
    signed_up = client.post("/accounts/signup/", account | {"next": "/ask/sign/"})
    assert signed_up["Location"] == "/ask/sign/"
    kept = client.get(reverse("ask_sign")).context["form"]
    assert kept["signed_name"].value() == "Rosa Resident"
    assert RecordsRequest.objects.count() == 0, "nothing is made by looking"
    made = client.post(reverse("ask_sign"), {"signed_name": "Rosa Resident"})
    draft = Message.objects.get()
    assert made["Location"] == reverse("letter", args=[draft.uuid])
    assert draft.state == "draft"
    assert [item["category"] for item in draft.request.ask] == ["usage_policy", "sharing", ""]
    assert draft.request.ask[2]["text"] == "A list of cameras on my street."
    assert draft.request.system is not None


def test_sending_the_last_form_twice_makes_one_request(owner: Client) -> None:
    owner.post(ask_address(**CHICAGO), picked("usage_policy"))
    for _ in range(2):
        owner.post(reverse("ask_sign"), {"signed_name": "Rosa Resident"})
    assert RecordsRequest.objects.count() == 1


def test_signing_in_instead_keeps_the_choices_too(client: Client) -> None:
    User.objects.create_user("old@openshutter.example", "correct-horse-9")
    client.post(ask_address(**CHICAGO), picked("usage_policy"))
    client.post(
        "/accounts/login/",
        {"login": "old@openshutter.example", "password": "correct-horse-9", "next": "/ask/sign/"},
    )
    client.post(reverse("ask_sign"), {"signed_name": "Olga"})
    assert RecordsRequest.objects.get().requester.email == "old@openshutter.example"


def test_each_law_asks_of_the_requester_what_it_must_and_no_more(client: Client) -> None:
    client.post(ask_address(**CHICAGO), picked("usage_policy"))
    assert "signed_address" not in client.get(reverse("ask_sign")).context["form"].fields
    client.post(ask_address(**MOSCOW), picked("usage_policy"))
    form = client.get(reverse("ask_sign")).context["form"]
    assert form.fields["signed_address"].required
    page = client.post(reverse("ask_sign"), {"signed_name": "Анна"})
    assert "This field is required." in page.content.decode()


def test_where_asking_is_dangerous_the_reason_stands_before_anything_is_drafted(
    client: Client,
) -> None:
    page = client.get(ask_address(**MOSCOW)).content.decode()
    warning = page.index("Read this first: asking here can be dangerous")
    assert warning < page.index("What you ask for")
    assert "can bring prosecution" in page
    assert "Plan and track only: nothing is sent from here." in page
    client.post(ask_address(**MOSCOW), picked("usage_policy"))
    assert "can bring prosecution" in client.get(reverse("ask_sign")).content.decode()


def test_what_a_person_types_is_text_and_never_markup(owner: Client) -> None:
    nasty = "<script>alert(1)</script> {{ 7 }} $name"
    owner.post(ask_address(**CHICAGO), picked("usage_policy", usage_policy=nasty))
    made = owner.post(reverse("ask_sign"), {"signed_name": "<b>Rosa</b>"})
    page = owner.get(made["Location"]).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<b>Rosa</b>" not in page


@pytest.mark.parametrize(
    "page",
    ["/ask/?q=a%00b", "/ask/what/?place=%00", "/ask/records/?place=%00&what=frt_search"],
)
def test_words_that_no_database_can_hold_find_nothing(client: Client, db: None, page: str) -> None:
    assert client.get(page, follow=True).status_code == 200


def test_a_plan_whose_body_is_gone_begins_anew(client: Client, db: None) -> None:
    session = client.session
    session["plan"] = {"place": "x", "technology": "frt_search", "agency": "gone", "ask": []}
    session.save()
    assert client.get("/ask/sign/").url == "/ask/"  # type: ignore[attr-defined]
