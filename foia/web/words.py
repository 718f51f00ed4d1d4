"""Plain words for what the tables keep as codes, ready to be translated."""

from collections.abc import Mapping

from babel import Locale
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from foia.flow.findings import saying
from foia.web.days import reader

STAGES = {
    "not_sent": _("Not sent yet"),
    "awaiting_receipt": _("Sent; the day it arrived is not known"),
    "awaiting_response": _("Waiting for their answer"),
    "paused": _("Their clock stands still"),
    "overdue": _("Their answer is overdue"),
    "silent_refusal": _("They stayed silent, which the law treats as a refusal"),
    "silent_grant": _("They stayed silent, which the law treats as a yes"),
    "answered": _("Answered"),
    "partly_answered": _("Partly answered"),
    "refused": _("Refused"),
    "no_records": _("They say they hold no such records"),
    "on_appeal": _("On appeal"),
    "appeal_overdue": _("The decision on the appeal is overdue"),
    "appeal_decided": _("The appeal was decided"),
    "in_court": _("In court"),
    "withdrawn": _("Withdrawn"),
    "closed": _("Closed"),
}

EVENTS = {
    "sent": _("The request was sent"),
    "follow_up_sent": _("A follow-up was sent"),
    "received": _("They received the request"),
    "registered": _("They entered it in their register"),
    "acknowledged": _("They confirmed receipt"),
    "routed": _("It reached the office that holds the records"),
    "extended": _("They said in writing that it takes longer"),
    "tolled": _("They declared the clock stopped"),
    "resumed": _("The clock runs again"),
    "clarification_requested": _("They asked for more details"),
    "clarified": _("They received your details"),
    "fee_demanded": _("They asked for money"),
    "fee_paid": _("They received the money"),
    "transferred": _("They sent the request on to another body"),
    "determined": _("They decided to give the records"),
    "released": _("They handed over the records"),
    "partially_released": _("They handed over part of the records"),
    "denied": _("They refused"),
    "no_records": _("They say they hold no such records"),
    "appealed": _("An appeal was lodged"),
    "appeal_acknowledged": _("The appeal body confirmed receipt"),
    "appeal_registered": _("The appeal body registered the appeal"),
    "appeal_extended": _("The appeal body said that it takes longer"),
    "appeal_opinion": _("The appeal body gave an opinion"),
    "appeal_decided": _("The appeal was decided"),
    "court_filed": _("The matter was taken to court"),
    "withdrawn": _("You withdrew the request"),
    "closed": _("The request was closed"),
    "void": _("An entry was taken out of the count"),
}

#: The same, said to readers of a published request, of whom none is "you".
READ_BY_OTHERS = EVENTS | {
    "clarified": _("They received more details"),
    "withdrawn": _("The request was withdrawn"),
}

DEADLINE_STATES = {
    "running": _("running"),
    "paused": _("standing still"),
    "met": _("done in time"),
    "late": _("done late"),
    "missed": _("passed without it"),
    "moot": _("no longer needed"),
}

MESSAGE_KINDS = {
    "auto_reply": _("An automatic reply (no clock moves)"),
    "acknowledgment": _("They confirm that they received it"),
    "clarification_needed": _("They ask for more details"),
    "identity_or_residency": _("They ask who you are or where you live"),
    "fee_estimate": _("They ask for money"),
    "fee_waiver_granted": _("They waive the fee"),
    "fee_waiver_refused": _("They refuse to waive the fee"),
    "transferred": _("They sent it on to another body"),
    "extension": _("They take longer, and say so in writing"),
    "interim": _("A word in between (no clock moves)"),
    "records_full": _("All the records"),
    "records_partial": _("A part of the records"),
    "cover_letter": _("A cover letter for records sent another way"),
    "refused_exemption": _("A refusal that names an exemption"),
    "refused_burden": _("A refusal because it is too much work"),
    "neither_confirm_nor_deny": _("They neither confirm nor deny"),
    "no_records": _("They hold no such records"),
    "already_public": _("It is published already"),
    "appeal_ack": _("The appeal was received"),
    "appeal_won": _("The appeal was won"),
    "appeal_lost": _("The appeal was lost"),
    "regulator_opinion": _("An opinion of the regulator"),
    "portal_notice": _("A notice from their portal"),
    "bounce": _("The letter could not be delivered"),
    "not_about_us": _("Not about this request"),
    "unknown": _("None of these"),
}

#: What was learnt of a record.
FINDINGS = saying.STATES

ROLES = {
    "buyer": _("buys it"),
    "operator": _("operates it"),
    "funder": _("pays for it"),
    "authorizer": _("authorizes it"),
    "watchdog": _("watches over it"),
}

CHANNELS = {
    "email": _("by e-mail"),
    "portal": _("on their portal"),
    "post": _("by post"),
    "fax": _("by fax"),
    "in_person": _("in person"),
}

UNITS = {
    "business_days": ngettext_lazy("%d business day", "%d business days"),
    "calendar_days": ngettext_lazy("%d calendar day", "%d calendar days"),
    "weeks": ngettext_lazy("%d week", "%d weeks"),
    "months": ngettext_lazy("%d month", "%d months"),
    "years": ngettext_lazy("%d year", "%d years"),
    "hours": ngettext_lazy("%d hour", "%d hours"),
    "working_weeks": ngettext_lazy("%d week of working days", "%d weeks of working days"),
}

#: What became of one attempt to hand a letter over, by its fate or else by its state.
DELIVERIES = {
    "waiting": _("Waiting to leave"),
    "handing_over": _("Being handed over"),
    "handed_over": _("Handed over"),
    "deferred": _("Put off by the mail service"),
    "refused": _("Refused by the mail service"),
    "unclear": _("Nobody knows whether it left"),
    "settled": _("Settled by a person"),
    "delivered": _("Delivered"),
    "bounced_soft": _("Came back for now"),
    "bounced_hard": _("Came back for good"),
    "complained": _("Reported as unwanted"),
}

# Why a term has no number of days; nothing is invented for it.
UNNUMBERED = {
    "promptly": _("promptly; no number in the law"),
    "no_limit": _("without limit"),
    "unread": _("not known: nobody here has read it"),
    "beyond": _("its date lies after the last day of the calendar on file"),
}

REGULATOR_STATES = {
    "active": _("at work"),
    "transition": _("in transition"),
    "abolished": _("abolished"),
}


def said(words: Mapping[str, object], code: str) -> str:
    """Return the plain words for a code; a code without words is at least readable."""
    return str(words.get(code, code.replace("_", " ")))


def evidence_said(piece: Mapping[str, str]) -> str:
    """Say what words of a mail speak for; readings word it in English or in the mail's language."""
    return piece["says"] if reader() == "en" else said(MESSAGE_KINDS, piece["kind"])


def language_named(code: str) -> str:
    """Return a language's name in the reader's; the code itself if there is no such language."""
    return str(Locale(reader()).languages.get(code.replace("-", "_"), code))


def named(names: Mapping[str, str]) -> str:
    """Return a name in the reader's language, else in English, else in whatever it has."""
    return names.get(reader()) or names.get("en") or next(iter(names.values()), "")
