"""From the front page to an approved letter in under three minutes, for somebody who is new here.

Nobody's hands are measured here but the work they are given: clicks, fields and letters typed, in
the seconds that practised people need for each (Card, Moran and Newell, The keystroke-level model,
1980), and the letter's words at the speed at which adults read (Brysbaert, 2019: 238 a minute).
"""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from foia.models import Message

KEY, POINT, MIND, HANDS = 0.28, 1.1, 1.35, 0.4
WORDS_A_MINUTE = 238
MOST_SECONDS = 180


@dataclass
class Hands:
    """Somebody at a browser, and what they were given to do."""

    page: Page
    clicks: int = 0
    fields: int = 0
    letters: int = 0
    pages: int = 1

    def click(self, role: str, name: str) -> None:
        """Press a button or follow a link, to another page."""
        with self.page.expect_navigation():
            self.page.get_by_role(role, name=name).first.click()  # type: ignore[arg-type]
        self.clicks += 1
        self.pages += 1

    def type(self, label: str, words: str) -> None:
        """Fill a field."""
        self.page.get_by_label(label, exact=True).fill(words)
        self.fields += 1
        self.letters += len(words)

    @property
    def seconds(self) -> float:
        """How long a practised person needs for all of it."""
        pointed = (self.clicks + self.fields) * (MIND + POINT + KEY)
        return pointed + self.fields * 2 * HANDS + self.letters * KEY


def test_a_newcomer_has_an_approved_letter_in_three_minutes(
    new_page: Callable[..., Page], house: Callable[[], None]
) -> None:
    page = new_page()
    page.goto("/")
    hands = Hands(page)
    hands.type("Where?", "Chicago")
    hands.click("button", "Start")
    hands.click("link", "Face search by the Chicago Police")
    hands.click("button", "Next: who signs")
    hands.type("Name under the letter", "Rosa Resident")
    hands.click("button", "Sign up or in")
    hands.type("E-mail address", "rosa.quick@openshutter.example")
    hands.type("Password", "correct-horse-9")
    hands.click("button", "Make my account")
    expect(page.get_by_label("Name under the letter")).to_have_value("Rosa Resident")
    hands.click("button", "Write my letter")
    read = len(page.get_by_role("article", name="The letter").inner_text().split())
    hands.click("button", "Approve and send")
    assert Message.objects.get(kind="letter").state == Message.State.APPROVED
    assert (hands.clicks, hands.fields, hands.pages) <= (7, 4, 8)
    seconds = hands.seconds + 60 * read / WORDS_A_MINUTE
    assert seconds < MOST_SECONDS, f"{hands}, and {read} words to read: {seconds:.0f} seconds"
