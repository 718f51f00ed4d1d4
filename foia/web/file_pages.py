"""A file's pages for the screen: a few at a time, each as a picture, as text, or as both."""

from dataclasses import dataclass

from foia.models import Attachment, Derivative, DocumentPage, DocumentText

#: Pages shown at once.
AT_ONCE = 10


@dataclass(frozen=True)
class ShownPage:
    """One page: its text, if it was read, and whether there is a picture of it."""

    number: int
    text: str
    is_ocr: bool
    has_picture: bool


@dataclass(frozen=True)
class Shown:
    """Some of a file's pages; `before` and `after` are the first pages of its neighbours, or 0."""

    document: DocumentText | None
    pages: tuple[ShownPage, ...]
    before: int
    after: int
    may_ask_for_pictures: bool

    @property
    def first(self) -> int:
        return self.pages[0].number if self.pages else 0

    @property
    def last(self) -> int:
        return self.pages[-1].number if self.pages else 0


def shown(file: Attachment, *, first: int) -> Shown:
    """Return the pages of a file from `first` on, in two queries."""
    document = file.document
    if document is None:
        return Shown(None, (), 0, 0, False)
    known = max(document.pages_done, document.pictures_made)
    first = min(max(first, 1), max(known, 1))
    numbers = range(first, min(first + AT_ONCE, known + 1))
    texts = {
        page.number: page
        for page in DocumentPage.objects.filter(document=document, number__in=numbers)
    }
    pictures = set(
        Derivative.objects.filter(
            original=document.blob_id, role=Derivative.Role.PICTURE, page__in=numbers
        ).values_list("page", flat=True)
    )
    return Shown(
        document=document,
        pages=tuple(_page(number, texts.get(number), number in pictures) for number in numbers),
        before=max(first - AT_ONCE, 1) if first > 1 else 0,
        after=numbers.stop if numbers.stop <= known else 0,
        may_ask_for_pictures=_may_ask(document),
    )


def _page(number: int, read: DocumentPage | None, has_picture: bool) -> ShownPage:
    return ShownPage(
        number=number,
        text=read.text if read else "",
        is_ocr=bool(read and read.is_ocr),
        has_picture=has_picture,
    )


def _may_ask(document: DocumentText) -> bool:
    """Say whether there are pages that could be shown as pictures and are not asked for yet."""
    has_any = document.pictures_made > 0
    is_done = document.pictures_wanted <= document.pictures_made
    return has_any and is_done and document.pictures_made < min(document.pages or 0, 200)
