"""Every page in Spanish and French: its words are all in the language that was chosen."""

import re
from datetime import date

import pytest
from django.test import Client
from django.utils.translation import override

from foia.models import User
from foia.web.campaign_words import FINDING_LETTERS
from tests.browser.test_pages import SIGNED_OUT, pages_of
from tests.web.conftest import Rows, signed_in
from tests.web.leftovers import in_the_house, leftovers

#: What these tests themselves write in English, as people and bodies do.
REPLY = "We are looking into the matter you raised"
WRITTEN = {f"{REPLY}.", "Your request", "fax"}


@pytest.mark.parametrize("language", ["es", "fr"])
def test_no_page_keeps_a_word_of_english(language: str, rows: Rows) -> None:
    User.objects.update(language=language, is_staff=True)
    mine = signed_in(User.objects.get(pk=rows.sent.requester_id))
    nobody = Client(headers={"Accept-Language": language})
    found: dict[str, list[str]] = {}
    for name, address in pages_of(rows).items():
        page = (nobody if name in SIGNED_OUT else mine).get(address, follow=True).content.decode()
        assert f'<html lang="{language}"' in page, name
        for told in re.findall(r'<input type="date"[^>]* value="([^"]*)"', page):
            assert date.fromisoformat(told), name  # a browser drops every other form
        if left := leftovers(page, f"{in_the_house()} {REPLY} ", WRITTEN):
            found[name] = left
    assert found == {}


def test_these_eyes_see_english() -> None:
    page = """<html lang="es"><title>Home</title><p>Nothing. <b>Enjoy the quiet.</b></p>
    <p lang="en">Where is the policy that they have?</p><p>Who has written of this?</p>
    <input aria-label="Search">"""
    assert leftovers(page, "", set()) == [
        *("Home", "Nothing. Enjoy the quiet.", "Who has written of this?", "Search"),
    ]
    assert leftovers(page, " has written of ", {"Home"}) == ["Nothing. Enjoy the quiet.", "Search"]


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_each_finding_has_a_letter_of_its_own(language: str) -> None:
    with override(language):
        letters = [str(letter) for letter in FINDING_LETTERS.values()]
    assert sorted(set(letters)) == sorted(letters)
