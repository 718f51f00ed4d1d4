"""Accounts under attack: guessing is limited, nobody learns who is here, nothing is taken over."""

import io
import json
import re
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.test import Client

from foia.flow import accounts, teams
from foia.models import Membership, RecordsRequest, User
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough pass phrase"
SECRET = "JBSWY3DPEHPK3PXP"
NOBODY = "nobody@openshutter.example"


@pytest.fixture(autouse=True)
def strict(settings: Any) -> None:
    """As an installation with a mail service is: addresses are proved, second steps are asked."""
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    settings.MFA_ALLOW_UNVERIFIED_EMAIL = False
    settings.REQUIRE_SECOND_FACTOR = True


@pytest.fixture
def rosa(citizen: User) -> User:
    citizen.set_password(PASSWORD)
    citizen.save()
    EmailAddress.objects.create(user=citizen, email=citizen.email, verified=True, primary=True)
    return citizen


@pytest.fixture
def careful(rosa: User) -> User:
    """A person with an authenticator app and recovery codes, who sends for a team."""
    TOTP.activate(rosa, SECRET)
    RecoveryCodes.activate(rosa)
    teams.team_of(rosa, now=NOW)
    return rosa


def code_now() -> str:
    code: str = format_hotp_value(hotp_value(SECRET, next(iter(yield_hotp_counters_from_time()))))
    return code


def sign_in(email: str, password: str = PASSWORD) -> tuple[Client, Any]:
    browser = Client()
    return browser, browser.post("/accounts/login/", {"login": email, "password": password})


def words_of(answer: Any, *but: str) -> tuple[int, str, str]:
    """What a stranger sees of an answer, without what they typed themselves and form tokens."""
    text = answer.content.decode()
    for word in but:
        text = text.replace(word, "")
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)
    return answer.status_code, answer.headers.get("Location", ""), text


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("/accounts/login/", lambda email: {"login": email, "password": "wrong"}),
        ("/accounts/login/code/", lambda email: {"email": email}),
        ("/accounts/password/reset/", lambda email: {"email": email}),
        ("/accounts/signup/", lambda email: {"email": email, "password1": PASSWORD}),
    ],
)
def test_who_is_here_is_not_said_nor_shown_by_the_work_it_takes(
    address: str, told: Callable[[str], dict[str, str]], rosa: User, monkeypatch: Any
) -> None:
    hashed: list[str] = []
    encode = PBKDF2PasswordHasher.encode

    def counted(self: Any, password: str, *more: Any, **named: Any) -> Any:
        hashed.append(password)
        return encode(self, password, *more, **named)

    monkeypatch.setattr(PBKDF2PasswordHasher, "encode", counted)
    answers, work = [], []
    for email in (rosa.email, NOBODY):
        hashed.clear()
        browser = Client()
        answer = browser.post(address, told(email))
        page = browser.get(answer["Location"]) if answer.status_code == 302 else answer
        answers.append((words_of(answer, email), words_of(page, email)))
        work.append(len(hashed))
    assert answers[0] == answers[1]
    assert work[0] == work[1]


@pytest.mark.parametrize("way", ["app", "recovery"])
def test_second_steps_cannot_be_guessed_without_end(way: str, careful: User) -> None:
    browser, answer = sign_in(careful.email)
    assert answer["Location"] == "/accounts/2fa/authenticate/"
    wrong = "000000" if way == "app" else "deadbeef"
    said = ""
    for _ in range(7):
        said = browser.post("/accounts/2fa/authenticate/", {"code": wrong}).content.decode()
    assert "That was wrong too often" in said
    codes = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    for right in (code_now(), codes[0]):
        again, _answer = sign_in(careful.email)
        again.post("/accounts/2fa/authenticate/", {"code": right})
        assert again.get("/home/").status_code == 302, "the right one comes too late"


def test_a_code_by_mail_cannot_be_guessed(rosa: User, mailoutbox: list[Any]) -> None:
    browser = Client()
    browser.post("/accounts/login/code/", {"email": rosa.email})
    (code,) = re.findall(r"^\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", mailoutbox[0].body, re.M)
    for _ in range(4):
        browser.post("/accounts/login/code/confirm/", {"code": "AAAA-AAAA"})
    browser.post("/accounts/login/code/confirm/", {"code": code})
    assert browser.get("/home/").status_code == 302


def test_a_code_by_mail_is_no_way_around_the_second_step(
    careful: User, mailoutbox: list[Any]
) -> None:
    browser = Client()
    browser.post("/accounts/login/code/", {"email": careful.email})
    (code,) = re.findall(r"^\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", mailoutbox[0].body, re.M)
    answer = browser.post("/accounts/login/code/confirm/", {"code": code})
    assert answer["Location"] == "/accounts/2fa/authenticate/"
    assert browser.get("/home/").status_code == 302


def test_a_new_password_is_no_way_around_the_second_step(
    careful: User, mailoutbox: list[Any]
) -> None:
    browser = Client()
    browser.post("/accounts/password/reset/", {"email": careful.email})
    (link,) = re.findall(r"http://testserver(/accounts/password/reset/key/\S+)", mailoutbox[0].body)
    there = browser.get(link)["Location"]
    browser.post(there, {"password1": "another long phrase", "password2": "another long phrase"})
    assert browser.get("/home/").status_code == 302
    _browser, answer = sign_in(careful.email, "another long phrase")
    assert answer["Location"] == "/accounts/2fa/authenticate/"


@pytest.mark.parametrize(
    ("address", "many"),
    [("/accounts/signup/", 21), ("/accounts/password/reset/", 21), ("/accounts/login/", 31)],
)
def test_one_address_of_the_net_cannot_ask_without_end(address: str, many: int) -> None:
    statuses = [
        Client().post(address, {"email": f"{n}@x.example", "login": "x"}).status_code
        for n in range(many)
    ]
    assert statuses[0] != 429
    assert statuses[-1] == 429


@pytest.mark.parametrize(
    "address",
    [
        "/accounts/2fa/totp/deactivate/",
        "/accounts/2fa/recovery-codes/",
        "/accounts/2fa/recovery-codes/generate/",
        "/accounts/2fa/webauthn/add/",
        "/settings/close/",
    ],
)
def test_who_has_a_second_step_shows_it_before_steps_are_changed_or_read(
    address: str, careful: User
) -> None:
    browser, _answer = sign_in(careful.email)
    browser.post("/accounts/2fa/authenticate/", {"code": code_now()})
    assert browser.get("/home/").status_code == 200
    asked = browser.get(address)
    assert asked.status_code == 302
    password = browser.get(asked["Location"])
    assert password["Location"].startswith("/accounts/2fa/reauthenticate/?next=")
    refused = browser.post(asked["Location"], {"password": PASSWORD})
    assert refused.status_code == 302
    assert browser.get(address).status_code == 302, "the password alone does not do"
    assert "password" not in browser.get(password["Location"]).content.decode().lower()
    codes = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    answer = browser.post(password["Location"], {"code": codes[0]})
    assert answer["Location"] == address
    assert browser.get(address).status_code == 200


def test_a_session_ended_elsewhere_is_over_at_once(rosa: User) -> None:
    here, there = sign_in(rosa.email)[0], sign_in(rosa.email)[0]
    assert there.get("/home/").status_code == 200
    (other,) = UserSession.objects.exclude(session_key=here.session.session_key)
    here.post(f"/settings/sessions/{other.pk}/end/")
    assert there.get("/home/").status_code == 302
    assert here.get("/home/").status_code == 200


def test_a_new_password_signs_out_everywhere_else(rosa: User) -> None:
    here, there = sign_in(rosa.email)[0], sign_in(rosa.email)[0]
    new = "quite another long phrase"
    told = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    here.post("/accounts/password/change/", told)
    assert there.get("/home/").status_code == 302
    assert here.get("/home/").status_code == 200


def test_who_signs_up_with_the_address_of_a_closed_account_gets_nothing_of_it(
    rosa: User, sent: RecordsRequest
) -> None:
    email = rosa.email
    accounts.close(person=rosa, now=NOW)
    Client().post("/accounts/signup/", {"email": email, "password1": PASSWORD})
    EmailAddress.objects.filter(email=email).update(verified=True)
    new = User.objects.get(email=email)
    assert new.pk != rosa.pk
    browser, _answer = sign_in(email)
    assert sent.title not in browser.get("/home/").content.decode()
    assert browser.get(f"/requests/{sent.uuid}/").status_code == 404


def test_an_address_that_is_not_proved_takes_over_nothing(rosa: User) -> None:
    boss = User.objects.create_user("boss@openshutter.example")
    team = teams.make(name="Watchers", by=boss, now=NOW)
    invitation = teams.invite(
        team=team, email="maya@openshutter.example", role="owner", by=boss, now=NOW
    )
    browser, _answer = sign_in(rosa.email)
    for told in (
        {"action_add": "", "email": "maya@openshutter.example"},
        {"action_primary": "", "email": "maya@openshutter.example"},
        {"action_add": "", "email": boss.email},
        {"action_primary": "", "email": boss.email},
    ):
        browser.post("/accounts/email/", told)
    assert User.objects.get(pk=rosa.pk).email == rosa.email
    assert "Watchers" not in browser.get("/teams/").content.decode()
    answer = browser.post(f"/invitations/{invitation.pk}/", {"act": "join"})
    assert answer.status_code == 404
    assert not Membership.objects.filter(user=rosa).exists()


def test_own_data_hold_sessions_and_second_steps_and_none_of_their_secrets(careful: User) -> None:
    UserSession.objects.create(
        user=careful, ip="192.0.2.7", session_key="k-e-y", user_agent="My browser"
    )
    file = io.BytesIO()
    accounts.exported(person=careful, into=file)
    folder = zipfile.ZipFile(file)
    assert json.loads(folder.read("sessions.json"))[0]["ip"] == "192.0.2.7"
    kinds = {row["type"] for row in json.loads(folder.read("second_steps.json"))}
    assert kinds == {"totp", "recovery_codes"}
    everything = b"".join(folder.read(name) for name in folder.namelist())
    assert b"k-e-y" not in everything
    assert b"secret" not in everything
    assert b"seed" not in everything
