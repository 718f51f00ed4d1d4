"""`make chaos`: an ordeal on SQLite, then one on Postgres and Redis; prints what came of them."""

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.chaos.ordeal import ordeal

LETTERS = int(os.environ.get("LETTERS", "4000"))
SECONDS = float(os.environ.get("SECONDS", "45"))


def main() -> int:
    """Return 1 if a letter was lost or doubled, or the books do not fit."""
    results = []
    for name, on_postgres in (("SQLite", False), ("Postgres and Redis", True)):
        with tempfile.TemporaryDirectory(prefix="chaos-") as folder:
            result = ordeal(Path(folder), letters=LETTERS, seconds=SECONDS, on_postgres=on_postgres)
        print(f"{name}: {told(result)}", flush=True)
        results.append(result)
    return int(any(result["lost"] or result["doubled"] or result["breaks"] for result in results))


def told(result: dict[str, Any]) -> str:
    """The figures of an ordeal in one line, and each break in one more."""
    kills = ", ".join(f"{count} {name}" for name, count in result["kills"].items())
    figures = ", ".join(
        f"{name} {result[name]:,}"
        for name in ("letters", "lost", "doubled", "held", "cut off", "refused", "handed over")
    )
    first = f"killed {kills}; {result['meanwhile']:,} letters taken meanwhile; {figures}"
    return "\n  ".join([first, *result["breaks"][:20]])


if __name__ == "__main__":
    sys.exit(main())
