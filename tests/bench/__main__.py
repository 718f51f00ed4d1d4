"""`make bench`: runs every `bench_*.py` of this folder, or those named, one after another."""

import runpy
import sys
from pathlib import Path

HERE = Path(__file__).parent


def main(names: list[str]) -> None:
    """Run the benchmarks whose names contain one of the words given, or all of them."""
    for path in sorted(HERE.glob("bench_*.py")):
        if not names or any(name in path.stem for name in names):
            print(f"\n{path.stem.removeprefix('bench_')}", flush=True)
            runpy.run_path(str(path), run_name="__main__")


if __name__ == "__main__":
    main(sys.argv[1:])
