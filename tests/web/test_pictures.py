"""The pictures: every dot, bar and day where it belongs."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from foia.web.body import parts_of
from foia.web.pictures.months import months_of
from foia.web.pictures.timeline import Moment, Span, draw

DAYS = st.dates(date(2020, 1, 1), date(2029, 12, 31))


def span(starts_on: date, due_on: date) -> Span:
    return Span("Answer the request", starts_on, due_on, "agency", "running")


@given(st.lists(DAYS, min_size=1, max_size=12), st.lists(st.tuples(DAYS, DAYS), max_size=6), DAYS)
def test_nothing_is_drawn_outside_the_picture_or_out_of_order(
    moments: list[date], spans: list[tuple[date, date]], today: date
) -> None:
    picture = draw(
        moments=[Moment(number, on) for number, on in enumerate(sorted(moments), 1)],
        spans=[span(min(pair), max(pair)) for pair in spans],
        today=today,
        width=340,
    )
    assert picture
    for dot in picture.dots:
        assert 10 <= dot.x <= 330
        assert 0 < dot.y < picture.axis_y
    for bar in picture.bars:
        assert bar.x >= 0
        assert bar.end_x <= 340
        assert picture.axis_y < bar.words_y < bar.y < picture.height
    xs = [dot.x for dot in picture.dots]
    assert xs == sorted(xs)
    places = [(dot.x, dot.y) for dot in picture.dots]
    for index, (x, y) in enumerate(places):
        assert all(abs(x - a) >= 20 or abs(y - b) >= 20 for a, b in places[:index]), "dots touch"


@given(DAYS, st.lists(st.booleans(), min_size=1, max_size=60))
def test_the_gaps_of_a_bar_are_its_skipped_days_and_lie_inside_it(
    start: date, skips: list[bool]
) -> None:
    days = [start + timedelta(days=number) for number in range(len(skips))]
    skipped = tuple(day for day, is_skipped in zip(days, skips, strict=True) if is_skipped)
    one = Span("Answer", start, days[-1], "agency", "running", skipped)
    picture = draw(moments=[Moment(1, start)], spans=[one], today=start, width=860)
    assert picture
    (bar,) = picture.bars
    runs = "".join("s" if is_skipped else " " for is_skipped in skips).split()
    assert len(bar.gaps) == len(runs)
    for gap in bar.gaps:
        assert bar.x <= gap.x
        assert gap.x + gap.width <= bar.end_x + 0.2


def test_nothing_happened_is_no_picture() -> None:
    assert draw(moments=[], spans=[], today=date(2026, 1, 1), width=340) is None


def test_a_month_marks_counted_skipped_and_last_days() -> None:
    counted = [
        {"date": "2026-11-20", "counts": False, "why": "The day of receipt is not counted"},
        {"date": "2026-11-21", "counts": False, "why": "Saturday"},
        {"date": "2026-11-30", "counts": True, "why": "Business day 1 of 2"},
        {"date": "2026-12-01", "counts": True, "why": "Business day 2 of 2"},
    ]
    november, december = months_of(counted, date(2026, 12, 1))
    days = {day.on.day: day for week in november.weeks for day in week if day}
    assert len(days) == 30
    assert (days[20].mark, days[21].mark, days[30].mark, days[2].mark) == (
        "skipped", "skipped", "counts", "outside",
    )  # fmt: skip
    assert days[30].number == 1
    last = next(day for week in december.weeks for day in week if day)
    assert (last.on, last.mark, last.number) == (date(2026, 12, 1), "due", 2)


@given(st.text(alphabet="ab >\n:é", max_size=200), st.data())
def test_no_letter_of_a_mail_is_lost_by_folding_and_marking(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=2)))
    evidence = [
        {"where": "body", "start": cuts[0], "end": cuts[1], "quote": text[cuts[0] : cuts[1]],
         "says": "x"}
    ]  # fmt: skip
    told = "".join(piece.text for part in parts_of(text, evidence) for piece in part.pieces)
    assert told.replace("\n", "").replace(" ", "") == text.replace("\n", "").replace(" ", "")


def test_a_mark_whose_words_are_not_there_is_not_drawn() -> None:
    stale = [{"where": "body", "start": 0, "end": 4, "quote": "gone", "says": "x"}]
    (part,) = parts_of("some words", stale)
    assert [piece.says for piece in part.pieces] == [""]


def test_long_spans_name_few_months() -> None:
    start = date(2020, 1, 1)
    picture = draw(
        moments=[Moment(1, start)],
        spans=[span(start, start + timedelta(days=3000))],
        today=start,
        width=340,
    )
    assert picture
    assert len(picture.ticks) <= 340 // 50
