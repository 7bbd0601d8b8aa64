"""What the offices of Quảng Điền answer in the sample: made up, the same for its rounds, its register and its cases."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files

import yaml

from minhchung.home.sample.people import OFFICES
from minhchung.rubric import Answer, Rubric, answers_from_data

DATA = files("minhchung.home") / "sample_data"
CODE = "quang-dien-cchc-2023"
COMPLETE = OFFICES[:7]
"""Offices whose sample answers are whole: last year's round."""


def read_sample(name: str) -> Mapping[str, object]:
    """A packaged YAML file with every scalar as text, as the rubric library reads answers."""
    text = (DATA / name).read_text(encoding="utf-8")
    loaded: Mapping[str, object] = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506  (text only)
    return loaded


def sample_answers(rubric: Rubric) -> dict[str, dict[str, Answer]]:
    kept = {}
    for agency, data in read_sample("quang-dien-2023.answers.yaml").items():
        answers, faults = answers_from_data(rubric, data)  # type: ignore[arg-type]
        if faults:
            raise ValueError(faults)
        kept[agency] = answers
    return kept
