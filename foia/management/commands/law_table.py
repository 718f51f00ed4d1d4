"""Print the table of all laws on file, as docs/law/table.md keeps it."""

from typing import Any

from foia.management.command import Command as BaseCommand
from jurisdictions import codes, load_pack
from jurisdictions.table import law_table


class Command(BaseCommand):
    """`manage.py law_table > docs/law/table.md`."""

    help = "The table of all laws on file in Markdown."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(law_table(map(load_pack, codes())), ending="")
