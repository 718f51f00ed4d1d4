"""Template words for mail that came in: why it is where it is, and what vouches for its sender."""

from django import template
from django.utils.translation import gettext as _

from foia.flow import match
from foia.incoming import MAILS
from foia.mail.authentication import is_refuted, is_vouched
from foia.mail.match import Reason
from foia.models import Arrival, Message
from foia.web import words

register = template.Library()


@register.filter
def reason(found: Reason | str) -> str:
    """Say why a message is where it is."""
    return match.said(found)


@register.filter
def speaks_for(piece: dict[str, str]) -> str:
    """Say what words of a mail speak for."""
    return words.evidence_said(piece)


@register.filter
def rung(name: str) -> str:
    """Say by what a message was filed."""
    return match.rung_in_words(name)


@register.filter
def is_mail(message: Message) -> bool:
    """Say whether its kept bytes are a mail."""
    return message.raw_id is not None and message.form in MAILS


@register.filter
def sender_said(message: Message) -> list[str]:
    """Say in what form it came, and whether anybody vouches for its sender."""
    forms = {
        Arrival.Form.DOCUMENT: _("A person brought it in as a document."),
        Arrival.Form.PASTED: _("A person brought its words in."),
        Arrival.Form.PHONE: _("A person noted it from a call."),
        Arrival.Form.OUTLOOK: _("A person brought it in as a saved Outlook message."),
    }
    if message.form in forms:
        return [forms[Arrival.Form(message.form)]]
    if message.form in MAILS and message.marks.get("brought_by"):
        return [_("A person brought it in; nobody vouches for its sender.")]
    return [_checked(message.authentication)]


def _checked(said: dict[str, str]) -> str:
    """What the mail server that we trust found of the sender."""
    if not said:
        return _("No mail server that we trust has checked its sender.")
    verdicts = {name: said.get(name, _("not told")) for name in ("spf", "dkim", "dmarc")}
    by = said.get("by", "")
    if is_vouched(said):
        sentence = _("{by} checked its sender: it is from where it says (DMARC passed).")
    elif is_refuted(said):
        sentence = _("{by} checked its sender: it is not from where it says (DMARC failed).")
    else:
        sentence = _("{by} checked its sender: SPF {spf}, DKIM {dkim}, DMARC {dmarc}.")
    return sentence.format(by=by, **verdicts)
