"""Rebuild the committed style sheet, fonts and vendored scripts of minhchung.ui from their sources.

Needs Node and npm: `npm ci --prefix assets && python assets/build.py`. Running the product needs neither: the results are
committed, and `manifest.json` holds the SHA-256 of every source and result, so that a test without Node can tell
whether the committed files belong to these sources.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

ASSETS = Path(__file__).resolve().parent
PROJECT = ASSETS.parent
STATIC = PROJECT / "src" / "minhchung" / "ui" / "static" / "ui"
NODE_MODULES = ASSETS / "node_modules"
MANIFEST = ASSETS / "manifest.json"
FONT_SUBSETS = ("latin", "vietnamese")
FONT_WEIGHTS = (400, 600, 700)


def build() -> None:
    """Compile, copy and write the manifest. Raises when a tool or a package is missing or fails."""
    if not NODE_MODULES.is_dir():
        raise SystemExit("node_modules is missing: run `npm ci` in assets/ first.")
    compile_styles()
    copy_vendored()
    MANIFEST.write_text(json.dumps(manifest(), indent=1, sort_keys=True) + "\n", encoding="utf-8")


def compile_styles() -> None:
    """Compile scss/minhchung.scss with the pinned Dart Sass."""
    STATIC.mkdir(parents=True, exist_ok=True)
    subprocess.run(  # noqa: S603 - fixed arguments, our own pinned tool
        [
            str(NODE_MODULES / ".bin" / "sass"),
            "--style=compressed",
            "--no-source-map",
            "--quiet-deps",
            f"--load-path={NODE_MODULES / 'govuk-frontend' / 'dist'}",
            str(ASSETS / "scss" / "minhchung.scss"),
            str(STATIC / "minhchung.css"),
        ],
        check=True,
    )


def copy_vendored() -> None:
    """Copy what is shipped as it is: font files, htmx, and the licences of all three packages."""
    fonts = NODE_MODULES / "@fontsource" / "be-vietnam-pro"
    for name in font_names():
        _copy(fonts / "files" / name, STATIC / "fonts" / name)
    _copy(fonts / "LICENSE", STATIC / "vendor" / "be-vietnam-pro.LICENSE")
    htmx = NODE_MODULES / "htmx.org"
    _copy(htmx / "dist" / "htmx.min.js", STATIC / "vendor" / "htmx.min.js")
    _copy(htmx / "LICENSE", STATIC / "vendor" / "htmx.LICENSE")
    _copy(ASSETS / "licences" / "govuk-frontend.LICENSE", STATIC / "vendor" / "govuk-frontend.LICENSE")


def font_names() -> list[str]:
    """The woff2 files the style sheet names, one per subset and weight."""
    return [f"be-vietnam-pro-{s}-{w}-normal.woff2" for s in FONT_SUBSETS for w in FONT_WEIGHTS]


def sources() -> list[Path]:
    """Every file of ours that decides the result, sorted by path."""
    fixed = [
        ASSETS / "package.json",
        ASSETS / "package-lock.json",
        ASSETS / "licences" / "govuk-frontend.LICENSE",
    ]
    return sorted([*fixed, *(ASSETS / "scss").rglob("*.scss")])


def outputs() -> list[Path]:
    """Every committed file the build writes, sorted by path."""
    return sorted([STATIC / "minhchung.css", *(STATIC / "fonts").iterdir(), *(STATIC / "vendor").iterdir()])


def manifest() -> dict[str, dict[str, str]]:
    """{"sources": {path: sha256}, "outputs": {path: sha256}}, paths relative to the project root."""
    return {"sources": _hashes(sources()), "outputs": _hashes(outputs())}


def _hashes(paths: list[Path]) -> dict[str, str]:
    return {p.relative_to(PROJECT).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in paths}


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


if __name__ == "__main__":
    build()
    sys.stdout.write(f"wrote {STATIC.relative_to(PROJECT)} and {MANIFEST.relative_to(PROJECT)}\n")
