"""The committed style sheet, fonts and vendored scripts belong to their sources; no Node is needed to know it."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path
from types import ModuleType

PROJECT = Path(__file__).resolve().parents[2]
STATIC = PROJECT / "src" / "minhchung" / "ui" / "static" / "ui"


def _build() -> ModuleType:
    spec = importlib.util.spec_from_file_location("assets_build", PROJECT / "assets" / "build.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_committed_files_belong_to_their_sources():
    recorded = json.loads((PROJECT / "assets" / "manifest.json").read_text(encoding="utf-8"))

    assert _build().manifest() == recorded, "run: python assets/build.py"


def test_every_file_the_style_sheet_names_is_there_and_ours():
    css = (STATIC / "minhchung.css").read_text(encoding="utf-8")

    named = re.findall(r"url\(\"?([^)\"]+)\"?\)", css)

    assert len(named) == 6
    assert all((STATIC / name).is_file() for name in named)
    assert "GDS" not in css and "crown" not in css.lower()


def test_each_vendored_part_has_its_licence():
    assert sorted(path.name for path in (STATIC / "vendor").iterdir()) == [
        "be-vietnam-pro.LICENSE",
        "govuk-frontend.LICENSE",
        "htmx.LICENSE",
        "htmx.min.js",
    ]


def test_the_lock_pins_versions_and_names_no_address():
    lock = json.loads((PROJECT / "assets" / "package-lock.json").read_text(encoding="utf-8"))

    packages = {name: entry for name, entry in lock["packages"].items() if name}

    assert all(
        "resolved" not in entry and entry["integrity"].startswith("sha512-") for entry in packages.values()
    )


def test_no_single_line_of_text_is_clipped():
    sources = "".join(p.read_text(encoding="utf-8") for p in (PROJECT / "assets" / "scss").rglob("*.scss"))

    assert "overflow: hidden" not in sources and "text-overflow" not in sources
