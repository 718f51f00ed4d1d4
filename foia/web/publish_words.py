"""Plain words for what a file hides, for what becomes of it, and for what was done."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foia.gateways.inspect.problem import HIDDEN, LEAKS, REMOVED, Problem
from foia.web import words

STATES = {
    "waiting": gettext_lazy("is being checked"),
    "shown": gettext_lazy("ready for readers"),
    "to_look_at": gettext_lazy("needs your look"),
    "kept": gettext_lazy("stays private"),
    "quarantined": gettext_lazy("locked away"),
}

#: What was found, said of the original.
PROBLEMS = {
    "metadata": gettext_lazy("Facts about the file: who made it, when, with what"),
    "embedded_files": gettext_lazy("Other files inside it"),
    "javascript": gettext_lazy("A script"),
    "annotations": gettext_lazy("Notes or marks drawn on the page"),
    "covered_pictures": gettext_lazy("A picture that is covered or cut in part"),
    "revisions": gettext_lazy("What the file was before it was last saved"),
    "form": gettext_lazy("A form with fields"),
    "picture_facts": gettext_lazy("Facts about the picture: camera, time, author"),
    "picture_place": gettext_lazy("The place where the picture was taken"),
    "thumbnail": gettext_lazy("A small preview, perhaps of an earlier version"),
    "custom_parts": gettext_lazy("Hidden facts that a program added"),
    "html_active": gettext_lazy("Parts of the page that act by themselves"),
    "html_comments": gettext_lazy("Comments in the source of the page"),
    "html_remote": gettext_lazy("Parts that are loaded from elsewhere"),
    "html_hidden": gettext_lazy("Text that the page hides"),
    "text_under_box": gettext_lazy("Text under a box: it looks blacked out, and can be copied"),
    "unseen_text": gettext_lazy("Text that cannot be seen, and can be copied"),
    "redaction_mark": gettext_lazy("A part marked to be blacked out, and never blacked out"),
    "hidden_layers": gettext_lazy("A layer that is switched off"),
    "text_off_page": gettext_lazy("Text beside the visible page"),
    "hidden_sheets": gettext_lazy("A hidden sheet"),
    "hidden_rows": gettext_lazy("Hidden rows"),
    "hidden_columns": gettext_lazy("Hidden columns"),
    "comments": gettext_lazy("Comments"),
    "tracked_changes": gettext_lazy("Tracked changes: words that were taken out or put in"),
    "hidden_text": gettext_lazy("Hidden text"),
    "hidden_slides": gettext_lazy("Hidden slides"),
    "speaker_notes": gettext_lazy("Notes of the speaker"),
    "embedded_objects": gettext_lazy("Other documents inside it"),
    "macros": gettext_lazy("Programs inside it"),
    "pivot_caches": gettext_lazy("The data behind a summary table"),
    "external_links": gettext_lazy("Links to other files, with their last values"),
    "more_frames": gettext_lazy("More pictures than the one you see"),
    "requester": gettext_lazy("The requester's name, address or number stands in it"),
    "pictures_only": gettext_lazy("A picture or scan, in which nothing can be searched"),
    "unknown_type": gettext_lazy("A kind of file that cannot be checked"),
    "unreadable": gettext_lazy("The file cannot be read, so it cannot be checked"),
    "locked": gettext_lazy("The file is locked, so it cannot be checked"),
    "too_large": gettext_lazy("The file is too large to be checked"),
    "infected": gettext_lazy("The scanner found something harmful in it"),
}

ACTS = {
    "asked": gettext_lazy("asked to have it checked"),
    "published": gettext_lazy("published"),
    "embargoed": gettext_lazy("to be published on"),
    "taken back": gettext_lazy("made private again"),
    "kept private": gettext_lazy("stayed private:"),
    "looked": gettext_lazy("looked at every page of"),
    "private": gettext_lazy("kept private:"),
    "decided anew": gettext_lazy("had it checked anew:"),
    "redacted": gettext_lazy("made a blacked-out copy of"),
    "named": gettext_lazy("let readers learn the requester's name"),
    "unnamed": gettext_lazy("hid the requester's name"),
}


def found(row: Mapping[str, Any]) -> str:
    """Return one thing that was found, where it is, and whether the copy still has it."""
    problem = Problem.of(row)
    said = words.said(PROBLEMS, problem.kind)
    if problem.page:
        said = _("{what} (page {page})").format(what=said, page=problem.page)
    elif problem.where:
        said = _("{what} ({where})").format(what=said, where=problem.where)
    if problem.kind in REMOVED:
        return _("{what}: not in the copy for readers.").format(what=said)
    return f"{said}."


def advice(kinds: set[str]) -> str:
    """Return what a person can do about a file that is not ready, in a sentence; or ""."""
    if kinds & LEAKS:
        return _(
            "The body did not really black this out. Nobody else gets the file from here. Think"
            " of those it concerns, and take advice, before you publish any of it; a copy made of"
            " pictures alone holds nothing below its boxes."
        )
    if "requester" in kinds:
        return _("Black out what names you, then readers get that copy.")
    if kinds & HIDDEN:
        return _("Ask the body for a copy without it, or publish only what the letters say.")
    if "pictures_only" in kinds:
        return _("Look at every page: does anything name you, or somebody who must not be named?")
    return _("It stays private, because nobody can say what is in it.") if kinds else ""
