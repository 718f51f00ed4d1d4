"""Plain words for what dossiers keep as codes, ready to be translated."""

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from foia.letters.catalogue import UnknownEntry, catalogue
from foia.models import System
from foia.web import words
from foia.web.days import reader
from foia.web.law_tags import as_filed

CERTAINTIES = {
    "verified": _("verified: one of us read the document itself"),
    "reported": _("reported: the source named says so"),
    "unverified": _("not verified: nobody has checked it"),
}
CERTAINTY_TAGS = {
    "verified": ("good", _("verified")),
    "reported": ("", _("reported")),
    "unverified": ("doubt", _("not verified")),
}
STATUSES = {
    "unknown": _("unclear whether it runs"),
    "planned": _("planned"),
    "trial": _("on trial"),
    "in_use": _("in use"),
    "suspended": _("suspended"),
    "ended": _("ended"),
}
TOPICS = {
    "area": _("Where it is used"),
    "goals": _("What it is officially for"),
    "works": _("How it is said to work"),
    "bias": _("Whom it may wrong"),
    "status": _("Whether it runs"),
    "money": _("Contracts and money"),
    "law": _("Legal basis and disputes"),
    "other": _("What else is known"),
}
QUESTIONS = {
    "approval": _("Did an elected body approve it before it was bought or used?"),
    "hearing": _("Were the people who live there asked first?"),
    "impact_report": _("Is there a published report on what it does to people's rights?"),
    "use_policy": _("Is there a published policy on how it may be used?"),
    "annual_report": _("Is its use reported to the public every year?"),
    "funding": _("Is it public where the money comes from?"),
    "contract": _("Can the contract with its maker be read?"),
    "sharing": _("Is it public who else gets what it records?"),
    "retention": _("Is it public when what it records is deleted?"),
    "oversight": _("Does somebody independent check its use?"),
    "remedy": _("Can a person whom it wronged complain or go to court over it?"),
}
ANSWERS = {"yes": _("Yes"), "no": _("No"), "unknown": _("Not known")}
PARTS = {
    "vendors": _("A company"),
    "bodies": _("A public body"),
    "facts": _("A fact"),
    "documents": _("A document"),
    "answers": _("An answer to a question"),
}
ACTS = {
    "written": _("wrote the dossier down"),
    "taken_in": _("took the dossier in from a file"),
    "added": _("added"),
    "changed": _("changed"),
    "taken_out": _("took out"),
}
FIELDS = {
    "name": _("Name"),
    "place": _("City or place"),
    "technology": _("Technology"),
    "status": _("Whether it runs"),
    "summary": _("What it is"),
    "latitude": _("Latitude"),
    "longitude": _("Longitude"),
    "part": _("Its part"),
    "agency": _("Body"),
    "role": _("Part"),
    "records": _("Records"),
    "why": _("Why"),
    "topic": _("What it is about"),
    "statement": _("Statement"),
    "title": _("Title"),
    "category": _("Kind of record"),
    "dated_on": _("Date"),
    "url": _("Address"),
    "question": _("Question"),
    "answer": _("Answer"),
    "note": _("Note"),
    "source": _("Source"),
    "source_url": _("Address of the source"),
    "certainty": _("How sure it is"),
}
#: Fields that hold codes, with their words.
CODES = {
    "status": STATUSES,
    "certainty": CERTAINTIES,
    "topic": TOPICS,
    "role": words.ROLES,
    "question": QUESTIONS,
    "answer": ANSWERS,
}

register = template.Library()


@register.filter
def system_act(code: str) -> str:
    """Say what somebody did to a dossier."""
    return words.said(ACTS, code)


@register.filter
def system_value(value: str, field: str) -> str:
    """Say what stood in a field of a dossier; what is kept as a code, in words."""
    return words.said(CODES[field], value) if field in CODES and value else value


@register.filter
def system_field(name: str) -> str:
    """Say which field of a dossier was changed."""
    return words.said(FIELDS, name)


@register.filter
def certainty(code: str) -> str:
    """Say in a word how sure a statement is."""
    return str(CERTAINTY_TAGS.get(code, ("", code))[1])


@register.filter
def certainty_tag(code: str) -> str:
    """Return the class of the mark for how sure a statement is."""
    return CERTAINTY_TAGS.get(code, ("", ""))[0]


@register.filter
def system_status(code: str) -> str:
    """Say whether a system runs."""
    return words.said(STATUSES, code)


@register.filter
def topic(code: str) -> str:
    """Say what a fact is about."""
    return words.said(TOPICS, code)


@register.filter
def question(code: str) -> str:
    """Ask a question of public control."""
    return words.said(QUESTIONS, code)


@register.filter
def yes_or_no(code: str) -> str:
    """Say the answer to such a question."""
    return words.said(ANSWERS, code)


@register.filter
def record_label(id: str) -> str:
    """Return the name of a record category; one that is not in the catalogue keeps its own."""
    try:
        return catalogue().category(id).label(reader())
    except UnknownEntry:
        return id


@register.filter
def technology_label(id: str) -> str:
    """Return the name of a technology; one that is not in the catalogue keeps its own."""
    try:
        return catalogue().technology(id).label(reader())
    except UnknownEntry:
        return id


@register.filter
def in_dossier(text: str, system: System) -> SafeString | str:
    """Return a text of a dossier; those that ship are English, and marked so where screens are not.

    Nobody says in which language a team writes its own.
    """
    return text if system.team_id else as_filed(text)
