"""Preparing the letters of a campaign beside bare inserts of the same rows, on both databases."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from worker.services import ServiceError, Services

ONCE = Path(__file__).with_name("preparing_once.py")


def main() -> None:
    """Run it in processes of their own, so that the peak of memory is that of the preparing."""
    with tempfile.TemporaryDirectory(prefix="bench-preparing-") as folder:
        Path(folder).chmod(0o755)  # Postgres does not run as root
        print("SQLite", flush=True)
        once(Path(folder) / "sqlite", {})
        try:
            with Services(Path(folder) / "services") as services:
                print("Postgres", flush=True)
                once(Path(folder) / "postgres", services.environment)
        except ServiceError as error:
            print(f"  left out: {error}")


def once(folder: Path, environment: dict[str, str]) -> None:
    """Prepare one campaign in a process of its own."""
    told = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    told |= {"DATA_DIR": str(folder)} | environment
    subprocess.run([sys.executable, str(ONCE)], env=told, check=True)


if __name__ == "__main__":
    main()
