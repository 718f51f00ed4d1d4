"""Signing up, when the mail service is there and when it is away; and in whose words."""

from pathlib import Path

import allauth
import pytest
from django.conf import settings as configured
from django.template.loader import get_template
from django.test import Client
from lxml import html

from foia.models import User
from foia.web.account_words import browser
from worker.services import free_port

pytestmark = pytest.mark.django_db


def test_signing_up_works_while_the_mail_service_is_away(client: Client, settings) -> None:
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    answer = client.post(
        "/accounts/signup/",
        {"email": "nora@resident.example", "password1": "a long enough pass phrase"},
        follow=True,
    )
    assert answer.status_code == 200
    assert "could not be sent" in answer.content.decode()
    assert User.objects.filter(email="nora@resident.example").exists()


#: Pages and mails of ways that the settings leave closed, frames that only they use, and scripts.
NEVER_SHOWN = (
    *("base_", "snippets", "phone", "signup_by_passkey", "signup_form", "trust", "/base.html"),
    *("email_change", "confirm_email_verification_code", "confirm_password_reset_code"),
    *("mfa/email/", "email_confirm_", "email_deleted_", "password_changed_", "password_set_"),
    *("password_reset_code_", "password_reset_message", "password_reset_subject"),
    *("email_confirmation_signup", "codes/download"),  # takes in the other one; codes alone
)


def test_every_page_mail_and_notice_of_accounts_is_one_of_ours() -> None:
    theirs = Path(allauth.__file__).parent / "templates"
    names = [
        path.relative_to(theirs).as_posix()
        for app in ("account", "mfa", "usersessions")
        for path in (theirs / app).rglob("*.*")
    ]
    shown = [name for name in names if not any(part in name for part in NEVER_SHOWN)]
    shown += [name for name in names if "/messages/" in name and "phone" not in name]
    assert len(shown) > 50
    ours = configured.BASE_DIR / "foia" / "web" / "templates"
    strange = [n for n in shown if not Path(str(get_template(n).origin)).is_relative_to(ours)]  # type: ignore[attr-defined]
    assert strange == []


@pytest.mark.parametrize(
    ("language", "subject", "says"),
    [
        ("en", "Your code to sign in", "Type this code into the page"),
        ("es", "Su código para entrar", "Escriba este código"),
        ("fr", "Votre code de connexion", "Saisissez ce code"),
    ],
)
def test_a_code_is_mailed_in_our_words_and_the_readers_language(
    language: str, subject: str, says: str, citizen: User, client: Client, mailoutbox
) -> None:
    told = {"email": citizen.email}
    client.post("/accounts/login/code/", told, headers={"Accept-Language": language})
    (mail,) = mailoutbox
    assert mail.subject == subject
    assert says in mail.body and "&" not in mail.body and "Open Shutter" in mail.body


def test_fields_of_accounts_have_our_labels_and_stay_empty(client: Client) -> None:
    for address, labels in (
        ("/accounts/login/", ["E-mail address", "Password", "Keep me signed in"]),
        ("/accounts/signup/", ["E-mail address", "Password"]),
        ("/accounts/password/reset/", ["E-mail address"]),
    ):
        page = html.fromstring(client.get(address).content)
        (form,) = page.xpath("//main//form[contains(@class, 'panel')]")
        assert form.xpath(".//label/text()") == labels
        assert form.xpath(".//@placeholder") == []
        refused = html.fromstring(client.post(address, {}).content)
        assert set(refused.xpath("//*[@id='errors']//a/text()")) <= set(labels)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/2010 Firefox/140.0", "Firefox · Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge · Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18 like Mac OS X) Safari/604.1", "Safari · iPhone"),
        ("curl/8.5.0", "curl/8.5.0"),
    ],
)
def test_a_session_says_which_browser_on_which_machine(told: str, said: str) -> None:
    assert browser(told) == said
