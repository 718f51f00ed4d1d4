"""Questions of public control that every dossier is asked, each answered yes, no or unknown.

They follow the aims of the ACLU's Community Control Over Police Surveillance (CCOPS) laws, in words
that fit other countries too: https://www.communityctrl.com/
"""

from collections.abc import Iterable

from foia.models import SystemAnswer

#: In the order of the page; the words are in `foia.web.system_words`.
QUESTIONS = (
    "approval",
    "hearing",
    "impact_report",
    "use_policy",
    "annual_report",
    "funding",
    "contract",
    "sharing",
    "retention",
    "oversight",
    "remedy",
)


def answered(answers: Iterable[SystemAnswer]) -> list[tuple[str, SystemAnswer | None]]:
    """Return every question with its answer; None where nobody has looked."""
    known = {answer.question: answer for answer in answers}
    return [(question, known.get(question)) for question in QUESTIONS]
