"""What every page may ask about this installation, and nothing about the person."""

from django.conf import settings
from django.http import HttpRequest

from foia.gateways import clock


def site(request: HttpRequest) -> dict[str, bool | int]:
    """Return what every template has: whether mail stays in the sandbox, and where its clock is."""
    return {"is_sandbox": settings.IS_SANDBOX, "days_ahead": clock.days_ahead()}
