"""The ladder of remedies in a law: which of its steps a letter takes, and whom it is written to."""

import re

import msgspec

from foia.letters.letter import Circumstances
from foia.letters.outline import AGAINST
from jurisdictions import DomainError, Pack, Statute, load_pack
from jurisdictions.rules import Appeal

#: What the kind of a step says when no letter of appeal takes it: a court decides, somebody else
#: acts, it is only told before a claim, or it is about something other than the answer.
NO_LETTER = (
    *("court", "judicial", "tribunal", "writ", "administrative petition"),
    *("ruling", "to sue", "supervision", "general law", "extension"),
)
#: Of these, what a court decides.
IN_COURT = NO_LETTER[:5]
#: What the kind says of a paper that only announces a claim.
NOTICE = "before court"
#: How the packs name the body that was asked itself, as the one that decides again.
SAME = ("same", "body", "agency", "authority", "department", "institution", "provider")
#: What a law calls a step, by what its kind says; the first that fits.
NATURES = {
    "opinion": ("opinion",),
    "petition": ("petition",),
    "complaint": ("complaint", "ombudsman"),
    "appeal": ("appeal",),
    "review": ("review", "application"),
}
#: What the kind says where the body that was asked takes the letter and passes it on.
THROUGH = "through the body"


#: What a pack explains after a name: ": the officer senior in rank", "(for State agencies)".
_EXPLAINED = re.compile(r" \([^\W\d_A-ZÀ-ÞА-Я][^)]*\)|(?:[:;]|, who ).*")


class NoSuchStep(DomainError):
    """The law has no step that such a letter could take."""


def appeal_of(statute: Statute, step: str) -> Appeal | None:
    """Return the step of that name, if the law has it."""
    return next((appeal for appeal in statute.appeals if appeal.step == step), None)


def is_same_body(appeal: Appeal) -> bool:
    """Say whether the letter goes to the body that was asked, to decide again or to pass it on."""
    words = appeal.body.get("en", "").replace(",", "").split()
    is_named = words[:1] == ["The"] and words[1:2] != [] and words[1] in SAME
    return is_named or THROUGH in appeal.kind


def name_of(appeal: Appeal, language: str) -> str:
    """Return the name of the body that decides the step, as it stands on an envelope.

    In the letter's language if on file, and without what the pack explains after it.
    """
    names = appeal.body
    name = names.get(language) or names.get("en") or next(iter(names.values()), "")
    return _EXPLAINED.sub("", name).strip()


def is_by_letter(appeal: Appeal) -> bool:
    """Say whether the step can be taken by a letter, and not in court or by talking."""
    if THROUGH in appeal.kind:
        return True
    return appeal.kind != "mediation" and not any(word in appeal.kind for word in NO_LETTER)


def nature_of(appeal: Appeal | None) -> str:
    """Return what the law calls the step (see NATURES), or nothing where it has another name."""
    kind = appeal.kind if appeal and is_by_letter(appeal) else ""
    named = (n for n, words in NATURES.items() if any(word in kind for word in words))
    return next(named, "")


def by_letter(statute: Statute) -> tuple[Appeal, ...]:
    """Return the steps that a letter can take, in the order of the law."""
    return tuple(filter(is_by_letter, statute.appeals))


def steps_of(code: str) -> tuple[Appeal, ...]:
    """Return the steps by letter of a place's newest law."""
    statutes = sorted(load_pack(code).statutes, key=lambda statute: statute.valid_from)
    return by_letter(statutes[-1]) if statutes else ()


def court_of(statute: Statute) -> Appeal | None:
    """Return the first step that a court decides, if the law has one."""
    is_court = (a for a in statute.appeals if any(word in a.kind for word in IN_COURT))
    return next((a for a in is_court if NOTICE not in a.kind), None)


def told_before(statute: Statute, step: Appeal | None) -> tuple[Appeal, ...]:
    """Return the notices that the law wants before a court is gone to, if the step is a court's."""
    if step is None or step != court_of(statute):
        return ()
    return tuple(appeal for appeal in statute.appeals if NOTICE in appeal.kind)


def after(statute: Statute, step: str) -> Appeal | None:
    """Return the next step by letter after the one named, where another body decides."""
    steps = by_letter(statute)
    names = [appeal.step for appeal in steps]
    later = steps[names.index(step) + 1 :] if step in names else ()
    return next((appeal for appeal in later if not is_same_body(appeal)), None)


def step_for(kind: str, pack: Pack, statute: Statute) -> Appeal | None:
    """Return the step that a letter of `kind` takes unless another is named, None if it takes none.

    Raises NoSuchStep where the law has none: a court alone is not asked by a letter of appeal.
    """
    if kind not in AGAINST:
        return None
    steps, court = by_letter(statute), court_of(statute)
    found = {
        "appeal": steps[0] if steps else None,
        "complaint": after(statute, steps[0].step) if steps else None,
        "before_court": court,
    }[kind]
    if found is None:
        raise NoSuchStep(_none(kind, pack, court))
    return found


def taken_by(kind: str, pack: Pack, statute: Statute, remedy: str) -> Appeal | None:
    """Return the step that a letter of `kind` takes: the one that stands at `remedy`, if given.

    Raises NoSuchStep where the law has no step for a letter of that kind.
    """
    usual = step_for(kind, pack, statute)
    if usual is None or not remedy or usual.cite == remedy:
        return usual
    return next((appeal for appeal in statute.appeals if appeal.cite == remedy), usual)


def must_be_open(step: Appeal | None, known: Circumstances) -> None:
    """Raise NoSuchStep for a step against silence alone, where there was an answer."""
    if step is not None and step.is_of_silence and known.decided_on is not None:
        raise NoSuchStep(
            f"{name_of(step, 'en')} is asked there only about a missing answer ({step.cite}), and"
            f" they answered on {known.decided_on}; take another step."
        )


def on_its_step(step: Appeal | None, known: Circumstances) -> Circumstances:
    """Return what is known, with where the step stands that the letter takes."""
    if step is None or known.remedy:
        return known
    return msgspec.structs.replace(known, remedy=step.cite)


def _none(kind: str, pack: Pack, court: Appeal | None) -> str:
    law = f"The law of {pack.name.get('en', pack.code)} on file"
    if kind == "before_court":
        return f"{law} names no court, so there is no last letter before one."
    if kind == "complaint":
        none = f"{law} has no second step at another body that is no court."
        return f"{none} What is left is a court ({court.cite})." if court else none
    none = f"{law} has no step of appeal that a letter takes."
    if court is None:
        return none
    return f"{none} What is left is a court; write a last letter before it ({court.cite})."
