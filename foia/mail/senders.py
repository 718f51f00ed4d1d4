"""Who writes: whether a mail's sender is of those a body is known by. A sender can be forged."""

from collections.abc import Iterable

# Domains where anybody can have an address: they tell nothing of a public body.
PUBLIC_DOMAINS = frozenset(
    [
        *["gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "msn.com"],
        *["hotmail.fr", "outlook.fr", "live.fr", "hotmail.es", "outlook.es", "yahoo.com"],
        *["yahoo.fr", "yahoo.es", "yahoo.com.mx", "yahoo.co.uk", "yahoo.de", "ymail.com"],
        *["icloud.com", "me.com", "mac.com", "aol.com", "proton.me", "protonmail.com", "pm.me"],
        *["gmx.com", "gmx.de", "gmx.net", "web.de", "t-online.de", "posteo.de", "mailbox.org"],
        *["orange.fr", "wanadoo.fr", "free.fr", "laposte.net", "sfr.fr", "zoho.com"],
        *["mail.ru", "bk.ru", "inbox.ru", "list.ru", "yandex.ru", "ya.ru", "yandex.com"],
        *["rambler.ru", "prodigy.net.mx", "tutanota.com", "tuta.io", "fastmail.com", "mail.com"],
        *["comcast.net", "verizon.net", "att.net", "sbcglobal.net", "uol.com.br", "terra.com.br"],
    ]
)


def is_from(sender: str, known: Iterable[str]) -> bool:
    """Say whether `sender` is one of these addresses, or of the domain of one or below it.

    At a domain where anybody can have an address only the address itself counts.
    """
    return any(_is_of(sender.casefold(), address.casefold()) for address in known)


def _is_of(sender: str, address: str) -> bool:
    domain, known = _domain(sender), _domain(address)
    if known in PUBLIC_DOMAINS:
        return sender == address
    return bool(known) and f".{domain}".endswith(f".{known}")


def _domain(address: str) -> str:
    return address.rpartition("@")[2].rstrip(".") if "@" in address else ""
