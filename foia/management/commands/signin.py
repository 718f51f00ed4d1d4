"""`manage.py signin`: says where the site is and how to sign in."""

from typing import Any

from django.conf import settings

from foia.management.command import Command as BaseCommand
from foia.management.commands.setup import SIGN_IN_FILE


class Command(BaseCommand):
    help = "Say where the site is and how to sign in."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"\n  Open Shutter is ready: {settings.SITE_URL}\n")
        if SIGN_IN_FILE.exists():
            email, password = SIGN_IN_FILE.read_text().split()
            self.stdout.write(f"  Sign up there, or sign in as {email} with {password}")
        if settings.IS_SANDBOX:
            self.stdout.write(
                f"  Sandbox: mail goes to {settings.SITE_URL}/sandbox/ and nowhere else."
            )
        self.stdout.write("  Ctrl-C stops everything; nothing is lost.\n")
