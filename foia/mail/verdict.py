"""Weigh the evidence of one mail: which kind it is, how confident that is, whether it is sure."""

from collections.abc import Mapping, Sequence
from math import exp
from types import MappingProxyType
from typing import NamedTuple

from foia.mail import calibration
from foia.mail.kinds import Evidence, Found, ItemState, MessageKind
from foia.mail.sources import ALL_QUOTED

K = MessageKind

SURE = 0.8  # what a machine's mark must reach
LEAD = 0.4
_ALONE = 0.35  # an acknowledgment opens many letters: sure only if nothing else reaches this
_SAID = 0.5  # from here a kind has been said rather than touched upon
RULE = 7.0  # what a wording of weight 1 counts beside the strength of a likeness
LIKENESS = 3.0  # strengths are logarithms of independent words, which words are not: a third counts
_NOTHING = 2.0  # what it counts that the mail may be of no kind
_LEAST = 1.0  # less is no guess
_SURE = 0.95
ALIKE = 6.0  # the strength that confirms a wording
_ABOUT = 1.0  # strengths so near are the same
VERY_ALIKE = 25.0  # the strength that needs none
MOST_LIKELY = 5

# What a kind explains away: the left, if said, absorbs the right.
_ABSORBS: Mapping[K, frozenset[K]] = {
    K.EXTENSION: frozenset({K.ACKNOWLEDGMENT}),
    K.CLARIFICATION_NEEDED: frozenset({K.ACKNOWLEDGMENT}),
    K.IDENTITY_OR_RESIDENCY: frozenset({K.ACKNOWLEDGMENT, K.CLARIFICATION_NEEDED}),
    K.FEE_ESTIMATE: frozenset({K.ACKNOWLEDGMENT}),
    K.FEE_WAIVER_GRANTED: frozenset({K.ACKNOWLEDGMENT}),
    K.FEE_WAIVER_REFUSED: frozenset({K.ACKNOWLEDGMENT, K.FEE_ESTIMATE}),
    K.TRANSFERRED: frozenset({K.ACKNOWLEDGMENT, K.NO_RECORDS}),
    K.INTERIM: frozenset({K.ACKNOWLEDGMENT, K.RECORDS_FULL, K.RECORDS_PARTIAL}),
    K.RECORDS_FULL: frozenset({K.ACKNOWLEDGMENT}),
    K.RECORDS_PARTIAL: frozenset(
        {K.ACKNOWLEDGMENT, K.RECORDS_FULL, K.REFUSED_EXEMPTION, K.NO_RECORDS, K.ALREADY_PUBLIC}
    ),
    K.COVER_LETTER: frozenset({K.ACKNOWLEDGMENT, K.RECORDS_FULL}),
    K.REFUSED_EXEMPTION: frozenset({K.ACKNOWLEDGMENT}),
    K.REFUSED_BURDEN: frozenset({K.ACKNOWLEDGMENT, K.CLARIFICATION_NEEDED, K.REFUSED_EXEMPTION}),
    K.NEITHER_CONFIRM_NOR_DENY: frozenset({K.ACKNOWLEDGMENT, K.REFUSED_EXEMPTION, K.NO_RECORDS}),
    K.NO_RECORDS: frozenset({K.ACKNOWLEDGMENT}),
    K.ALREADY_PUBLIC: frozenset({K.ACKNOWLEDGMENT}),
    K.APPEAL_ACK: frozenset({K.ACKNOWLEDGMENT}),
    K.APPEAL_WON: frozenset({K.APPEAL_ACK, K.ACKNOWLEDGMENT, K.RECORDS_FULL}),
    K.APPEAL_LOST: frozenset({K.APPEAL_ACK, K.ACKNOWLEDGMENT, K.REFUSED_EXEMPTION, K.NO_RECORDS}),
    K.REGULATOR_OPINION: frozenset(
        {K.APPEAL_ACK, K.APPEAL_WON, K.APPEAL_LOST, K.REFUSED_EXEMPTION, K.RECORDS_FULL}
        | {K.NO_RECORDS, K.ACKNOWLEDGMENT}
    ),
    K.PORTAL_NOTICE: frozenset({K.ACKNOWLEDGMENT, K.RECORDS_FULL, K.AUTO_REPLY}),
}


_LACKING = (K.REFUSED_EXEMPTION, K.NO_RECORDS, K.ALREADY_PUBLIC)  # half of a partial answer


class Verdict(NamedTuple):
    """The kind, how often such verdicts were right, whether it may be acted on, what is likely."""

    kind: MessageKind
    confidence: float
    is_sure: bool
    likely: tuple[MessageKind, ...]


def decide(
    evidence: Sequence[Evidence],
    found: Found,
    troubles: list[str],
    likeness: Mapping[K, float] = MappingProxyType({}),
) -> Verdict:
    """Weigh wordings (`evidence`) and `likeness` (strengths by kind) of one mail."""
    scores, likeness = _without_footer(_scores(evidence), likeness, found)
    _join_parts(scores)
    if machine := _machine(evidence, scores, found):
        share, is_sure = _of_machine(machine, scores)
        return Verdict(machine, calibration.confidence(share, is_sure=is_sure), is_sure, (machine,))
    totals = _totals(scores, likeness)
    standing = _standing(scores, totals)
    if not standing or totals[standing[0]] < _LEAST:
        return Verdict(K.UNKNOWN, 0.0, False, tuple(standing[:MOST_LIKELY]))
    kind, *others = standing
    share = _share(kind, totals, standing)
    is_sure = share >= _SURE and _agree(kind, scores, likeness)
    is_sure = is_sure and not _is_in_doubt(kind, scores, found, troubles)
    if not is_sure and others and share < _SURE:
        troubles.append("It reads like more than one kind of letter.")
    confidence = calibration.confidence(share, is_sure=is_sure)
    return Verdict(kind, confidence, is_sure, tuple(standing[:MOST_LIKELY]))


def _without_footer(
    scores: dict[K, float], likeness: Mapping[K, float], found: Found
) -> tuple[dict[K, float], Mapping[K, float]]:
    """A portal's "do not answer this mail" below a letter does not make the letter automatic.

    A receipt is one only with the body's own number; without, it is what programs send to all.
    """
    of_all = _FOOTERS if found.body_reference else _HARMLESS
    is_letter = any(value >= _SAID for kind, value in scores.items() if kind not in of_all)
    if not is_letter or not 0 < scores.get(K.AUTO_REPLY, 0.0) < SURE:
        return scores, likeness
    del scores[K.AUTO_REPLY]
    return scores, {kind: value for kind, value in likeness.items() if kind is not K.AUTO_REPLY}


def _totals(scores: Mapping[K, float], likeness: Mapping[K, float]) -> dict[K, float]:
    """What speaks for each kind, wordings and likeness together; a logarithm."""
    return {
        kind: RULE * scores.get(kind, 0.0) + max(0.0, likeness.get(kind, 0.0)) / LIKENESS
        for kind in dict.fromkeys([*likeness, *scores])
    }


def _standing(scores: Mapping[K, float], totals: Mapping[K, float]) -> list[K]:
    """The kinds that no other explains away, the strongest first."""
    ranked = sorted((kind for kind in totals if totals[kind] > 0), key=lambda k: -totals[k])
    return [kind for kind in ranked if not _is_absorbed(kind, scores, totals)]


def _is_absorbed(kind: K, scores: Mapping[K, float], totals: Mapping[K, float]) -> bool:
    """Whether a kind that explains this one away was said, or stands as strong."""
    return any(
        scores.get(other, 0.0) >= _SAID or totals[other] >= max(_NOTHING, totals[kind] - 1)
        for other in totals
        if kind in _ABSORBS.get(other, ())
    )


def _share(kind: K, totals: Mapping[K, float], standing: Sequence[K]) -> float:
    """The share of a kind among all that stand, and nothing; 0 to 1."""
    rivals = [k for k in standing if k is not kind and k not in _ABSORBS.get(kind, ())]
    weights = [_NOTHING, *(totals[rival] for rival in rivals)]
    return 1 / (1 + sum(exp(weight - totals[kind]) for weight in weights))


def _agree(kind: K, scores: Mapping[K, float], likeness: Mapping[K, float]) -> bool:
    """Whether wordings and likeness speak for the kind, and neither for another.

    Without a wording, likeness must be strong and far ahead.
    """
    absorbed = {kind, *_ABSORBS.get(kind, ())}
    like = _like_parts(likeness) if kind is K.RECORDS_PARTIAL else likeness.get(kind, 0.0)
    others = max((value for k, value in likeness.items() if k not in absorbed), default=0.0)
    rivals = max((value for k, value in scores.items() if k not in absorbed), default=0.0)
    if rivals >= _SAID or others > like + _ABOUT:
        return False
    if scores.get(kind, 0.0) >= _SAID:
        return like >= ALIKE
    return like >= VERY_ALIKE and like - others >= VERY_ALIKE / 2


def _like_parts(likeness: Mapping[K, float]) -> float:
    """How like a partial answer it is: worded as one, or both a giving and what lacks."""
    lacking = max(likeness.get(kind, 0.0) for kind in _LACKING)
    both = min(likeness.get(K.RECORDS_FULL, 0.0), lacking)
    return max(likeness.get(K.RECORDS_PARTIAL, 0.0), both)


def _of_machine(machine: K, scores: Mapping[K, float]) -> tuple[float, bool]:
    """How sure it is that a machine wrote it, and whether that may be acted on."""
    rivals = [value for other, value in scores.items() if _is_rival(other, machine)]
    strongest = max(rivals, default=0.0)
    score = scores.get(machine, 0.0)
    return max(0.0, score - strongest / 2), score >= SURE and score - strongest >= LEAD


def _is_in_doubt(kind: K, scores: Mapping[K, float], found: Found, troubles: list[str]) -> bool:
    """Whether something in the mail forbids to act on the strongest kind."""
    is_in_doubt = _contradicts(found, troubles)
    if kind is K.ACKNOWLEDGMENT:
        is_in_doubt |= any(
            value >= _ALONE for other, value in scores.items() if other not in _HARMLESS
        )
    if kind is K.RECORDS_FULL and (cited := _exemption_cited(found)):
        troubles.append(f"It hands over records but cites {cited}; something may be withheld.")
        is_in_doubt = True
    return is_in_doubt or ALL_QUOTED in troubles


def _scores(evidence: Sequence[Evidence]) -> dict[K, float]:
    """Each thing said counts once, at its strongest; a kind's score is their sum."""
    best: dict[tuple[K, str], float] = {}
    for piece in evidence:
        key = (piece.kind, piece.says.removesuffix(" (Said with a condition.)"))
        best[key] = max(best.get(key, 0.0), piece.weight)
    scores: dict[K, float] = {}
    for (kind, _), weight in best.items():
        scores[kind] = min(1.0, scores.get(kind, 0.0) + weight)
    return scores


def _join_parts(scores: dict[K, float]) -> None:
    """Some given and some refused, absent or public elsewhere: that is a partial answer."""
    given = scores.get(K.RECORDS_FULL, 0.0)
    others = (K.REFUSED_EXEMPTION, K.NO_RECORDS)
    lacking = max(scores.get(kind, 0.0) for kind in others)
    if min(given, lacking) >= _SAID:
        joined = min(given, lacking)
        scores[K.RECORDS_PARTIAL] = max(joined, scores.get(K.RECORDS_PARTIAL, 0.0))


def _machine(
    evidence: Sequence[Evidence], scores: Mapping[K, float], found: Found
) -> MessageKind | None:
    """What machines wrote is not a body's answer, whatever words it repeats.

    Only headers prove a machine; its words are weighed with all others. The exceptions: a program's
    receipt with the body's own number for the request, and a portal's notice.
    """
    headers = [piece for piece in evidence if piece.where == "header"]
    marks = _scores(headers)
    if any(piece.kind is K.AUTO_REPLY and piece.weight >= _CERTAIN for piece in headers):
        return K.AUTO_REPLY  # a report that nothing failed for good, whatever its words warn of
    if marks.get(K.BOUNCE, 0.0) >= SURE or scores.get(K.BOUNCE, 0.0) >= SURE:
        return K.BOUNCE
    if marks.get(K.AUTO_REPLY, 0.0) < SURE:
        return None
    if scores.get(K.PORTAL_NOTICE, 0.0) >= SURE:
        return K.PORTAL_NOTICE
    is_receipt = scores.get(K.ACKNOWLEDGMENT, 0.0) >= SURE and found.body_reference is not None
    return K.ACKNOWLEDGMENT if is_receipt else K.AUTO_REPLY


_CERTAIN = 1.0  # what a report of its own form has (RFC 3464, RFC 8098)
_FOOTERS = frozenset({K.AUTO_REPLY, K.NOT_ABOUT_US, K.BOUNCE})
_HARMLESS = frozenset({K.AUTO_REPLY, K.ACKNOWLEDGMENT, K.NOT_ABOUT_US, K.BOUNCE})


def _is_rival(other: K, machine: K) -> bool:
    if other is machine or other in _ABSORBS.get(machine, ()):
        return False
    # A bounce repeats our own letter, with all its words.
    return machine is not K.BOUNCE and other not in _HARMLESS


def _contradicts(found: Found, troubles: list[str]) -> bool:
    """One item cannot be both absent and handed over."""
    states: dict[int, set[ItemState]] = {}
    for finding in found.item_findings:
        states.setdefault(finding.number, set()).add(finding.state)
    for number, said in states.items():
        if ItemState.CONFIRMED_ABSENT in said and len(said) > 1:
            troubles.append(f"It says different things of item {number}.")
            return True
    return False


def _exemption_cited(found: Found) -> str | None:
    """A section that is more than the name of an act, like 5 ILCS 140."""
    acts = ("ILCS", "S.C.", "S. C.", "USC", "-ФЗ")
    for cite in found.citations:
        is_act = cite.startswith("Lei") or any(act in cite for act in acts)
        if "(" in cite or not is_act:
            return cite
    return None
