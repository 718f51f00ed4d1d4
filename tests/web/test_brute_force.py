"""Guessing is slow, whichever of several web processes is asked: the limits lie in the record."""

import subprocess
import sys
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.management import call_command
from django.test import Client

from foia.models import User
from tests.conftest import environment

GUESS = """
import sys, django
django.setup()
from django.test import Client
told = {"login": "rosa@openshutter.example", "password": sys.argv[1]}
answer = Client(headers={"host": "localhost"}).post("/accounts/login/", told)
print(answer.status_code, "That was wrong too often" in answer.content.decode())
"""
TOO_OFTEN = "That was wrong too often"
PASSWORD = "a long enough pass phrase"


def guess(password: str) -> str:
    """Try a password in a web process of its own; return its answer."""
    return subprocess.run(
        [sys.executable, "-c", GUESS, password],
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()


@pytest.mark.django_db(transaction=True)
def test_guesses_in_several_processes_are_counted_together(citizen: User, settings: Any) -> None:
    call_command("createcachetable", verbosity=0)
    citizen.set_password(PASSWORD)
    citizen.save()
    EmailAddress.objects.create(user=citizen, email=citizen.email, verified=True, primary=True)
    browser = Client(headers={"host": "localhost"})
    for number in range(4):
        told = {"login": citizen.email, "password": f"wrong {number}"}
        assert TOO_OFTEN not in browser.post("/accounts/login/", told).content.decode()
    assert guess("wrong again") == "200 False"
    assert guess(PASSWORD) == "200 True", "the right one comes too late for this account"
    right = {"login": citizen.email, "password": PASSWORD}
    assert TOO_OFTEN in browser.post("/accounts/login/", right).content.decode()


@pytest.mark.django_db
def test_codes_by_mail_cannot_be_asked_for_without_end(
    citizen: User, client: Client, settings: Any, mailoutbox: list[Any]
) -> None:
    EmailAddress.objects.create(user=citizen, email=citizen.email, verified=True, primary=True)
    for _ in range(6):
        Client().post("/accounts/login/code/", {"email": citizen.email})
    assert 1 <= len(mailoutbox) <= 3


@pytest.mark.django_db
def test_staff_sign_in_where_guesses_are_counted_and_second_factors_asked(client: Client) -> None:
    User.objects.create_superuser("olive@openshutter.example", PASSWORD)
    told = {"username": "olive@openshutter.example", "password": PASSWORD, "next": "/admin/"}
    answer = client.post("/admin/login/", told)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/?")
    assert "_auth_user_id" not in client.session


BEHIND_A_PROXY = """
import django
django.setup()
from django.test import Client
browser = Client(enforce_csrf_checks=True, headers={"host": "shutter.example"})
token = browser.get("/accounts/login/").cookies["csrftoken"].value
came = {"origin": "https://shutter.example", "x-forwarded-for": "192.0.2.7"}
told = {"login": "rosa@openshutter.example", "password": "no", "csrfmiddlewaretoken": token}
answer = browser.post("/accounts/login/", told, headers=came)
from allauth.account.adapter import get_adapter
print(answer.status_code, get_adapter().get_client_ip(answer.wsgi_request))
"""


@pytest.mark.django_db(transaction=True)
def test_behind_a_proxy_forms_are_taken_and_visitors_told_apart() -> None:
    call_command("createcachetable", verbosity=0)
    site = {"SITE_URL": "https://shutter.example", "ALLOWED_HOSTS": "shutter.example"}
    done = subprocess.run(
        [sys.executable, "-c", BEHIND_A_PROXY],
        env=environment(TRUSTED_PROXIES=1, **site),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "200 192.0.2.7"
