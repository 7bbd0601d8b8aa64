"""What the product can be set to is documented, and what is documented exists."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_every_setting_is_in_the_deployment_guide() -> None:
    source = (ROOT / "src/minhchung/config/environment.py").read_text()
    names = {f"MINHCHUNG_{name}" for name in re.findall(r'get\("([A-Z_]+)"', source)} | {"MINHCHUNG_LANG"}
    documented = set(
        re.findall(r"^\| `(MINHCHUNG_[A-Z_]+)`", (ROOT / "docs/deploy.md").read_text(), re.MULTILINE)
    )

    assert names == documented


def test_every_link_of_the_docs_leads_somewhere() -> None:
    broken = []
    for page in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]:
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", page.read_text()):
            if not (page.parent / target).exists():
                broken.append(f"{page.relative_to(ROOT)}: {target}")

    assert broken == []


def test_every_decision_record_says_what_would_change_our_mind() -> None:
    for record in sorted((ROOT / "docs/adr").glob("[0-9]*.md")):
        if record.name != "0001-records.md":
            assert "What would change our mind" in record.read_text(), record.name
