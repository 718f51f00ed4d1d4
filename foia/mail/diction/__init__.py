"""How public bodies really write, sample by sample: what `foia.mail.likeness` learns from.

One table a language. Each key is a kind of message, its value what bodies say when they send one:
one or two sentences, in plain talk as well as in office style, without a letter's greeting.
`nothing` is what stands in letters of any kind and decides nothing: greetings, what was asked for,
how to appeal, the law in general, signatures. Whoever meets a letter that was read wrongly adds
its sentence here; `python -m tests.bench reading` then tells what that changed.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

import msgspec

NOTHING = "nothing"


@cache
def load(code: str) -> Mapping[str, Sequence[str]]:
    """The samples of one of the `languages.known`, by kind."""
    content = (files(__name__) / f"{code}.toml").read_bytes()
    return msgspec.toml.decode(content, type=dict[str, list[str]])
