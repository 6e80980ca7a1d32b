"""Scores as plain data for JSON: every field by its name, seconds as seconds."""

from __future__ import annotations

import math
from dataclasses import fields, is_dataclass
from enum import Enum

import numpy as np

from unisono.synchrony import TooLittle


def as_json(value: object) -> object:
    """Return a score as dicts, lists, numbers and words.

    Too little data becomes ``{"too_little": reason, "have": n, "need": n}``; a number that is not
    finite becomes null.
    """
    match value:
        case TooLittle(reason=reason, have=have, need=need):
            return {"too_little": reason.value, "have": as_json(have), "need": as_json(need)}
        case Enum():
            return value.value
        case np.ndarray() | list() | tuple():
            return [as_json(item) for item in value]
        case float() | np.floating():
            return float(value) if math.isfinite(value) else None
        case np.integer():
            return int(value)
        case bool() | str() | int() | None:
            return value
    if is_dataclass(value):
        return {f.name: as_json(getattr(value, f.name)) for f in fields(value)}
    return str(value)
