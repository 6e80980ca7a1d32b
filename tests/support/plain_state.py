"""Anything of ours as plain lists, dicts and numbers, so that two of a kind can be compared."""

from __future__ import annotations

import dataclasses
import enum
import types
from collections import deque
from collections.abc import Callable, Mapping

import msgspec

SIMPLE = (str, bytes, int, float, complex, bool, types.NoneType)


def plain(thing: object) -> object:
    """Return a deep copy of a thing and all it holds, in built-in types."""
    if isinstance(thing, enum.Enum):
        return str(thing)
    if isinstance(thing, SIMPLE):
        return thing
    if isinstance(thing, Mapping):
        return [(plain(key), plain(value)) for key, value in thing.items()]
    if isinstance(thing, set | frozenset):
        return sorted(map(repr, thing))
    if isinstance(thing, list | tuple | deque):
        return [plain(part) for part in thing]
    if isinstance(thing, Callable):  # type: ignore[arg-type]
        return repr(thing)
    return type(thing).__name__, {name: plain(getattr(thing, name)) for name in _names(thing)}


def _names(thing: object) -> list[str]:
    if dataclasses.is_dataclass(thing):
        return [field.name for field in dataclasses.fields(thing)]
    if isinstance(thing, msgspec.Struct):
        return list(thing.__struct_fields__)
    slots = [name for kind in type(thing).__mro__ for name in getattr(kind, "__slots__", ())]
    return [*slots, *getattr(thing, "__dict__", {})]
