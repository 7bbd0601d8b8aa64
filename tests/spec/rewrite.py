"""Write every golden expectation anew (`make golden`): only the `expect` blocks change; review the diff."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from tests.spec.cases import FOLDER, cases_in, outcome_of

_EXPECT = re.compile(r"^(?P<pad> *)expect:.*\n(?:(?P=pad) +.*\n|\s*\n)*", re.MULTILINE)


def rewrite(path: Path) -> bool:
    """Replace the file's expectations; whether anything changed."""
    before = path.read_text(encoding="utf-8")
    outcomes = iter([outcome_of(case) for case in cases_in(path)])
    after = _EXPECT.sub(lambda found: _block(found["pad"], next(outcomes)), before)
    path.write_text(after.rstrip("\n") + "\n", encoding="utf-8")
    return after != before


def _block(pad: str, text: str) -> str:
    return f"{pad}expect: |\n" + "".join(f"{pad}  {line}\n" for line in text.splitlines())


def main() -> int:
    """Rewrite both folders and say what changed."""
    changed = [path for path in sorted(FOLDER.glob("*/*.yaml")) if rewrite(path)]
    for path in changed:
        sys.stdout.write(f"{path.relative_to(FOLDER)}\n")
    sys.stdout.write(f"{len(changed)} changed\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
