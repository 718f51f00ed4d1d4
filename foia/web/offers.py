"""The letters a person can write now, with what each is called and why it fits."""

from dataclasses import dataclass

from foia.letters.fitting import Fit, fitting
from foia.letters.past import Past
from foia.web import letter_words
from foia.web.story import Story


@dataclass(frozen=True)
class Offer:
    """A letter that fits, by its name on the screen."""

    title: str
    fit: Fit


def offers(story: Story) -> tuple[Offer, ...]:
    """Return what fits where the request stands, without what is drafted already."""
    if story.past is None:
        return ()
    open_drafts = {(i.message.step, i.message.remedy) for i in story.items if i.is_draft}
    fits = (fit for fit in fitting(story.past) if (fit.kind, fit.step) not in open_drafts)
    return tuple(Offer(title_of(fit, story.past), fit) for fit in fits)


def title_of(fit: Fit, past: Past) -> str:
    """Return what a letter is called; an appeal says to whom it goes."""
    return letter_words.title(fit.kind, fit.step, past.statute)
