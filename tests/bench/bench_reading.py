"""Reading by statistics that never saw the samples: sure or asked, what for what, calibration."""

from tests.mail.cross_validation import cross_validate
from tests.mail.held_out import confusion


def main() -> None:
    """Print the tables."""
    print("  held-out mails, by language")
    print(*confusion().lines(), sep="\n")
    print("  every sample read by a model that never saw it, alone and inside a letter")
    print(*cross_validate().lines(), sep="\n")


if __name__ == "__main__":
    main()
