"""Why a message is where it is, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foia.mail.match import Reason


def said(reason: Reason | str) -> str:
    """Return a reason as one sentence in the language of the screen."""
    if isinstance(reason, str):  # kept before reasons had codes
        return reason
    known = {
        "ours": _ours,
        "unknown": _unknown,
        "at_domain": _at_domain,
        "several": _several,
    }
    code = str(reason.get("code", ""))
    if code in known:
        return known[code](reason)
    return _SENTENCES[code]().format(**{"marks": "", "who": "", **reason})


def rung_in_words(rung: str) -> str:
    """Return by what a message was filed."""
    names = {
        "reply address": _("its reply address"),
        "thread": _("the letter that it answers"),
        "our reference": _("our reference"),
        "their reference": _("their own number"),
        "sender": _("its sender"),
        "by hand": _("a person"),
        "brought": _("the person who brought it"),
    }
    return names.get(rung, rung)


def _ours(reason: Reason) -> str:
    sentences = {
        "reply address": _("The reply address {marks} is ours."),
        "thread": _("It answers a letter of ours ({marks})."),
        "our reference": _("It names our reference {marks}."),
    }
    return sentences[str(reason["rung"])].format(**reason)


def _unknown(reason: Reason) -> str:
    sentences = {
        "reply address": _("The reply address {marks} is not known here."),
        "thread": _("It answers a letter that is not known here ({marks})."),
        "our reference": _("It names the reference {marks}, which is not known here."),
    }
    return sentences[str(reason["rung"])].format(**reason)


def _at_domain(reason: Reason) -> str:
    number = int(reason["number"])
    if not number:
        return _("No open request is addressed to {marks}.").format(**reason)
    if number == 1:
        return _("Exactly one open request is addressed to {marks}.").format(**reason)
    return _("{number} open requests are addressed to {marks}.").format(**reason)


def _several(reason: Reason) -> str:
    sentence = ngettext(
        "It points to {number} request of ours.",
        "It points to {number} requests of ours.",
        int(reason["number"]),
    )
    return sentence.format(**reason)


_SENTENCES = {
    "others": lambda: _("Other marks in this mail point to other requests; see the suggestions."),
    "their_number": lambda: _("The body's own number {marks} was learned from earlier mail."),
    "vouched": lambda: _("The mail server vouches for {marks}, who writes for this body."),
    "no_sender": lambda: _("The mail names no sender."),
    "public_domain": lambda: _("Anybody can write from {marks}; the sender tells nothing."),
    "brought": lambda: _("A person brought it to this request."),
    "by_hand": lambda: _("Filed by {who}."),
    "taken_back": lambda: _("{who} took it back from {marks}."),
    "broken": lambda: _("It could not be matched: {marks}"),
}
