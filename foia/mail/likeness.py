"""How much the sentences of a mail are like what bodies have written before: naive Bayes.

A multinomial model over the stems of words and of pairs of words, learnt from the samples of
`foia.mail.diction` when a language is first read (some hundredths of a second). It stands beside
the wordings of `foia.mail.languages`: these know formulae, this knows plain talk.

A sentence speaks for a kind as far as its words are commoner there than in all samples, and
commoner than in sentences that decide nothing. Of a mail, each kind's strongest sentence counts.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from math import log

from Stemmer import Stemmer

from foia.mail import cues, diction
from foia.mail.kinds import Evidence, MessageKind
from foia.mail.words import Words, fold, read_words

SAYS = "Such letters are worded like this."
SMOOTHING = 0.1
MOST_SENTENCES = 200  # of a mail; what a letter decides stands near its beginning
_TELLING = 4  # words a sentence's quotation is chosen by
_STEMMERS = {
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "pt": "portuguese",
    "ru": "russian",
}
_TOKEN = re.compile(r"\w+|[$€£₽?]")

Spans = Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Like:
    """How strongly the strongest sentence speaks for a kind, and its telling words in the text."""

    kind: MessageKind
    strength: float
    start: int
    end: int


@dataclass(frozen=True)
class Model:
    """What was learnt of one language: logarithms of how much commoner words are in a kind.

    `absent` is what any known word counts for a kind that never had it, `present` what is added
    for the kinds that had.
    """

    code: str
    absent: Mapping[str, float]
    present: Mapping[str, Mapping[str, float]]

    def strengths(self, spans: Spans) -> dict[str, float]:
        """How much a sentence with these features speaks for each kind."""
        known = [self.present[feature] for feature in spans if feature in self.present]
        scores = {kind: value * len(known) for kind, value in self.absent.items()}
        for added in known:
            for kind, value in added.items():
                scores[kind] += value
        nothing = max(0.0, scores.pop(diction.NOTHING, 0.0))
        return {kind: score - nothing for kind, score in scores.items()}

    def knows(self, words: Words) -> int:
        """How many of the first words were met in samples."""
        spans = features(words.text, *words.span(0, min(len(words.plain), 2000)), self.code)
        return sum(feature in self.present for feature in spans)


@cache
def learnt(code: str) -> Model:
    """The model of one of the `languages.known`."""
    return learn([(k, text) for k, texts in diction.load(code).items() for text in texts], code)


def learn(samples: Iterable[tuple[str, str]], code: str) -> Model:
    """Learn from (kind, text) pairs."""
    seen: dict[str, Counter[str]] = {}
    common: Counter[str] = Counter()
    for kind, text in samples:
        words = read_words(text, [(0, len(text))])
        found = {f for start, end in sentences(words) for f in features(text, start, end, code)}
        seen.setdefault(kind, Counter()).update(found)
        common.update(found)
    total, spread = common.total(), SMOOTHING * len(common)
    present: dict[str, dict[str, float]] = {feature: {} for feature in common}
    for kind, counts in seen.items():
        for feature, count in counts.items():
            expected = spread * common[feature] / total
            present[feature][kind] = log(1 + count / expected)
    absent = {kind: log(spread / (counts.total() + spread)) for kind, counts in seen.items()}
    return Model(code, absent, present)


def read(words: Words, models: Iterable[Model]) -> list[Like]:
    """What the sentences of a mail are like, by the model that knows its words best."""
    model = max(models, key=lambda model: model.knows(words))
    best: dict[str, tuple[float, Spans]] = {}
    quiet = cues.quiet(words, model.code)
    for edges in pairwise([0, *words.breaks[:MOST_SENTENCES]]):
        start, end = words.span(*edges)
        spans = features(words.text, start, end, model.code)
        share = quiet(*edges)
        for kind, score in model.strengths(spans).items():
            strength = score * share
            if kind not in best or strength > best[kind][0]:
                best[kind] = (strength, spans)
    return [_like(model, kind, strength, spans) for kind, (strength, spans) in best.items()]


def evidence_of(words: Words, like: Like, weight: float) -> Evidence:
    """The telling words of a mail's strongest sentence for a kind; `weight` is 0 to 1."""
    quote = words.text[like.start : like.end]
    return Evidence(quote, "body", like.start, like.end, SAYS, like.kind, weight)


def sentences(words: Words) -> list[tuple[int, int]]:
    """Where in the text each sentence begins and ends."""
    edges = pairwise([0, *words.breaks])
    return [words.span(*edge) for edge in edges if words.plain[slice(*edge)].strip("|¶ ")]


def features(text: str, start: int, end: int, code: str) -> dict[str, tuple[int, int]]:
    """The stems of a sentence and of its neighbouring words, with where they first stand."""
    stem = _stem(code)
    found: dict[str, tuple[int, int]] = {}
    last, begins = "<s>", start
    for token in _TOKEN.finditer(text, start, end + 1):
        word = stem(token[0])
        found.setdefault(word, token.span())
        found.setdefault(f"{last} {word}", (begins, token.end()))
        last, begins = word, token.start()
    return found


@cache
def _stem(code: str) -> Callable[[str], str]:
    """The stem of a word without accents; numbers are alike, signs of money too."""
    stemmer = Stemmer(_STEMMERS[code])

    @lru_cache(maxsize=20_000)
    def stem(token: str) -> str:
        if not token.isalpha():
            return "<n>" if token[0].isalnum() else "<?>" if token == "?" else "<money>"
        return fold(stemmer.stemWord(token.lower()))

    return stem


def _like(model: Model, kind: str, strength: float, spans: Spans) -> Like:
    """Quote from the first to the last of the words that speak most for the kind."""
    told = {f: model.present[f].get(kind, 0.0) for f in spans if f in model.present}
    telling = sorted(told, key=lambda f: -told[f])[:_TELLING]
    places = [spans[feature] for feature in telling] or [next(iter(spans.values()), (0, 0))]
    start, end = min(place[0] for place in places), max(place[1] for place in places)
    return Like(MessageKind(kind), strength, start, end)
