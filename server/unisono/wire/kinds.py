"""The fields of a message in neutral words, for the two writers (JavaScript types and docs)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import msgspec
from msgspec import inspect as mi


@dataclass(frozen=True, slots=True)
class FieldKind:
    """One field: its name, its type in TypeScript notation, limits, meaning, and if it may lack."""

    name: str
    kind: str
    limits: str
    meaning: str
    optional: bool


def fields_of(body: type[msgspec.Struct]) -> list[FieldKind]:
    """Return the fields of a message body in order."""
    info = mi.type_info(body)
    assert isinstance(info, mi.StructType)
    fields = [
        FieldKind(f.name, ts_type(f.type), limits(f.type), meaning(f.type), not f.required)
        for f in info.fields
    ]
    if info.tag_field is None:
        return fields
    return [FieldKind(info.tag_field, f'"{info.tag}"', "", "", False), *fields]


def ts_type(kind: mi.Type) -> str:
    """Return a type in TypeScript notation."""
    if isinstance(kind, mi.Metadata):
        return ts_type(kind.type)
    if isinstance(kind, mi.UnionType):
        return " | ".join(ts_type(t) for t in kind.types)
    if isinstance(kind, mi.LiteralType):
        return " | ".join(f'"{v}"' for v in kind.values)
    if isinstance(kind, mi.TupleType):
        return "[" + ", ".join(ts_type(t) for t in kind.item_types) + "]"
    if isinstance(kind, mi.ListType | mi.VarTupleType):
        inner = ts_type(kind.item_type)
        return f"({inner})[]" if " " in inner else f"{inner}[]"
    if isinstance(kind, mi.StructType):
        return _struct_name(kind)
    return _SIMPLE[type(kind)]


def limits(kind: mi.Type) -> str:
    """Return the range of a value in words; empty if it has none."""
    kind = _bare(kind)
    low = getattr(kind, "ge", None)
    high = getattr(kind, "le", None)
    below = getattr(kind, "lt", None)
    above = getattr(kind, "gt", None)
    longest = getattr(kind, "max_length", None)
    parts = []
    if low is not None and high is not None:
        parts.append(f"{low:g} to {high:g}")
    if above is not None:
        parts.append(f"above {above:g}" + ("" if high is None else f", up to {high:g}"))
    if below is not None:
        parts.append(
            f"{low or 0:g} to {below - 1:g}" if isinstance(kind, mi.IntType) else f"below {below:g}"
        )
    if longest is not None:
        parts.append(f"at most {longest}")
    return ", ".join(parts)


def meaning(kind: mi.Type) -> str:
    """Return the description attached to a type, or an empty string."""
    for layer in _layers(kind):
        if isinstance(layer, mi.Metadata) and layer.extra_json_schema:
            return str(layer.extra_json_schema.get("description", ""))
    return ""


def structs_in(bodies: list[type[msgspec.Struct]]) -> list[type[msgspec.Struct]]:
    """Return the structs used inside the bodies, each once, inner ones first."""
    found: dict[type[msgspec.Struct], None] = {}
    for body in bodies:
        info = mi.type_info(body)
        assert isinstance(info, mi.StructType)
        for field in info.fields:
            for inner in _inner_structs(field.type):
                found.setdefault(inner)
    return list(found)


_SIMPLE: dict[type[mi.Type], str] = {
    mi.FloatType: "number",
    mi.IntType: "number",
    mi.StrType: "string",
    mi.BoolType: "boolean",
    mi.NoneType: "null",
}


def _struct_name(kind: mi.StructType) -> str:
    if kind.array_like:
        return "[" + ", ".join(_element(f) for f in kind.fields) + "]"
    return kind.cls.__name__


def _element(field: mi.Field) -> str:
    text = ts_type(field.type)
    if field.required:
        return text
    return f"({text})?" if " " in text else f"{text}?"


def _layers(kind: mi.Type) -> Iterator[mi.Type]:
    yield kind
    if isinstance(kind, mi.Metadata):
        yield from _layers(kind.type)
    elif isinstance(kind, mi.UnionType):
        for inner in kind.types:
            yield from _layers(inner)


def _bare(kind: mi.Type) -> mi.Type:
    return next(t for t in _layers(kind) if not isinstance(t, mi.Metadata | mi.UnionType))


def _inner_structs(kind: mi.Type) -> Iterator[type[msgspec.Struct]]:
    for layer in _layers(kind):
        if isinstance(layer, mi.StructType):
            for field in layer.fields:
                yield from _inner_structs(field.type)
            if not layer.array_like:
                yield layer.cls
        elif isinstance(layer, mi.ListType | mi.VarTupleType):
            yield from _inner_structs(layer.item_type)
        elif isinstance(layer, mi.TupleType):
            for item in layer.item_types:
                yield from _inner_structs(item)
