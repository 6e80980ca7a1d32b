"""docs/review.md describes the report and its files completely."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest

from unisono.review import evening_report, report
from unisono.review.exports import TAP_COLUMNS
from unisono.review.part import Part
from unisono.review.words import SAYS_NOT
from unisono.synchrony import Reason

PARTS = [
    kind
    for kind in {**vars(evening_report), **vars(report)}.values()
    if isinstance(kind, type) and issubclass(kind, Part) and kind is not Part
]


@pytest.fixture
def named(repo_root: Path) -> set[str]:
    """Return every word that the page sets in code type."""
    text = (repo_root / "docs" / "review.md").read_text(encoding="utf-8")
    return set(re.findall(r"`([\w.]+)`", text))


@pytest.mark.parametrize("kind", PARTS)
def test_every_field_of_a_report_is_documented(kind: type[msgspec.Struct], named: set[str]) -> None:
    """A field without a word in docs/review.md is a stranger."""
    assert set(kind.__struct_fields__) <= named


def test_every_column_and_every_reason_is_documented(named: set[str]) -> None:
    """The same for the columns of taps.csv and the reasons of absent numbers."""
    assert set(TAP_COLUMNS) | {reason.value for reason in Reason} | {"many", "long"} <= named


def test_ids_of_sentences_are_unique() -> None:
    """A translation finds each sentence by its id."""
    ids = [name for name, _ in SAYS_NOT]

    assert len(ids) == len(set(ids))
