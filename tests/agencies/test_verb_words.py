"""Every verb this room records has words; no words stand for a verb that is not recorded."""

from __future__ import annotations

import re
from pathlib import Path

import minhchung.agencies.domain as room
from minhchung.agencies.domain.verb_words import VERB_WORDS


def test_each_recorded_verb_has_its_words() -> None:
    folder = Path(room.__file__).parent
    sources = [path.read_text() for path in folder.glob("*.py") if path.name != "verb_words.py"]

    recorded = {
        verb for text in sources for verb in re.findall(r'"((?:agency|account|post)\.[a-z_]+)"', text)
    }

    assert recorded == set(VERB_WORDS)
