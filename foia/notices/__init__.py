"""Notices: e-mails to the people of a request, to whom they go, and whether they are still true."""

from foia.notices.audience import Audience, audience_of
from foia.notices.facts import Fact, Facts, facts_of
from foia.notices.risky import risky_codes
from foia.notices.stopping import UnknownToken, headers_of, person_of, stop_url
from foia.notices.truth import withdraw_untrue
from foia.notices.writing import write

__all__ = [
    "Audience",
    "Fact",
    "Facts",
    "UnknownToken",
    "audience_of",
    "facts_of",
    "headers_of",
    "person_of",
    "risky_codes",
    "stop_url",
    "withdraw_untrue",
    "write",
]
