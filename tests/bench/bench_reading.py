"""Reading by statistics that never saw the samples: sure or asked, what for what, calibration."""

from tests.mail.cross_validation import cross_validate


def main() -> None:
    """Print the tables."""
    print("  every sample read by a model that never saw it, alone and inside a letter")
    print(*cross_validate().lines(), sep="\n")


if __name__ == "__main__":
    main()
