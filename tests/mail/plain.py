"""A text as the plain mail that carries it, read."""

from collections.abc import Callable

from foia.mail import likeness
from foia.mail.classify import Reading, classify
from foia.mail.parse import parse

HEAD = "From: office@agency.example\nSubject: Re: request\nContent-Type: text/plain; charset=utf-8"


def read(
    text: str, language: str, model_of: Callable[[str], likeness.Model] = likeness.learnt
) -> Reading:
    """Read a plain mail of this text."""
    return classify(parse(f"{HEAD}\n\n{text}\n".encode()), language=language, model_of=model_of)
