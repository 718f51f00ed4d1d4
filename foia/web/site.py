"""What every page may ask about this installation, and nothing about the person."""

from django.conf import settings
from django.http import HttpRequest

from foia.gateways import clock


def site(request: HttpRequest) -> dict[str, object]:
    """Return what every template has: whether mail stays in the sandbox, and its clock if set."""
    return {"is_sandbox": settings.IS_SANDBOX, "told_time": clock.now() if clock.ahead() else None}
