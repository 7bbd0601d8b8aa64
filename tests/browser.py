"""Make sure there is a browser for the journeys: Debian's Chromium, installed here when it may be.

`python -m tests.browser` exits 0 when Chromium is there, 3 when it is not and cannot be installed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def chromium() -> str | None:
    """The path of the browser, None when there is none."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def install() -> None:
    if os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.call(["apt-get", "update", "-qq"], stdout=subprocess.DEVNULL)
        subprocess.call(["apt-get", "install", "-y", "-qq", "chromium"], stdout=subprocess.DEVNULL)


def main() -> int:
    if chromium() is None:
        install()
    if chromium() is None:
        print(
            "NOT RUN: the browser journeys need Debian's Chromium: apt-get install chromium", file=sys.stderr
        )
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main())
