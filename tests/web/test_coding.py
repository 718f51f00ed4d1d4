"""Coding on the screen: questions, one request after the other, differences, files."""

import io

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags
from openpyxl import load_workbook

from foia.models import Coding, Membership, Question, RecordsRequest, Settlement, User
from tests.web.conftest import Rows, mail, receive, signed_in
from tests.web.test_requests import queries


@pytest.fixture
def asked(rows: Rows) -> RecordsRequest:
    """A request of the owner's campaign that was answered."""
    request = rows.campaign_letter.the_request
    receive(mail(request, "We hold no such policy.", message_id="<9@agency.example>"))
    return request


@pytest.fixture
def maya(rows: Rows) -> Client:
    """A browser of a responder of the owner's team."""
    person = User.objects.create_user("maya@openshutter.example")
    Membership.objects.create(team=rows.campaign.team, user=person, role="responder")
    return signed_in(person)


def add(owner: Client, rows: Rows, **told: str) -> Question:
    address = reverse("campaign_coding", args=[rows.campaign.uuid])
    owner.post(address, {"kind": "yes_no", "text": "Is there a policy?"} | told)
    return Question.objects.order_by("-pk")[0]


def test_two_code_without_seeing_each_other_and_an_organizer_settles_it(
    rows: Rows, asked: RecordsRequest, owner: Client, maya: Client
) -> None:
    question = add(owner, rows)
    start = reverse("coding_next", args=[rows.campaign.uuid])
    address = reverse("request_coding", args=[asked.uuid])
    for browser, told in ((owner, "yes"), (maya, "no")):
        page = browser.get(start, follow=True)
        assert page.redirect_chain[-1][0] == address
        text = strip_tags(page.content.decode())
        assert "We hold no such policy." in text
        assert page.context["form"].initial == {f"q{question.pk}": ""}
        browser.post(address, {f"q{question.pk}": told})
    assert Coding.objects.count() == 2
    differ = reverse("coding_differences", args=[rows.campaign.uuid])
    assert "maya@openshutter.example" in maya.get(differ).content.decode()
    told = {"question": question.pk, "request": asked.pk, "value": "no", "reason": "Page 1"}
    assert maya.post(differ, told).status_code == 404
    owner.post(differ, told)
    assert Settlement.objects.get().value == "no"
    overview = owner.get(reverse("campaign_coding", args=[rows.campaign.uuid])).content.decode()
    assert "0 % (0 of 1)" in overview


def test_files_say_what_stands_and_why_and_hold_no_formula(
    rows: Rows, asked: RecordsRequest, owner: Client, maya: Client
) -> None:
    policy, words = add(owner, rows), add(owner, rows, kind="text", text="In short?")
    address = reverse("request_coding", args=[asked.uuid])
    owner.post(address, {f"q{policy.pk}": "yes", f"q{words.pk}": "=1+1"})
    maya.post(address, {f"q{policy.pk}": "no"})
    table = reverse("coding_table", args=[rows.campaign.uuid, "csv"])
    line = owner.get(table).content.decode().splitlines()[1]
    assert f"{asked.reference}," in line
    assert "yes / no" in line
    assert ",'=1+1," in line
    assert "coders differ,coded once" in line
    book = owner.get(reverse("coding_table", args=[rows.campaign.uuid, "xlsx"])).content
    assert load_workbook(io.BytesIO(book)).active["A2"].value == asked.reference


def test_a_file_shows_what_one_coder_said_to_that_coder_alone_until_a_second_has(
    rows: Rows, asked: RecordsRequest, owner: Client, maya: Client
) -> None:
    question = add(owner, rows, kind="text", text="In short?")
    address = reverse("request_coding", args=[asked.uuid])
    owner.post(address, {f"q{question.pk}": "Three cameras"})

    def seen(browser: Client, kind: str) -> bool:
        table = browser.get(reverse("coding_table", args=[rows.campaign.uuid, kind])).content
        if kind == "csv":
            return b"Three cameras" in table
        cells = load_workbook(io.BytesIO(table)).active.values
        return any("Three cameras" in map(str, row) for row in cells)

    for kind in ("csv", "xlsx"):
        assert seen(owner, kind)
        assert not seen(maya, kind)
    line = maya.get(reverse("coding_table", args=[rows.campaign.uuid, "csv"])).content.decode()
    assert "coded once" in line.splitlines()[1]
    maya.post(address, {f"q{question.pk}": "Three cameras"})
    for kind in ("csv", "xlsx"):
        assert seen(maya, kind)


def test_a_wrong_answer_is_asked_again_and_nothing_typed_is_lost(
    rows: Rows, asked: RecordsRequest, owner: Client
) -> None:
    number = add(owner, rows, kind="number", text="How many searches?")
    words = add(owner, rows, kind="text", text="In short?")
    told = {f"q{number.pk}": "many", f"q{words.pk}": "They say no."}
    page = owner.post(reverse("request_coding", args=[asked.uuid]), told)
    assert b"They say no." in page.content
    assert b"a number such as 12.5" in page.content
    assert not Coding.objects.exists()


def test_a_viewer_reads_the_figures_and_codes_nothing(
    rows: Rows, asked: RecordsRequest, owner: Client
) -> None:
    add(owner, rows)
    vera = User.objects.create_user("vera@openshutter.example")
    Membership.objects.create(team=rows.campaign.team, user=vera, role="viewer")
    browser, uuid = signed_in(vera), rows.campaign.uuid
    page = browser.get(reverse("campaign_coding", args=[uuid])).content.decode()
    assert "Code the next" not in page
    assert "Add the question" not in page
    assert browser.get(reverse("coding_next", args=[uuid])).status_code == 404
    assert browser.get(reverse("request_coding", args=[asked.uuid])).status_code == 404


def test_many_questions_and_codings_cost_no_more_queries(
    rows: Rows, asked: RecordsRequest, owner: Client, citizen: User
) -> None:
    uuid = rows.campaign.uuid
    add(owner, rows)
    addresses = [
        reverse("campaign_coding", args=[uuid]),
        reverse("coding_differences", args=[uuid]),
        reverse("coding_table", args=[uuid, "csv"]),
        reverse("request_coding", args=[asked.uuid]),
    ]
    other = User.objects.create_user("ann@openshutter.example")
    few = {}
    for number in range(8):
        question = add(owner, rows, text=f"Number {number}?")
        for coder, value in ((citizen, "yes"), (other, "no")):
            Coding.objects.create(
                question=question, request=asked, coder=coder, value=value, at=asked.created_at
            )
        few = few or {address: queries(owner, address) for address in addresses}
    assert {a: n for a in addresses if (n := queries(owner, a)) > few[a]} == {}
    assert max(few.values()) <= 20, few
