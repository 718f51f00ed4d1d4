"""Who signs a campaign: the details that some laws want, looked at when they are given."""

from collections.abc import Mapping
from typing import Any

import msgspec

from foia.drafts.campaign_identity import STANDING
from foia.flow.campaigns.held import CampaignError
from foia.letters.identity import NO_STANDING, standings
from foia.letters.letter import Details
from foia.letters.printable import all_printable


def checked_identity(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the details as a campaign keeps them, without what nobody gave.

    Raises CampaignError for a detail that no law knows, or a sentence that its law does not have.
    """
    try:
        standing = msgspec.convert(given.get(STANDING) or {}, dict[str, str])
        rest = {name: words for name, words in given.items() if name != STANDING}
        details = all_printable(msgspec.convert(rest, Details))
    except msgspec.ValidationError as error:
        known = ", ".join(Details.__struct_fields__)
        raise CampaignError(
            f"What is said of the requester is not what was expected: {error}; give {known}, and"
            " `standing` law by law."
        ) from error
    for code, id in standing.items():
        _must_be_known(code, id)
    kept = msgspec.to_builtins(details) | {STANDING: standing}
    return {name: words for name, words in kept.items() if words}


def _must_be_known(code: str, id: str) -> None:
    known = (*standings(code, "en"), NO_STANDING)
    if id not in known:
        raise CampaignError(
            f"standing: the law of {code} has no {id!r}; take one of {', '.join(known)}."
        )
