"""What a mail server that we trust says of a mail's sender (RFC 8601): SPF, DKIM and DMARC.

Anybody can write such a header into a mail. Only those with the name of the trusted server count,
and of those the topmost for each method: a server puts its own above what came with the mail.
"""

import re
from collections.abc import Mapping

METHODS = ("dmarc", "dkim", "spf")
_RESULT = re.compile(r"(?:^|;)\s*(dmarc|dkim|spf)\s*=\s*([a-z]{1,20})", re.IGNORECASE)
_COMMENT = re.compile(r"\([^()]*\)")


def verdicts(headers: str, trusted: str) -> dict[str, str]:
    """Return method → result ("pass", "fail", "none", …), {} where the trusted server says nothing.

    `headers` are the values of Authentication-Results, topmost first, one a line; `trusted` is
    the server's name as it writes it there. Of several DKIM signatures one that passes is enough.
    """
    if not trusted:
        return {}
    found: dict[str, str] = {}
    for line in headers.split("\n"):
        bare = _COMMENT.sub(" ", line)
        name, _, results = bare.partition(";")
        if (name.lower().split() or [""])[0] != trusted.lower():
            continue
        for method, result in _best(results).items():
            found.setdefault(method, result)
    return found


def is_vouched(said: Mapping[str, str]) -> bool:
    """Say whether the address in From is the sender's own: DMARC binds it to what was checked."""
    return said.get("dmarc") == "pass"


def is_refuted(said: Mapping[str, str]) -> bool:
    """Say whether the trusted server found that somebody else wrote it."""
    return said.get("dmarc") == "fail"


def _best(results: str) -> dict[str, str]:
    """The results of one header, each method once."""
    found: dict[str, str] = {}
    for method, result in _RESULT.findall(f";{results}"):
        method, result = method.lower(), result.lower()
        if found.get(method) != "pass":
            found[method] = result
    return found
