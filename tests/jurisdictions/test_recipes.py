"""Recipes draw calendars as the laws say; days were looked up on a wall calendar."""

from datetime import date
from pathlib import Path

import pytest

from jurisdictions.recipes import (
    BadRecipe,
    Recipe,
    Rule,
    easter,
    followed,
    load_recipe,
    recipes,
    short_days,
)

DRAWN = {
    "2026-07-03": "Independence Day (observed)",
    "2026-07-04": "Independence Day",
    "2026-11-26": "Thanksgiving Day",
    "2027-06-19": "Juneteenth",
    "2027-06-18": "Juneteenth (observed)",
    "2027-02-15": "Presidents' Day; Susan B. Anthony Day",
}


def drawn_by(*rules: Rule) -> dict[str, str]:
    """The days after some rules."""
    return followed(Recipe(title="A test", rules=rules), DRAWN)


def test_a_dropped_holiday_goes_with_its_observed_day_and_leaves_its_neighbor() -> None:
    days = drawn_by(Rule(drop="Juneteenth"), Rule(drop="Susan"))
    assert not any("Juneteenth" in name for name in days.values())
    assert days["2027-02-15"] == "Presidents' Day"


def test_saturday_holidays_stay_move_to_friday_or_to_monday_as_the_law_says() -> None:
    expected = {
        "none": None,
        "sunday": None,
        "saturday_friday_sunday_monday": "2026-07-03",
        "monday": "2026-07-06",
    }
    for move, observed in expected.items():
        days = drawn_by(Rule(move=move, only="Independence"))  # type: ignore[arg-type]
        found = [day for day, name in days.items() if name == "Independence Day (observed)"]
        assert found == ([observed] if observed else [])


def test_days_are_placed_by_date_by_weekday_after_another_and_by_easter() -> None:
    days = drawn_by(
        Rule(fixed="12-24", name="Christmas Eve", first=2026, last=2026),
        Rule(nth="-1 Monday 3", name="Seward's Day", first=2026, last=2026),
        Rule(after="Thanksgiving Day", name="Friday after"),
        Rule(easter=-2, name="Good Friday", first=2026, last=2026),
        Rule(election=2, name="Election Day", first=2026, last=2027),
    )
    assert {day: days[day] for day in days.keys() - DRAWN.keys()} == {
        "2026-12-24": "Christmas Eve",
        "2026-03-30": "Seward's Day",
        "2026-11-27": "Friday after",
        "2026-04-03": "Good Friday",
        "2026-11-03": "Election Day",
    }


@pytest.mark.parametrize(
    "sunday", [date(2015, 4, 5), date(2024, 3, 31), date(2026, 4, 5), date(2035, 3, 25)]
)
def test_easter_is_on_the_known_sundays(sunday: date) -> None:
    assert easter(sunday.year) == sunday


def test_short_days_have_rules_of_their_own() -> None:
    recipe = Recipe(
        title="A test",
        shorts=(Rule(easter=-46, name="Ash Wednesday, from 14:00", first=2026, last=2026),),
    )
    assert short_days(recipe) == {"2026-02-18": "Ash Wednesday, from 14:00"}
    assert followed(recipe, {}) == {}


def test_every_calendar_drawn_by_a_recipe_can_be_read() -> None:
    assert {"us", "us-il", "fr", "mx", "ru"} <= set(recipes())
    assert all(load_recipe(name).title for name in recipes())


def test_a_recipe_that_is_missing_or_misspelled_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadRecipe, match="No recipe draws 'atlantis'; those there are: "):
        load_recipe("atlantis")
    (tmp_path / "x.toml").write_text('title = "X"\nrules = [{ dorp = "A" }]', encoding="utf-8")
    with pytest.raises(BadRecipe, match=r"recipes/x\.toml .*dorp"):
        load_recipe("x", folder=tmp_path)
    with pytest.raises(BadRecipe, match="says no step"):
        drawn_by(Rule(name="Nothing"))
