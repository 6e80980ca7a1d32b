"""Every metric is explained to both readers, and every named outcome is what it says."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path

import pytest

import unisono.onsets
import unisono.synchrony
from unisono.synchrony import METRICS, Reason, TooLittle

LONGEST = 30
PARTS = ("**For whoever leads.**", "**For whoever measures.**")
MUST_NOT_CLAIM = (
    "liking",
    "causes",
    "influence",
    "musical quality",
    "talent",
    "clinical",
    "compar",
)


@pytest.fixture(scope="module")
def page(repo_root: Path) -> str:
    """The page of metrics."""
    return (repo_root / "docs" / "metrics.md").read_text(encoding="utf-8")


def sections(page: str) -> dict[str, str]:
    """Return the text of each metric's part by the function's name in its heading."""
    found = {}
    for part in re.split(r"^### ", page, flags=re.MULTILINE)[1:]:
        heading, text = part.split("\n", 1)
        for name in re.findall(r"`(\w+)`", heading):
            found[name] = text
    return found


@pytest.mark.parametrize("name", METRICS)
def test_each_metric_has_its_part_for_both_readers(page: str, name: str) -> None:
    """Its heading names the function; one paragraph for a leader, one for a scientist."""
    text = sections(page).get(name, "")

    for part in PARTS:
        assert part in text, f"docs/metrics.md: {name} lacks {part}"
    assert re.search(r"[Ss]ource|project", text), f"docs/metrics.md: {name} names no source"


def test_every_function_that_returns_a_number_or_a_reason_is_a_metric() -> None:
    """A public function that may answer TooLittle is listed in METRICS or builds on one that is."""
    helpers = {
        "cohesion_of_cells",
        "cohesion_of_terms",
        "following_over_time",
        "score",
    }
    returning = {
        name
        for name in unisono.synchrony.__all__
        if inspect.isfunction(getattr(unisono.synchrony, name))
        and "TooLittle"
        in str(inspect.signature(getattr(unisono.synchrony, name)).return_annotation)
    }

    assert returning - helpers <= set(METRICS)


def test_every_metric_is_exported() -> None:
    """What the page explains can be imported from unisono.synchrony."""
    assert [name for name in METRICS if not hasattr(unisono.synchrony, name)] == []


def test_what_must_not_be_claimed_is_on_the_page(page: str) -> None:
    """The page says in plain words what these numbers do not show."""
    text = page.lower()

    assert [word for word in MUST_NOT_CLAIM if word not in text] == []


def test_no_metric_is_over_30_lines() -> None:
    """Functions of the rooms onsets and synchrony have at most 30 lines besides their docstring."""
    long = []
    for room in (unisono.synchrony, unisono.onsets):
        for path in sorted(Path(str(room.__file__)).parent.glob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.FunctionDef) and code_lines(node) > LONGEST:
                    long.append(f"{path.name}: {node.name}")

    assert long == []


def code_lines(node: ast.FunctionDef) -> int:
    """Return how many lines a function has without its docstring."""
    first = node.body[1] if ast.get_docstring(node) and len(node.body) > 1 else node.body[0]
    return (node.end_lineno or 0) - first.lineno + 1


def test_an_outcome_without_a_number_is_false_and_says_why() -> None:
    """It reads as a sentence, counts as False, and its reason is a stable word."""
    outcome = TooLittle(Reason.BEATS, 5, 8)

    assert not outcome
    assert str(outcome) == "too few beats to say (5 of 8)"
    assert outcome.reason.value == "beats"
