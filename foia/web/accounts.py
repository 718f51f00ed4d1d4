"""How accounts speak by mail, and how the secrets of second factors are kept.

A mail service that is away never breaks signing up.
"""

import logging
import smtplib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib import messages
from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext as _

from foia.models.sealed import seal, unseal
from foia.web.account_words import REFUSALS

logger = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sends the mails of accounts at once, beside the outbox: they hold secrets to be forgotten."""

    error_messages = DefaultAccountAdapter.error_messages | REFUSALS

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send one mail, or say on the page that it could not be sent."""
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, smtplib.SMTPException):
            logger.exception("A mail of an account could not be sent")
            messages.warning(
                self.request, _("The mail to you could not be sent just now. Please try again.")
            )

    def send_account_already_exists_mail(self, email: str) -> None:
        """Work as long as for a new account: the time must not say that there is one already."""
        make_password(email)
        super().send_account_already_exists_mail(email)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Seals the secrets of authenticator apps and recovery codes as identities are sealed."""

    error_messages = DefaultMFAAdapter.error_messages | REFUSALS

    def encrypt(self, text: str) -> str:
        """Return a secret as the database holds it."""
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Return a secret as it was made."""
        return unseal(encrypted_text)
