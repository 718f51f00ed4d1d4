"""A plan in the making: what a person chose so far, kept in the session through signing up."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.http import HttpRequest

from foia.letters.compose import AskItem

KEY = "plan"


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

    def items(self) -> tuple[AskItem, ...]:
        """Return the ask as the composer takes it."""
        return tuple(AskItem(item["category"], item["text"]) for item in self.ask)

    def is_about(self, *, technology: str, agency: str) -> bool:
        """Say whether this plan is for that technology at that body."""
        return (self.technology, self.agency) == (technology, agency)

    def with_ask(self, items: Sequence[AskItem]) -> "Plan":
        """Return the plan with these items."""
        return replace(self, ask=tuple({"category": i.category, "text": i.text} for i in items))

    def signed(self, *, name: str, address: str, organization: str) -> "Plan":
        """Return the plan with its signature."""
        return replace(
            self, signed_name=name, signed_address=address, signed_organization=organization
        )


def kept(request: HttpRequest) -> Plan | None:
    """Return the plan of this session, or None."""
    stored: dict[str, Any] | None = request.session.get(KEY)
    return Plan(**{**stored, "ask": tuple(stored["ask"])}) if stored else None


def keep(request: HttpRequest, plan: Plan) -> None:
    """Remember the plan; signing up or in does not lose it."""
    request.session[KEY] = asdict(plan)


def drop(request: HttpRequest) -> None:
    """Forget the plan."""
    request.session.pop(KEY, None)
