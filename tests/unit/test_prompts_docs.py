"""Every number of call and response is explained to its two readers, and the example runs."""

from __future__ import annotations

import contextlib
import dataclasses
import io
import re
from pathlib import Path

import pytest

from unisono.prompts import ResponseScore

PLAIN = {"answered", "expected", "played", "matched"}
"""Counts that their names explain."""


@pytest.fixture
def page(repo_root: Path) -> str:
    """The page on call and response."""
    return (repo_root / "docs" / "call-and-response.md").read_text(encoding="utf-8")


def test_every_number_is_on_the_page(page: str) -> None:
    """A field of a response score that nobody can read about does not exist."""
    fields = {field.name for field in dataclasses.fields(ResponseScore)} - PLAIN
    assert {name for name in fields if f"`{name}`" not in page} == set()


def test_every_number_has_both_readers(page: str) -> None:
    """Each section of a number speaks to a facilitator and to a scientist."""
    sections = re.split(r"^### ", page, flags=re.MULTILINE)[1:]
    assert len(sections) >= 9
    for section in sections:
        assert "*For a facilitator.*" in section, section[:40]
        assert "*For a scientist.*" in section, section[:40]


def test_the_gap_is_stated(page: str) -> None:
    """The page says that there is no public data of answered calls."""
    assert "No public data of people answering a call by tapping was found" in page


def test_the_example_runs(page: str) -> None:
    """The lines of Python on the page print a sentence and a score of 100."""
    code = re.search(r"```python\n(.*?)```", page, re.DOTALL)
    assert code is not None
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(code[1], "call-and-response.md", "exec"), {})
    sentence, score = printed.getvalue().rsplit(" ", 1)
    assert sentence == "Answered: 5 of 5 notes in their place."
    assert float(score) == pytest.approx(100.0)
