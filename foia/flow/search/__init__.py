"""Search: finds words in correspondence, documents, requests and bodies, whatever the language.

Waits for: messages, requests and copies for readers that the index does not know as they stand;
bodies that changed.
Writes: `SearchEntry`.
"""

from foia.flow.search.finding import (
    PAGE,
    Filters,
    Found,
    bodies,
    find,
)
from foia.flow.search.for_readers import PublicHit, find_published, run_copies
from foia.flow.search.hits import Hit
from foia.flow.search.indexing import run, run_bodies, start_anew
from foia.flow.search.question import Question, SearchError, question_of
from foia.flow.search.scopes import EVERYBODY, seen_by
from foia.flow.search.snippets import Piece

__all__ = [
    "EVERYBODY",
    "PAGE",
    "Filters",
    "Found",
    "Hit",
    "Piece",
    "PublicHit",
    "Question",
    "SearchError",
    "bodies",
    "find",
    "find_published",
    "question_of",
    "run",
    "run_bodies",
    "run_copies",
    "seen_by",
    "start_anew",
]
