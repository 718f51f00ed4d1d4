"""Signing up, when the mail service is there and when it is away."""

import pytest
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
