"""A person's own words as they would stand in a letter: an invented person, under a real law."""

from datetime import date

import msgspec

from foia.letters.catalogue import catalogue
from foia.letters.compose import Addressee, compose, default_ask, letter_language
from foia.letters.letter import Letter
from foia.letters.own import NO_WORDS_OF_ONES_OWN, Own, own_ask, with_own_asks
from foia.letters.own_checks import Written
from foia.letters.sample import INVENTED, REPLY_TO, REQUESTER, TECHNOLOGY
from jurisdictions import DomainError, Pack, load_pack

#: Where own words are looked at first: three laws of three kinds.
USUAL_PLACES = ("us-il", "fr", "mx")


class OwnSample(msgspec.Struct, frozen=True):
    """A request with own words in it, `marked` being their texts; or in `trouble` why not."""

    pack: Pack
    letter: Letter | None = None
    marked: frozenset[str] = frozenset()
    trouble: str = ""


def own_sample(written: Written, code: str, on: date) -> OwnSample:
    """Return a request to that place dated `on`, in the language of the words."""
    pack = load_pack(code)
    try:
        with_words = _letter(pack, on, written.language, written)
        without = _letter(pack, on, written.language, None)
    except DomainError as error:
        return OwnSample(pack=pack, trouble=str(error))
    return OwnSample(pack=pack, letter=with_words, marked=_texts(with_words) - _texts(without))


def _texts(letter: Letter) -> frozenset[str]:
    return frozenset([*(block.text for block in letter.blocks), *letter.signature])


def _letter(pack: Pack, on: date, language: str, written: Written | None) -> Letter:
    """Compose the request with these words, or without any."""
    written_in = letter_language(pack, language or None)
    ask = default_ask(TECHNOLOGY, None, written_in)
    if written and written.kind == "ask":
        system = catalogue().short_in_text(TECHNOLOGY, written_in)
        ask = with_own_asks(ask, (own_ask(written.category, written.text, system),))
    return compose(
        pack=pack,
        technology=TECHNOLOGY,
        ask=ask,
        requester=REQUESTER,
        addressee=Addressee(name=INVENTED.get(written_in, INVENTED["en"]).body),
        on=on,
        reply_to=REPLY_TO,
        reference="OS-SAMPLE",
        language=language or None,
        own=_own(written),
    )


def _own(written: Written | None) -> Own:
    """Return the words that stand around those of the law."""
    if written is None or written.kind == "ask":
        return NO_WORDS_OF_ONES_OWN
    if written.kind == "signature":
        return Own(signature=written.text)
    return Own(opening=written.opening, closing=written.closing)
