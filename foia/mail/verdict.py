"""Weigh the evidence of one mail: which kind it is, how confident that is, whether it is sure."""

from collections.abc import Mapping, Sequence

from foia.mail import calibration
from foia.mail.kinds import Evidence, Found, ItemState, MessageKind

K = MessageKind

SURE = 0.8
LEAD = 0.4
_ALONE = 0.35  # an acknowledgment opens many letters: sure only if nothing else reaches this
_SAID = 0.5  # from here a kind has been said rather than touched upon

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


def decide(
    evidence: Sequence[Evidence], found: Found, troubles: list[str]
) -> tuple[MessageKind, float, bool]:
    """Return the kind, the chance (0 to 1) that it is right, and whether it may be acted on."""
    scores = _scores(evidence)
    _join_parts(scores)
    machine = _machine(evidence, scores, found)
    kind = machine or _strongest(scores)
    if kind is None:
        return K.UNKNOWN, 0.0, False
    score = scores[kind]
    rivals = {other: value for other, value in scores.items() if _is_rival(other, kind, machine)}
    strongest = max(rivals.values(), default=0.0)
    confidence = calibration.confidence(max(0.0, score - strongest / 2))
    is_sure = score >= SURE and score - strongest >= LEAD and not _contradicts(found, troubles)
    if kind is K.ACKNOWLEDGMENT and any(
        value >= _ALONE for other, value in rivals.items() if other not in _HARMLESS
    ):
        is_sure = False
    if score >= SURE and score - strongest < LEAD:
        troubles.append(f"It could also be {max(rivals, key=lambda other: rivals[other])}.")
    if kind is K.RECORDS_FULL and (cited := _exemption_cited(found)):
        troubles.append(f"It hands over records but cites {cited}; something may be withheld.")
        is_sure = False
    if any(trouble.startswith("All of the text is quoted") for trouble in troubles):
        is_sure = False
    return kind, confidence, is_sure


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

    The one exception: a program's receipt with the body's own number for the request.
    """
    marks = _scores([piece for piece in evidence if piece.where == "header"])
    if marks.get(K.BOUNCE, 0.0) >= SURE or scores.get(K.BOUNCE, 0.0) >= SURE:
        return K.BOUNCE
    is_receipt = scores.get(K.ACKNOWLEDGMENT, 0.0) >= SURE and found.body_reference is not None
    if max(marks.get(K.AUTO_REPLY, 0.0), scores.get(K.AUTO_REPLY, 0.0)) < SURE:
        return None
    is_marked = marks.get(K.AUTO_REPLY, 0.0) >= SURE
    if is_receipt:
        return K.ACKNOWLEDGMENT
    decided = max((scores[kind] for kind in scores if kind not in _HARMLESS), default=0.0)
    return K.AUTO_REPLY if is_marked or decided < SURE else None


_HARMLESS = frozenset({K.AUTO_REPLY, K.ACKNOWLEDGMENT, K.NOT_ABOUT_US, K.BOUNCE})


def _strongest(scores: Mapping[K, float]) -> MessageKind | None:
    """The highest score among the kinds that no other said kind absorbs."""
    said = [kind for kind, score in scores.items() if score >= _SAID]
    absorbed = {lesser for kind in said for lesser in _ABSORBS.get(kind, ())}
    standing = {kind: score for kind, score in scores.items() if kind not in absorbed}
    best = max(standing, key=lambda kind: standing[kind], default=None)
    return best if best is not None and standing[best] >= 0.3 else None


def _is_rival(other: K, kind: K, machine: MessageKind | None) -> bool:
    if other is kind or other in _ABSORBS.get(kind, ()):
        return False
    if machine is K.BOUNCE:
        return False  # a bounce repeats our own letter, with all its words
    return not (machine and other in _HARMLESS)


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
