"""Somebody at a browser who reads one language: finds what a page offers by its role and words."""

import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage

from django.conf import settings
from django.utils.translation import gettext, ngettext, override
from playwright.sync_api import Locator, Page, expect

from foia.models import Message, User


@dataclass(frozen=True)
class Person:
    """A page, and the language in which its reader reads it."""

    page: Page
    language: str
    has_script: bool = True

    def words(self, english: str, number: int | None = None, **gaps: object) -> str:
        """Return what a screen says for these English words; with a number "one|many"."""
        with override(self.language):
            if number is None:
                said = gettext(english)
            else:
                said, gaps = ngettext(*english.split("|"), number), gaps | {"number": number}
        return said % gaps if gaps else said

    def goes(self, address: str) -> None:
        """Open a page, which must be in the language that was chosen."""
        self.page.goto(address)
        expect(self.page.locator("html")).to_have_attribute("lang", self.language)

    def follows(self, english: str, **gaps: object) -> None:
        """Follow the first link of that name."""
        self._clicks(self.page.get_by_role("link", name=self.words(english, **gaps)).first)

    def presses(self, english: str, number: int | None = None, **gaps: object) -> None:
        """Press the first button of that name."""
        named = self.words(english, number, **gaps)
        self._clicks(self.page.get_by_role("button", name=named).first)

    def _clicks(self, target: Locator) -> None:
        """Click what leads to another page, once it is there: a page may renew itself before."""
        target.wait_for()
        with self.page.expect_navigation():
            target.click()

    def field(self, english: str) -> Locator:
        """Return the field of that label."""
        return self.page.get_by_label(self.words(english), exact=True)

    def sees(self, english: str, number: int | None = None, **gaps: object) -> None:
        """Find these words on the page."""
        said = self.words(english, number, **gaps)
        expect(self.page.get_by_text(said, exact=False).first).to_be_visible(timeout=15_000)

    def looks_again(self) -> None:
        """Look at what has come about meanwhile; with script a wave's page does so by itself."""
        if not self.has_script:
            self.page.reload()

    def unfolds(self, english: str) -> None:
        """Open what is folded under these words."""
        self.page.locator("summary").filter(has_text=self.words(english)).first.click()


def person(
    new_page: Callable[..., Page], user: User | None, language: str, *, has_script: bool = True
) -> Person:
    """Return somebody who reads a language: their account's, or that of a stranger's browser."""
    if user:
        User.objects.filter(pk=user.pk).update(language=language)
    page = new_page(user, java_script_enabled=has_script, locale=language)
    return Person(page, language, has_script)


def replies(letter: Message, text: str, subject: str = "Your request") -> None:
    """Have the body answer a letter by real mail through our door."""
    reply = EmailMessage()
    reply["From"], reply["To"], reply["Subject"] = letter.recipient, letter.reply_to, subject
    reply["Message-ID"] = f"<{letter.pk}.{abs(hash(text))}@agency.example>"
    reply["In-Reply-To"] = letter.message_id
    reply.set_content(text)
    with smtplib.SMTP(settings.DOOR_HOST, settings.DOOR_PORT, timeout=20) as line:
        line.send_message(reply)
