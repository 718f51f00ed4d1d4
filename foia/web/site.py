"""What every page may ask about this installation, and nothing about the person."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, bool]:
    """Return the words every template has: whether mail stays in the sandbox."""
    return {"is_sandbox": settings.IS_SANDBOX}
