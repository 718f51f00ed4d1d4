"""The screens speak the language that was chosen, else the account's, else the browser's."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from foia import samples
from foia.flow.findings import saying
from foia.mail.parse import parse
from foia.models import System, User
from foia.web.sentences import to_reader
from foia.web.words import MESSAGE_KINDS, evidence_said

pytestmark = pytest.mark.django_db


def language_of(client: Client, **headers: str) -> str:
    page = client.get(reverse("front"), headers=headers).content.decode()
    return page.split('<html lang="')[1][:2]


def test_a_stranger_reads_the_language_of_the_browser(client: Client) -> None:
    assert language_of(client) == "en"
    assert language_of(client, **{"Accept-Language": "fr-CH, fr;q=0.9"}) == "fr"
    assert language_of(client, **{"Accept-Language": "ja"}) == "en"


def test_an_account_goes_before_the_browser_and_a_choice_before_the_account(
    client: Client, citizen: User
) -> None:
    User.objects.filter(pk=citizen.pk).update(language="es")
    client.force_login(citizen)
    assert language_of(client, **{"Accept-Language": "fr"}) == "es"
    chosen = client.post(reverse("set_language"), {"language": "fr", "next": "/laws/"})
    assert (chosen.status_code, chosen.url) == (302, "/laws/")
    assert language_of(client) == "fr"
    citizen.refresh_from_db()
    assert citizen.language == "fr"


def test_a_language_we_do_not_speak_and_a_page_of_others_change_nothing(
    client: Client, citizen: User
) -> None:
    client.force_login(citizen)
    asked = {"language": "tlh", "next": "https://elsewhere.example/"}
    answer = client.post(reverse("set_language"), asked)
    assert answer.status_code == 302 and "elsewhere" not in answer.url
    citizen.refresh_from_db()
    assert citizen.language == "en" and language_of(client) == "en"


def test_every_page_offers_the_languages(client: Client) -> None:
    page = client.get(reverse("laws")).content.decode()
    assert 'lang="es"' in page and "Français" in page


def test_what_the_law_library_says_is_said_in_the_readers_words() -> None:
    with override("es"):
        assert to_reader("Business day 3 of 5") == "Día hábil 3 de 5"
        assert to_reader("The day of receipt is not counted").startswith("El día")
        assert to_reader("Nobody ever said this.") == "Nobody ever said this."
    with override("fr"):
        assert to_reader("Business day 12 of 20").endswith("12 sur 20")
    assert to_reader("Business day 3 of 5") == "Business day 3 of 5"


def test_several_sentences_and_the_days_in_them_are_said_in_the_readers_words() -> None:
    said = (
        "Their decision is of November 18, 2026. "
        "You can go further until January 17, 2027 (5 ILCS 140/9.5(a))."
    )
    with override("es"):
        told = to_reader(said)
    assert "18 de noviembre de 2026" in told and "17 de enero de 2027 (5 ILCS 140/9.5(a))" in told
    assert "You" not in told and "November" not in told


def test_what_words_of_a_mail_speak_for_is_said_in_the_readers_words() -> None:
    piece = {"says": "The request has been received.", "kind": "acknowledgment"}
    assert evidence_said(piece) == piece["says"]
    with override("fr"):
        assert evidence_said(piece) == str(MESSAGE_KINDS["acknowledgment"])
        assert "confirment" in evidence_said(piece)


def test_how_long_a_law_gives_is_marked_where_nobody_has_verified_it() -> None:
    assert saying.clock_of("us-il") == "Illinois"
    assert saying.clock_of("ru") == "Russia (time limit not verified)"
    with override("es"):
        assert saying.clock_of("ru") == "Rusia (plazo sin verificar)"


def test_a_dossier_that_ships_is_marked_as_english_on_other_screens(client: Client) -> None:
    samples.load()
    where = reverse("system", args=[System.objects.get(slug="marseille-big-data").uuid])
    page = client.get(where, headers={"Accept-Language": "fr"}).content.decode()
    assert '<span lang="en">A platform that was to bring together' in page
    assert '<span lang="en">' not in client.get(where).content.decode()


def test_what_could_not_be_understood_in_a_mail_is_told_in_the_language_of_the_screen() -> None:
    folder = Path(__file__).parents[1] / "samples"
    mails = (parse(path.read_bytes()) for path in folder.glob("*.eml"))
    troubles = {trouble for mail in mails for trouble in mail.troubles}
    assert len(troubles) > 5
    for language in ("es", "fr"):
        with override(language):
            assert [trouble for trouble in troubles if to_reader(trouble) == trouble] == []
