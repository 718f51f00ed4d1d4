"""A sender is the body's own only at an address or a domain that the body is known by."""

import pytest

from foia.mail.senders import is_from

KNOWN = ["FOIA@chicago-police.example", "clerk@gmail.com", "a portal without an address"]


@pytest.mark.parametrize(
    ("sender", "is_known"),
    [
        ("foia@chicago-police.example", True),
        ("j.doe@Chicago-Police.example", True),
        ("noreply@mail.chicago-police.example", True),
        ("foia@evil-chicago-police.example", False),
        ("foia@chicago-police.example.evil.example", False),
        ("foia@example", False),
        ("clerk@gmail.com", True),
        ("stranger@gmail.com", False),
        ("a portal without an address", False),
        ("", False),
    ],
)
def test_a_sender_is_known_by_its_domain_or_at_public_domains_by_its_address(
    sender: str, is_known: bool
) -> None:
    assert is_from(sender, KNOWN) is is_known
