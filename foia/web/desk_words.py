"""Plain words of the desk and of the places in the page's head, ready to be translated."""

from django.utils.translation import gettext_lazy as _

#: What the head of the page calls each place, by the name of its address.
PLACES = {
    "home": _("Home"),
    "inbox": _("Inbox"),
    "campaigns": _("Campaigns"),
    "ask_where": _("Ask"),
    "systems": _("Systems"),
    "findings": _("Findings"),
    "laws": _("The law"),
    "notifications": _("Notifications"),
    "settings": _("Settings"),
    "teams": _("Teams"),
    "own_words": _("Your own words"),
    "ledger": _("Fees and post"),
    "triage": _("Triage"),
    "operator": _("Running the site"),
    "account_email": _("E-mail and password"),
    "account_logout": _("Sign out"),
    "account_login": _("Sign in"),
    "letters_gallery": _("Sample letters"),
}
