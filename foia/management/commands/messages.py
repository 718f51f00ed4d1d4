"""`manage.py messages`: brings the screens' catalogues up to the source, says what they lack."""

from typing import Any

from foia.management.catalogues import compile_catalogues, renew
from foia.management.command import Command as BaseCommand


class Command(BaseCommand):
    help = "Bring the screens' translations up to the source and say what each still lacks."

    def handle(self, *args: Any, **options: Any) -> None:
        for language, lacking in renew().items():
            self.stdout.write(f"{language}: {lacking} without words")
        compile_catalogues()
