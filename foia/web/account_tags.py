"""Template words of accounts: what a person is told, and how much of it is unread."""

from django import forms, template
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.translation import get_language

from foia import access
from foia.gateways import clock
from foia.letters.reminders import Item, line
from foia.models import Reminder, User
from foia.web import account_words

register = template.Library()
#: More than this are not counted.
MOST = 100


@register.simple_tag
def unread_notices(user: User | AnonymousUser) -> int:
    """Count what a person was told and has not read, up to a hundred."""
    unread = access.reminders_for(user).shown(clock.now()).filter(read_at=None)
    return unread.order_by().values("pk")[:MOST].count() if user.is_authenticated else 0


@register.filter
def told(reminder: Reminder) -> str:
    """Say what a reminder tells, in a line."""
    about = reminder.request or reminder.campaign
    title = reminder.request.title if reminder.request else str(about)
    item = Item(reminder.occasion, reminder.due_on, {"title": title})
    return line(item, (get_language() or "en").partition("-")[0])


@register.filter
def leads_to(reminder: Reminder) -> str:
    """Return the address of what a reminder is about."""
    if reminder.request:
        return reverse("records_request", args=[reminder.request.uuid])
    if reminder.campaign:
        return reverse("campaign_grid", args=[reminder.campaign.uuid])
    return reverse("notifications")


@register.filter
def in_our_words(form: forms.BaseForm) -> forms.BaseForm:
    """Return a form of accounts with our labels, and nothing printed into its empty fields."""
    for bound in form:
        bound.label = form.fields[bound.name].label = account_words.label(bound)
        bound.field.widget.attrs.pop("placeholder", None)
    return form


@register.filter
def browser(user_agent: str) -> str:
    """Say with which browser somebody is signed in."""
    return account_words.browser(user_agent)
