"""Plain words of the desk and of the places in the page's head, ready to be translated."""

from django.utils.translation import gettext_lazy as _

from foia.models import DeskAct
from foia.web import words

#: What the head of the page calls each place, by the name of its address.
PLACES = {
    "home": _("Home"),
    "inbox": _("Inbox"),
    "campaigns": _("Campaigns"),
    "ask_where": _("Ask"),
    "systems": _("Systems"),
    "agencies": _("Bodies"),
    "findings": _("Findings"),
    "public_requests": _("Published"),
    "laws": _("The law"),
    "notifications": _("Notifications"),
    "settings": _("Settings"),
    "teams": _("Teams"),
    "own_words": _("Your own words"),
    "ledger": _("Fees and post"),
    "triage": _("Triage"),
    "bring_in": _("Bring something in"),
    "archive_proofs": _("The archive"),
    "settings_details": _("Address and details"),
    "calendars": _("Calendars"),
    "account_email": _("E-mail"),
    "account_change_password": _("Password"),
    "mfa_index": _("Second step"),
    "usersessions_list": _("Where you are signed in"),
    "own_data": _("Your data"),
    "account_logout": _("Sign out"),
    "account_login": _("Sign in"),
    "letters_gallery": _("Sample letters"),
}

#: The shelves of the inbox.
SHELVES = {
    "unread": _("Unread"),
    "night": _("Since yesterday evening"),
    "questions": _("A person must say what they wrote"),
    "week": _("Due within a week"),
    "overdue": _("Overdue"),
}

#: What somebody did at the desk.
DESK_ACTS = {
    "assigned": _("gave it to {words}"),
    "released": _("gave it to nobody"),
    "tagged": _("put the tag «{words}» on it"),
    "untagged": _("took the tag «{words}» off"),
}

#: The types of answer that coders give.
QUESTIONS = {
    "yes_no": _("Yes or no"),
    "choice": _("One of several"),
    "number": _("A number"),
    "date": _("A date"),
    "text": _("Words"),
}
YES_NO = {"yes": _("Yes"), "no": _("No")}
#: How it came that an answer stands.
CODED = {
    "agreed": _("two coders agree"),
    "settled": _("settled"),
    "differs": _("coders differ"),
    "once": _("coded once"),
}

#: What an amount of the ledger is.
LEDGER_KINDS = {
    "demanded": _("Demanded by the body"),
    "agreed": _("Agreed to"),
    "waived": _("Waived by the body"),
    "paid": _("Paid"),
    "refunded": _("Refunded"),
    "postage": _("Postage and copies"),
}
#: The columns of a ledger in a file.
LEDGER_COLUMNS = (
    _("Reference"),
    _("Body"),
    _("Campaign"),
    _("What"),
    _("Amount"),
    _("Currency"),
    _("Day"),
    _("What for"),
    _("Receipt"),
    _("Entered by"),
    _("Struck because"),
)


def did(act: DeskAct) -> str:
    """Say what somebody did at the desk."""
    return words.said(DESK_ACTS, act.act).format(words=act.words)
