"""Signing up, when the mail service is there and when it is away; and in whose words."""

from pathlib import Path

import allauth
import pytest
from django.conf import settings as configured
from django.template.loader import get_template
from django.test import Client

from foia.models import User
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


#: Pages of ways that the settings leave closed, frames that only they use, and scripts.
NEVER_SHOWN = (
    *("base_", "snippets", "phone", "signup_by_passkey", "signup_form", "trust", "/base.html"),
    *("email_change", "confirm_email_verification_code", "confirm_password_reset_code"),
)


def test_every_page_of_accounts_is_one_of_ours() -> None:
    theirs = Path(allauth.__file__).parent / "templates"
    names = [
        path.relative_to(theirs).as_posix()
        for app in ("account", "mfa", "usersessions")
        for path in (theirs / app).rglob("*.html")
    ]
    shown = [name for name in names if not any(part in name for part in NEVER_SHOWN)]
    assert len(shown) > 25
    ours = configured.BASE_DIR / "foia" / "web" / "templates"
    strange = [n for n in shown if not Path(str(get_template(n).origin)).is_relative_to(ours)]  # type: ignore[attr-defined]
    assert strange == []
