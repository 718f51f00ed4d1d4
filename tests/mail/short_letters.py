"""Short letters in TOML: those the wordings were tuned on, those held out, and how to read them."""

import tomllib
from pathlib import Path
from typing import Any

from foia.mail.classify import Reading, classify
from foia.mail.parse import parse

Tables = dict[str, dict[str, Any]]


def _load(name: str) -> Tables:
    return tomllib.loads((Path(__file__).parent / name).read_text(encoding="utf-8"))


HELD_OUT = _load("held_out.toml")
TUNED_ON = _load("tuned_on.toml")


def read(text: str, language: str) -> Reading:
    """Read a plain mail of this text."""
    head = "From: office@agency.example\nSubject: Re: request\nContent-Type: text/plain; "
    return classify(parse(f"{head}charset=utf-8\n\n{text}\n".encode()), language=language)
