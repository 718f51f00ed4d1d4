"""Plain words for the pretend agency's written answers: what each is, and what it shows."""

from django import template
from django.utils.translation import gettext_lazy as _

from foia.web.words import said

register = template.Library()

TITLES = {
    "auto_reply": _("Automatic reply"),
    "acknowledgment": _("Acknowledgment"),
    "extension": _("Written extension"),
    "fee": _("They want money first"),
    "refusal": _("Refusal"),
    "final_answer": _("Final answer: no policy, contract attached"),
    "records": _("All records"),
}
SHOWS = {
    "auto_reply": _("Many mailboxes answer at once. No clock moves."),
    "acknowledgment": _("They have it, and say no more."),
    "extension": _(
        "The body takes the extra days the statute allows. The deadline moves by exactly those."
    ),
    "fee": _("It becomes an entry to be agreed, waived or paid."),
    "refusal": _("A window opens to go further: the appeal is drafted for you."),
    "final_answer": _("The absence of a policy is a finding; the contract is kept byte for byte."),
    "records": _("Everything that was asked for was obtained."),
}


@register.filter
def script_title(id: str) -> str:
    """Say what a written answer is."""
    return said(TITLES, id)


@register.filter
def script_shows(id: str) -> str:
    """Say what one sees when the pretend agency answers so."""
    return said(SHOWS, id)
