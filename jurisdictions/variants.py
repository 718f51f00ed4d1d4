"""Kinds of request with numbers of their own, put in the place of the statute's."""

from collections.abc import Sequence

from msgspec import structs

from jurisdictions.docket import BadDocket
from jurisdictions.law import Pack, Statute
from jurisdictions.rules import Term, Variant


def varied(pack: Pack, statute: Statute, names: Sequence[str]) -> Statute:
    """The statute with the terms and extensions of these variants.

    Raises `BadDocket` for a variant it does not have, and for two that change the same term.
    """
    taken: dict[str, str] = {}
    for name in dict.fromkeys(names):
        variant = named(pack, statute, name)
        for term in dict.fromkeys(term.term for term in variant.terms):
            if term in taken:
                raise BadDocket(
                    f"The variants {taken[term]!r} and {name!r} of {pack.code} both set the term "
                    f"{term!r}: name only one of them."
                )
            taken[term] = name
        statute = _with(statute, variant)
    return statute


def named(pack: Pack, statute: Statute, name: str) -> Variant:
    """The variant of that name; `BadDocket` lists those there are."""
    for variant in statute.variants:
        if variant.name == name:
            return variant
    known = ", ".join(variant.name for variant in statute.variants) or "none"
    raise BadDocket(f"{pack.code} has no variant {name!r}; its variants are: {known}.")


def _with(statute: Statute, variant: Variant) -> Statute:
    """The variant's rules stand where the first one they replace stood."""
    moved = {extension.term for extension in variant.extensions}
    kept = [extension for extension in statute.extensions if extension.term not in moved]
    return structs.replace(
        statute,
        terms=_in_place(statute.terms, variant.terms),
        extensions=(*kept, *variant.extensions),
    )


def _in_place(terms: tuple[Term, ...], own: tuple[Term, ...]) -> tuple[Term, ...]:
    replaced = {term.term for term in own}
    position = next((i for i, t in enumerate(terms) if t.term in replaced), len(terms))
    kept = [term for term in terms if term.term not in replaced]
    return (*kept[:position], *own, *kept[position:])
