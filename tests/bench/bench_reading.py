"""The confusion table of held-out letters: what is read as what, surely or as a question."""

from tests.mail.confusion import confusion


def main() -> None:
    """Print the table."""
    found = confusion()
    print(f"  {found.total} held-out letters, {len(found.wrong)} sure and wrong")
    print(*found.lines(), sep="\n")


if __name__ == "__main__":
    main()
