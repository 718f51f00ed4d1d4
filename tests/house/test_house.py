"""The house keeps its shape: what imports can prove, and what only a look at the code can."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FLOORS = ("jurisdictions", "foia", "worker")
CLOCKS = {
    ("timezone", "now"),
    ("timezone", "localdate"),
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
}
# Time enters by one door, which only the edge may ask. Everything below is told what time it is.
# allauth writes down real moments, and what asks how old they are compares them with real ones.
DOOR, REAL = "foia/gateways/clock.py", "foia/web/second_factor.py"
EDGE = ("foia/admin.py", "foia/web/", "foia/management/", "worker/")


def sources(*folders: str) -> Iterator[tuple[str, ast.Module]]:
    """Yield every source file as (path from the top, tree), without migrations."""
    for folder in folders or FLOORS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                name = path.relative_to(ROOT).as_posix()
                yield name, ast.parse(path.read_text(encoding="utf-8"), filename=name)


def test_imports_point_down_and_rooms_keep_apart() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    checked = subprocess.run(
        [linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout[-3000:]


def test_only_the_docket_writes_history_and_deadlines() -> None:
    writes = {
        name
        for name, tree in sources("foia", "worker")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and _writes_history(node)
    }
    assert {name.rpartition("/")[0] for name in writes} == {"foia/docket"}


def test_only_two_places_write_findings_what_was_said_and_silence() -> None:
    tables = ("Finding.objects.", "FindingEntry.objects.")
    acts = ("create", "bulk_create", "update", "delete", "get_or_create", "update_or_create")
    writes = {
        name
        for name, tree in sources("foia", "worker")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).startswith(tables)
        and ast.unparse(node.func).endswith(acts)
    }
    assert writes == {"foia/docket/silence.py", "foia/learnt/entries.py"}


def _writes_history(call: ast.Call) -> bool:
    words = ast.unparse(call.func)
    if words in ("DocketEntry", "Deadline"):
        return True
    tables = ("DocketEntry.objects.", "Deadline.objects.")
    acts = ("create", "bulk_create", "update", "delete", "get_or_create", "update_or_create")
    return words.startswith(tables) and words.endswith(acts)


def test_only_the_docket_says_what_stage_a_request_is_in() -> None:
    assigned = {
        name
        for name, tree in sources("foia", "worker")
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Attribute) and target.attr == "stage"
    }
    assert assigned == {"foia/docket/projections.py"}


def reads(tree: ast.Module, clocks: set[tuple[str, str]]) -> Iterator[int]:
    """Yield the lines in which one of these clocks is read."""
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)):
            continue
        if (node.value.id, node.attr) in clocks:
            yield node.lineno


def test_time_enters_by_one_door() -> None:
    """A view that read another clock would not see the days that pass in the sandbox."""
    read = [f"{name}:{line}" for name, tree in sources() for line in reads(tree, CLOCKS)]
    assert {name.partition(":")[0] for name in read} == {DOOR, REAL}, read


def test_no_clock_is_read_below_the_edge() -> None:
    door = {("clock", "now"), ("clock", "today")}
    below = [
        f"{name}:{line}"
        for name, tree in sources()
        if not name.startswith(EDGE)
        for line in reads(tree, door)
    ]
    assert below == []


def test_imports_hide_in_no_function() -> None:
    hidden = [
        f"{name}:{inner.lineno}"
        for name, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert hidden == []


@pytest.mark.parametrize("name,tree", [pytest.param(*one, id=one[0]) for one in sources()])
def test_a_module_says_what_it_is(name: str, tree: ast.Module) -> None:
    if tree.body:
        assert ast.get_docstring(tree), f"{name} starts without a sentence on what it is"


def test_the_law_library_needs_no_django() -> None:
    question = (
        "import sys; sys.modules['django'] = None\n"
        "from jurisdictions import codes, load_pack\n"
        "assert load_pack('us-il').code in codes()"
    )
    answered = subprocess.run(
        [sys.executable, "-c", question], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert answered.returncode == 0, answered.stderr
