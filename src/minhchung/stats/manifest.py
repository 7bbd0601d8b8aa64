"""What a store holds at one moment, as a value that a database row can keep and a frozen figure can pin."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any


@dataclass(frozen=True, slots=True, order=True)
class CaseFile:
    """One immutable Parquet file. partition: the month its cases were received in, "2026-08". size in bytes."""

    partition: str
    sha256: str
    rows: int
    size: int

    @property
    def name(self) -> str:
        """Where it lies below the store's folder."""
        return f"{self.sha256[:2]}/{self.sha256}.parquet"


@dataclass(frozen=True, slots=True)
class Manifest:
    """The files that together are the store, some per partition, sorted by partition. The default is an empty store."""

    files: tuple[CaseFile, ...] = field(default=())

    @property
    def rows(self) -> int:
        """How many cases there are."""
        return sum(each.rows for each in self.files)

    @property
    def digest(self) -> str:
        """The SHA-256 that names this content: what a frozen figure pins."""
        return sha256(self.as_json().encode()).hexdigest()

    def paths(self, base: str) -> list[str]:
        """Name every file below a folder or an object-store address ("s3a://bucket/cases")."""
        return [f"{base.rstrip('/')}/{each.name}" for each in self.files]

    def as_json(self) -> str:
        """Write it canonically: same content, same text."""
        listed = [[each.partition, each.sha256, each.rows, each.size] for each in self.files]
        return json.dumps({"files": listed, "version": 1}, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Manifest:
        """Read what `as_json` wrote. Raises ValueError on anything else."""
        try:
            return cls(tuple(CaseFile(*each) for each in _listed(json.loads(text))))
        except (TypeError, KeyError) as fault:
            raise ValueError("not a manifest of case files") from fault


def _listed(read: Mapping[str, Any]) -> list[list[Any]]:
    if read["version"] != 1:
        raise ValueError(f"a manifest of version {read['version']!r} is not known here")
    files: list[list[Any]] = read["files"]
    if files != sorted(files) or len({each[1] for each in files}) != len(files):
        raise ValueError("a manifest lists each file once, in order")
    return files
