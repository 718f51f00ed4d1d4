"""Texts and pictures out of files of any kind, page by page, read in the limited process."""

from importlib.metadata import version

from foia.gateways.extract.kinds import is_pictured, reads, type_of
from foia.gateways.extract.reading import MOST_PAGES, Page, Picture, pictures, texts

#: The reader and its version, as lineage names it.
VERSION = f"open-shutter 1, pypdfium2 {version('pypdfium2')}"

__all__ = [
    "MOST_PAGES",
    "VERSION",
    "Page",
    "Picture",
    "is_pictured",
    "pictures",
    "reads",
    "texts",
    "type_of",
]
