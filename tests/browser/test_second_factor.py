"""Second factors in a real browser: an app's code, recovery codes, and a passkey."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.db import connection
from django.utils import timezone
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from foia import samples
from foia.models import User, Wave
from tests.browser.conftest import PHONE
from tests.browser.test_pages import wrongs
from tests.web.conftest import campaign_of, written

PASSWORD = "a long enough pass phrase"


@pytest.fixture
def organizer(live_server: LiveServer, settings: Any) -> User:
    """Somebody who signs in with a password, and must have a second step to approve letters."""
    settings.REQUIRE_SECOND_FACTOR = True
    settings.SITE_URL = live_server.url
    person = User.objects.create_user("olga@openshutter.example", PASSWORD)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


@pytest.fixture
def wave(organizer: User) -> Wave:
    """Letters of a campaign that wait for approval today."""
    samples.load()
    now = timezone.now()
    return written(campaign_of(organizer, now), now)


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    return new_page()


@pytest.fixture
def key(page: Page) -> Iterator[Any]:
    """A passkey device in the page's browser that says yes to everything."""
    line = page.context.new_cdp_session(page)
    line.send("WebAuthn.enable")
    wishes = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    yield line.send("WebAuthn.addVirtualAuthenticator", {"options": wishes})
    line.send("WebAuthn.disable")


def sign_in(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{localhost(live_server)}/accounts/login/")
    page.get_by_label("E-mail address").fill("olga@openshutter.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def localhost(live_server: LiveServer) -> str:
    """A passkey belongs to a name, not to a number."""
    return live_server.url.replace("127.0.0.1", "localhost")


def code_of(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def test_an_organizer_sets_up_an_app_and_only_then_approves(
    page: Page, live_server: LiveServer, wave: Wave
) -> None:
    sign_in(page, live_server)
    page.goto(f"{localhost(live_server)}/waves/{wave.uuid}/")
    page.get_by_role("button", name="Approve").click()
    page.wait_for_url("**/accounts/2fa/")
    assert "nothing was approved" in page.content()
    wave.refresh_from_db()
    assert wave.approved_by is None
    page.get_by_role("link", name="Set up an app").click()
    if "reauthenticate" in page.url:
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Confirm").click()
    secret = page.locator("#authenticator_secret").input_value()
    page.get_by_label("Code").fill(code_of(secret))
    assert wrongs(page) == []
    page.get_by_role("button", name="Set it up").click()
    page.wait_for_url("**/recovery-codes/")
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM mfa_authenticator")
        assert secret not in str(cursor.fetchall())
    page.goto(f"{localhost(live_server)}/waves/{wave.uuid}/")
    page.get_by_role("button", name="Approve").click()
    page.wait_for_url("**/2fa/reauthenticate/**")
    code = next(iter(Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()))
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Confirm").click()
    page.wait_for_url(f"**/waves/{wave.uuid}/")
    page.get_by_role("button", name="Approve").click()
    page.get_by_text("Approved.").wait_for()
    wave.refresh_from_db()
    assert wave.approved_by is not None


def test_a_passkey_is_added_and_signs_in_without_a_password(
    page: Page, live_server: LiveServer, organizer: User, key: Any
) -> None:
    sign_in(page, live_server)
    page.goto(f"{localhost(live_server)}/accounts/2fa/webauthn/add/")
    if "reauthenticate" in page.url:
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Confirm").click()
    page.get_by_label("Name").fill("My laptop")
    page.get_by_label("Sign in with it alone").check()
    page.get_by_role("button", name="Add it").click()
    page.wait_for_url("**/recovery-codes/")
    assert Authenticator.objects.filter(type="webauthn", user=organizer).count() == 1
    page.goto(f"{localhost(live_server)}/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.goto(f"{localhost(live_server)}/accounts/login/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/home/")


def test_another_browser_is_seen_and_signed_out(
    page: Page, new_page: Callable[..., Page], live_server: LiveServer, organizer: User
) -> None:
    other = new_page(viewport=PHONE)
    sign_in(other, live_server)
    sign_in(page, live_server)
    page.goto(f"{localhost(live_server)}/accounts/sessions/")
    assert wrongs(page) == []
    page.get_by_role("button", name="Sign out there").click()
    page.get_by_text("Signed out there.").wait_for()
    other.goto(f"{localhost(live_server)}/home/")
    assert "/accounts/login/" in other.url
