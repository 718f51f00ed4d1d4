"""Fuzz the readers of mail with the corpus as seeds: `python -m tests.fuzz [--seconds 3600]`.

A find ends the run with exit status 1 or more and is kept beside the seeds, in `--keep`.
"""

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import atheris

SAMPLES = Path(__file__).parent.parent / "samples"


def main() -> None:
    """Seed, instrument, fuzz."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--keep", type=Path, help="a folder for finds and new inputs")
    told = parser.parse_args()
    with atheris.instrument_imports(include=["foia.mail", "olefile", "striprtf"]):
        from tests.fuzz.properties import hold  # instrumented while imported
    with TemporaryDirectory() as made:
        folder = told.keep or Path(made)
        folder.mkdir(parents=True, exist_ok=True)
        for sample in SAMPLES.iterdir():
            if sample.suffix in (".eml", ".msg", ".oft"):
                (folder / sample.name).write_bytes(sample.read_bytes())
        options = [f"-max_total_time={told.seconds}", "-timeout=20", "-max_len=60000"]
        options += [
            "-rss_limit_mb=2000",
            f"-artifact_prefix={folder}/find-",
            "-print_final_stats=1",
        ]
        atheris.Setup([sys.argv[0], *options, str(folder)], hold)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
