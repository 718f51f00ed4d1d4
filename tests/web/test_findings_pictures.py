"""Bars, columns and maps are drawn from counts alone, and never lose one."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from foia.web.pictures import bars, maps

ORDER = ("published", "withheld", "silent")
COUNTED = st.dictionaries(
    st.sampled_from([f"law {n}" for n in range(20)]),
    st.dictionaries(st.sampled_from(ORDER), st.integers(1, 10_000)).map(Counter),
)


@given(COUNTED)
def test_the_parts_of_a_bar_are_its_counts_and_stay_inside(
    counted: dict[str, Counter[str]],
) -> None:
    drawn = bars.bars(counted, ORDER, most=12)
    assert len(drawn.rows) + drawn.more == len(counted)
    for row in drawn.rows:
        assert sum(part.number for part in row.parts) == row.total == counted[row.name].total()
        assert all(part.at + part.size <= bars.WIDTH + 0.2 for part in row.parts)


@given(COUNTED)
def test_columns_stand_on_the_ground_and_stay_inside(counted: dict[str, Counter[str]]) -> None:
    drawn = bars.columns(counted, ORDER)
    for column in drawn.columns:
        assert all(-0.2 <= part.at <= drawn.height for part in column.parts)
        assert column.x + bars.COLUMN <= drawn.width


def test_laws_of_cities_and_parts_color_the_whole_that_has_an_outline() -> None:
    counted = {
        "us-il-chicago": Counter(published=1),
        "us-il": Counter(published=1),
        "us-ca": Counter(silent=1),
        "mx-cmx": Counter(withheld=3),
        "hk": Counter(silent=1),
    }
    world = {area.code: area.state for area in maps.draw(maps.WORLD, counted).areas}
    assert (world["us"], world["mx"], world["fr"]) == ("published", "withheld", "")
    assert maps.draw(maps.WORLD, counted).lacking == ("hk",)
    states = {area.code: area.state for area in maps.draw(maps.STATES, counted).areas}
    assert (states["us-il"], states["us-ca"], states["us-tx"]) == ("published", "silent", "")


def test_a_dot_lies_in_its_country() -> None:
    placed = [maps.Placed("Marseille", 43.3, 5.4), maps.Placed("Chicago", 41.9, -87.6)]
    marseille, chicago = maps.draw(maps.WORLD, {}, placed).dots
    assert 480 < marseille.x < 510
    assert 240 < chicago.x < 290
    assert abs(marseille.y - chicago.y) < 6
