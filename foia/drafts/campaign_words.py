"""A campaign's words in one language, for one body: what is asked for and what stands around."""

from collections.abc import Mapping
from functools import lru_cache

from foia.drafts.own import as_column
from foia.letters.catalogue import catalogue
from foia.letters.compose import default_ask
from foia.letters.merge import fields_in, merged
from foia.letters.own import Own, own_ask
from foia.letters.wording import language_name
from foia.models import Campaign, RecordsRequest
from jurisdictions import DomainError


class NoWords(DomainError):
    """A campaign has no words for something that a letter in this language would say."""


def request_like(campaign: Campaign) -> RecordsRequest:
    """Return an unsaved request with what all share, whatever the law (see `campaign_identity`)."""
    return RecordsRequest(
        campaign=campaign,
        requester_id=campaign.requester_id,
        system_id=campaign.system_id,
        technology=campaign.technology,
        signed_name=campaign.signed_name,
        signed_address=campaign.signed_address,
        signed_organization=campaign.signed_organization,
        is_sandbox=campaign.is_sandbox,
    )


def ask_for(campaign: Campaign, language: str, fields: Mapping[str, str]) -> list[dict[str, str]]:
    """Return the items of the letter, in its order.

    Raises NoWords for an item of one's own that nobody wrote in this language, and MergeError for a
    field without a value.
    """
    system = catalogue().short_in_text(campaign.technology, language)
    return [
        {
            "category": row["category"],
            "text": _item(row, campaign.technology, language, system, fields),
        }
        for row in campaign.ask
    ]


def own_for(campaign: Campaign, language: str, fields: Mapping[str, str]) -> dict[str, str]:
    """Return opening, closing and signature in this language, still with the letter's fields."""
    said = campaign.own.get(language, {})
    return as_column(
        Own(
            opening=merged(said.get("opening", ""), fields, is_read_again=True),
            closing=merged(said.get("closing", ""), fields, is_read_again=True),
            signature=merged(said.get("signature", ""), fields),
            signed_as=said.get("signed_as", ""),
        )
    )


def fields_of(campaign: Campaign, language: str) -> frozenset[str]:
    """Return the merge fields that a letter in this language uses."""
    asks = [row.get("texts", {}).get(language, "") for row in campaign.ask]
    return fields_in(*asks, *campaign.own.get(language, {}).values())


@lru_cache
def title_of(technology: str, language: str, name: str) -> str:
    """Return what a request to a body of that name is called."""
    return f"{catalogue().technology(technology).label(language)}: {name}"[:300]


def _item(
    row: Mapping[str, object],
    technology: str,
    language: str,
    system: str,
    fields: Mapping[str, str],
) -> str:
    category, texts = str(row["category"]), row.get("texts") or {}
    words = texts.get(language, "") if isinstance(texts, Mapping) else ""
    if words:
        return own_ask(category, merged(words, fields, is_read_again=True), system).text
    if not category:
        raise NoWords(
            f"An item of your own has no words in {language_name(language)}; write them, or leave"
            " out the bodies that are asked in that language."
        )
    return default_ask(technology, [category], language)[0].text
