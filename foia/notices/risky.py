"""Places where asking is dangerous: nothing about a request there leaves by mail or by feed."""

from jurisdictions import DomainError, codes, load_pack


def risky_codes() -> list[str]:
    """Return the codes of these places; one whose pack cannot be read may be such a place."""
    return [code for code in codes() if _is_risky(code)]


def _is_risky(code: str) -> bool:
    try:
        return load_pack(code).risk == "high"
    except DomainError:
        return True
