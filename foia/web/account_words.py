"""The words of accounts where the library of accounts has its own: labels, refusals, browsers."""

from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

LABELS: dict[str, Any] = {
    "login": _("E-mail address"),
    "email": _("E-mail address"),
    "remember": _("Keep me signed in"),
    "password": _("Password"),
    "oldpassword": _("Your password until now"),
    "password1": _("New password"),
    "password2": _("The new password once more"),
    "code": _("Code"),
    "name": _("Name"),
}

#: Why something of an account was refused, by the library's names of reasons.
REFUSALS: dict[str, Any] = {
    "account_inactive": _("This account is switched off"),
    "add_email_blocked": _("With a second step set up, an account takes no further address."),
    "cannot_delete_authenticator": _("This second step cannot be removed."),
    "cannot_generate_recovery_codes": _("Recovery codes come after a first second step."),
    "cannot_remove_primary_email": _(
        "Mails go to this address. Use another one for them first, then remove this one."
    ),
    "duplicate_email": _("You have this address here already."),
    "email_password_mismatch": _("No account has this address with this password."),
    "email_taken": _("Another account has this address already."),
    "enter_current_password": _("This is not your password."),
    "incorrect_code": _("This is not the code, or its time is over. Look at it again."),
    "incorrect_password": _("This is not your password."),
    "invalid_login": _("No account has this address with this password."),
    "invalid_password_reset": _("This link was used already, or is incomplete."),
    "max_email_addresses": _("An account has at most %d addresses."),
    "rate_limited": _("That was too often. Wait some minutes, then try again."),
    "same_as_current": _("It is that already."),
    "select_only_one": _("Choose one of them."),
    "too_many_login_attempts": _("That was wrong too often. Wait some minutes, then try again."),
    "unknown_email": _("No account has this address."),
    "unverified_email": _("Confirm your e-mail address first; then a second step can be set up."),
    "unverified_primary_email": _("Confirm this address first: a mail with a link went to it."),
}

BROWSERS = {
    "Edg/": "Edge",
    "OPR/": "Opera",
    "Firefox/": "Firefox",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
}
MACHINES = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS": "macOS",
    "Linux": "Linux",
}


def label(field: forms.BoundField) -> Any:
    """Return our label of a field of accounts; the field's own where we have none."""
    name = field.name
    if name == "password1" and "password2" not in field.form.fields:
        name = "password"  # a first one, at the making of the account
    return LABELS.get(name, field.label)


def browser(user_agent: str) -> str:
    """Return the browser and the machine that a User-Agent names, else its beginning."""
    named = [
        next((name for mark, name in names.items() if mark in user_agent), "")
        for names in (BROWSERS, MACHINES)
    ]
    return " · ".join(filter(None, named)) or Truncator(user_agent).chars(60)
