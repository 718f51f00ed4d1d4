"""Coverage-guided fuzzing of everything that reads mail: `python -m tests.fuzz --help`."""
