"""A plan in the making: what a person chose so far, kept in the session through signing up."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from django.http import HttpRequest

from foia.letters.compose import AskItem
from foia.models.sealed import seal, unseal
from foia.web.forms.sign import Signed

KEY, SIGNATURE = "plan", "plan_signature"
PRIVATE = ("signed_name", "signed_address", "signed_organization", "identity")


@dataclass(frozen=True)
class Plan:
    """The choices of the wizard. `ask` holds {category, text}, in the order of the letter."""

    place: str
    technology: str
    agency: str
    system: str = ""
    ask: tuple[dict[str, str], ...] = ()
    signed_name: str = ""
    signed_address: str = ""
    signed_organization: str = ""
    identity: dict[str, str] = field(default_factory=dict)
    recipient: str = ""
    channel: str = ""

    def items(self) -> tuple[AskItem, ...]:
        """Return the ask as the composer takes it."""
        return tuple(AskItem(item["category"], item["text"]) for item in self.ask)

    def is_about(self, *, technology: str, agency: str) -> bool:
        """Say whether this plan is for that technology at that body."""
        return (self.technology, self.agency) == (technology, agency)

    def with_ask(self, items: Sequence[AskItem]) -> "Plan":
        """Return the plan with these items."""
        return replace(self, ask=tuple({"category": i.category, "text": i.text} for i in items))

    def signed(self, signed: Signed) -> "Plan":
        """Return the plan with its signature."""
        return replace(self, **vars(signed))

    def signature(self) -> Signed:
        """Return who signs and how it goes, as far as that is known."""
        return Signed(**{name: getattr(self, name) for name in Signed.__dataclass_fields__})

    def for_body(self, agency: str) -> Signed:
        """Return what can be kept of the signature for this body.

        What one law asked of the requester, and one body's address, are for no other body.
        """
        known = self.signature()
        if agency == self.agency:
            return known
        return replace(known, identity={}, recipient="", channel="")


def kept(request: HttpRequest) -> Plan | None:
    """Return the plan of this session, or None."""
    stored: dict[str, Any] | None = request.session.get(KEY)
    if not stored:
        return None
    said: dict[str, Any] = json.loads(unseal(request.session.get(SIGNATURE, "")) or "{}")
    return Plan(**{**stored, **said, "ask": tuple(stored["ask"])})


def keep(request: HttpRequest, plan: Plan) -> None:
    """Remember the plan; signing up or in does not lose it.

    Sessions lie in the database: so who signs, and where they live, is sealed there.
    """
    stored = asdict(plan)
    said = {name: stored.pop(name) for name in PRIVATE}
    request.session[KEY] = stored
    request.session[SIGNATURE] = seal(json.dumps(said, ensure_ascii=False))


def drop(request: HttpRequest) -> None:
    """Forget the plan."""
    request.session.pop(KEY, None)
    request.session.pop(SIGNATURE, None)
