"""Thrift's compact protocol, as the heads and the footers of Parquet files are written in it.

What is read is written again as it was, fields that nobody here knows among it.
"""

from dataclasses import dataclass, field
from typing import Any

_TRUE, _FALSE, _BYTE, _I16, _I32, _I64, _DOUBLE, _BINARY, _LIST, _SET, _MAP, _STRUCT = range(1, 13)
_NUMBERS = (_I16, _I32, _I64)
_DEEPEST = 32


class BadThriftError(ValueError):
    """Bytes that are no Thrift."""


@dataclass
class List:
    """Values of one type."""

    kind: int
    values: list[Any] = field(default_factory=list)


@dataclass
class Struct:
    """Fields by their numbers, each with its type and its value."""

    fields: dict[int, tuple[int, Any]] = field(default_factory=dict)

    def get(self, number: int, default: Any = None) -> Any:  # noqa: ANN401 - any type
        """Return the value of a field."""
        return self.fields[number][1] if number in self.fields else default

    def set(self, number: int, value: Any) -> None:  # noqa: ANN401
        """Change the value of a field that is there."""
        self.fields[number] = (self.fields[number][0], value)

    def structs(self, number: int) -> "list[Struct]":
        """Return the structs in a list."""
        value = self.get(number)
        if not isinstance(value, List) or value.kind != _STRUCT:
            raise BadThriftError(f"field {number} is no list of structs")
        return value.values

    def struct(self, number: int) -> "Struct":
        """Return a struct in a field."""
        value = self.get(number)
        if not isinstance(value, Struct):
            raise BadThriftError(f"field {number} is no struct")
        return value

    def number(self, number: int, default: int = -1) -> int:
        """Return a number in a field."""
        value = self.get(number, default)
        if not isinstance(value, int):
            raise BadThriftError(f"field {number} is no number")
        return value


def read(data: bytes) -> tuple[Struct, int]:
    """Return the struct that some bytes begin with, and where it ends. Raises BadThriftError."""
    reader = _Reader(data)
    try:
        return reader.struct(0), reader.at
    except IndexError:
        raise BadThriftError("cut off") from None


def write(struct: Struct) -> bytes:
    """Return the bytes of a struct."""
    out = bytearray()
    _write_struct(out, struct)
    return bytes(out)


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data, self.at = data, 0

    def _byte(self) -> int:
        self.at += 1
        return self._data[self.at - 1]

    def _unsigned(self) -> int:
        value = shift = 0
        while True:
            byte = self._byte()
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
            shift += 7
            if shift > 63:
                raise BadThriftError("a number of more than 64 bits")

    def _signed(self) -> int:
        value = self._unsigned()
        return (value >> 1) ^ -(value & 1)

    def _bytes(self, size: int) -> bytes:
        if self.at + size > len(self._data):
            raise BadThriftError("cut off")
        self.at += size
        return self._data[self.at - size : self.at]

    def struct(self, depth: int) -> Struct:
        if depth > _DEEPEST:
            raise BadThriftError("nested too deep")
        struct, last = Struct(), 0
        while head := self._byte():
            kind = head & 15
            last = last + (head >> 4) if head >> 4 else self._signed()
            if kind in {_TRUE, _FALSE}:
                struct.fields[last] = (kind, kind == _TRUE)
            else:
                struct.fields[last] = (kind, self._value(kind, depth))
        return struct

    def _value(self, kind: int, depth: int) -> Any:  # noqa: ANN401
        if kind in _NUMBERS:
            return self._signed()
        if kind == _BINARY:
            return self._bytes(self._unsigned())
        if kind == _STRUCT:
            return self.struct(depth + 1)
        if kind in {_LIST, _SET}:
            return self._list(depth)
        if kind in {_TRUE, _FALSE, _BYTE}:  # in a list
            return self._byte()
        if kind == _DOUBLE:
            return self._bytes(8)
        raise BadThriftError(f"type {kind}")

    def _list(self, depth: int) -> List:
        head = self._byte()
        size = head >> 4 if head >> 4 < 15 else self._unsigned()
        if size > len(self._data) - self.at:
            raise BadThriftError("a list that is longer than all there is")
        if depth > _DEEPEST:
            raise BadThriftError("nested too deep")
        return List(head & 15, [self._value(head & 15, depth + 1) for _ in range(size)])


def _write_struct(out: bytearray, struct: Struct) -> None:
    last = 0
    for number, (kind, value) in struct.fields.items():
        if 0 < number - last < 16:
            out.append((number - last) << 4 | kind)
        else:
            out.append(kind)
            _write_signed(out, number)
        last = number
        if kind not in {_TRUE, _FALSE}:
            _write_value(out, kind, value)
    out.append(0)


def _write_value(out: bytearray, kind: int, value: Any) -> None:  # noqa: ANN401
    if kind in _NUMBERS:
        _write_signed(out, value)
    elif kind == _BINARY:
        _write_unsigned(out, len(value))
        out += value
    elif kind == _STRUCT:
        _write_struct(out, value)
    elif kind in {_LIST, _SET}:
        size = len(value.values)
        out.append(min(size, 15) << 4 | value.kind)
        if size >= 15:
            _write_unsigned(out, size)
        for each in value.values:
            _write_value(out, value.kind, each)
    elif kind == _DOUBLE:
        out += value
    else:
        out.append(value)


def _write_signed(out: bytearray, value: int) -> None:
    _write_unsigned(out, (value << 1) ^ (value >> 63) if value < 0 else value << 1)


def _write_unsigned(out: bytearray, value: int) -> None:
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
