"""The words that become public beside the numbers when a round is published: each text once, where it stands, and what
in it may name or reach a person. Whoever confirms reads them first, since what is published is never changed.

Not among them, because they are not published: evidence, an agency's notes, what an agency wrote to explain itself.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from django.db.models import TextField
from django.db.models.functions import Cast

from minhchung.agencies.models import User
from minhchung.rounds.domain.acts import taking_part
from minhchung.rounds.domain.engine import rubric_of
from minhchung.rounds.domain.snapshot import posts_that_spoke
from minhchung.rounds.domain.snapshot_figures import figures_data
from minhchung.rounds.domain.values import Key
from minhchung.rounds.enums import Stage
from minhchung.rounds.models import Entry, LeafValue, Round
from minhchung.rubric import Rubric
from minhchung.viet.folding import nfc


class WordKind(StrEnum):
    """Whose words they are."""

    APPRAISED = "tham-dinh"
    EXPLAINED = "tra-loi-giai-trinh"
    FINAL = "hoi-dong"
    CLAIM = "khong-ap-dung"
    EXCLUDED = "phan-da-loai"
    RULING = "quyet-nghi"
    POST = "chuc-danh"


BY_STAGE: Final = {
    Stage.APPRAISED: WordKind.APPRAISED,
    Stage.SECOND: WordKind.APPRAISED,
    Stage.EXPLAINED: WordKind.EXPLAINED,
    Stage.FINAL: WordKind.FINAL,
}


@dataclass(frozen=True)
class PublishedWords:
    """One text. places: the leaves where it stands (none for a ruling or a post); times: how often it stands anywhere.

    hints: parts of it that may be a person's name, a telephone number, an identity number or a mail address.
    """

    kind: WordKind
    text: str
    places: tuple[Key, ...]
    times: int
    hints: tuple[str, ...]


def words_to_publish(round: Round) -> tuple[PublishedWords, ...]:
    """Every text once for each kind, those with a hint first; eight queries at most, whatever the numbers."""
    rubric = rubric_of(round.rubric)
    entries = list(taking_part(round).order_by("pk"))
    places: dict[tuple[WordKind, str], list[Key]] = defaultdict(list)
    for kind, text, key in (
        *_reasons(round, rubric),
        *_claims(round, rubric),
        *_excluded(round, rubric, entries),
    ):
        places[kind, nfc(text).strip()].append(key)
    times = {said: len(set(keys)) for said, keys in places.items()}
    for kind, text in (*_rulings(round), *_titles(round)):
        times[kind, nfc(text).strip()] = times.get((kind, nfc(text).strip()), 0) + 1
    names = _names() if times else frozenset()
    found = [
        PublishedWords(
            kind, text, tuple(dict.fromkeys(places.get((kind, text), ()))), n, hints_in(text, names)
        )
        for (kind, text), n in times.items()
        if text
    ]
    order = list(WordKind)
    return tuple(
        sorted(found, key=lambda each: (not each.hints, order.index(each.kind), -each.times, each.text))
    )


# ── where they come from ──────────────────────────────────────────────────────────────────────────────────────────


def _reasons(round: Round, rubric: Rubric) -> Iterator[tuple[WordKind, str, Key]]:
    """What appraisers and the council wrote beside a value."""
    rows = LeafValue.objects.filter(entry__in=taking_part(round), stage__in=BY_STAGE).exclude(reason="")
    for entry, node, stage, reason in rows.order_by("entry_id", "node_id").values_list(
        "entry_id", "node_id", "stage", "reason"
    ):
        if rubric.has_node(node):
            yield BY_STAGE[Stage(stage)], reason, (entry, node)


def _claims(round: Round, rubric: Rubric) -> Iterator[tuple[WordKind, str, Key]]:
    """Why something does not apply: it stands in the answer itself, at whichever stage."""
    rows = LeafValue.objects.filter(entry__in=taking_part(round), answer__isnull=False)
    rows = rows.annotate(told=Cast("answer", TextField())).filter(told__contains="not_applicable")
    for entry, node, answer in rows.order_by("entry_id", "node_id").values_list(
        "entry_id", "node_id", "answer"
    ):
        if rubric.has_node(node):
            for text in claims_in(answer):
                yield WordKind.CLAIM, text, (entry, node)


def claims_in(answer: Any) -> Iterator[str]:
    """The reasons of claims in a kept answer, those of its parts too."""
    if isinstance(answer, dict):
        for key, value in answer.items():
            if key == "not_applicable" and isinstance(value, str):
                yield value
            else:
                yield from claims_in(value)


def _excluded(round: Round, rubric: Rubric, entries: Iterable[Entry]) -> Iterator[tuple[WordKind, str, Key]]:
    """What was left out of a figure, where a body said it in its own words."""
    if not any(leaf.bind for leaf in rubric.leaves()):
        return
    figures, _definitions = figures_data(round, rubric, list(entries))
    for entry, leaves in figures.items():
        for code, told in leaves.items():
            for figure in told["figures"]:
                if figure.get("excluded_words") and not figure.get("excluded_words_en"):
                    yield WordKind.EXCLUDED, figure["excluded_words"], (entry, rubric.node(code).id)


def _rulings(round: Round) -> Iterator[tuple[WordKind, str]]:
    for words in round.rulings.values_list("words", flat=True):
        yield WordKind.RULING, words


def _titles(round: Round) -> Iterator[tuple[WordKind, str]]:
    """Titles of the posts that spoke: a published page names posts, never people."""
    for title in posts_that_spoke(round).values_list("title", flat=True):
        yield WordKind.POST, title


# ── what may name a person ────────────────────────────────────────────────────────────────────────────────────────

_ADDRESSED = re.compile(
    r"\b(?:ông|bà|anh|chị|cô|chú|đồng chí|đ/c|mr|mrs|ms)\.?\s+((?:[^\W\d_]+\s*){1,5})", re.IGNORECASE
)
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<![\d/.,-])(?:\+84|0)\d(?:[ .-]?\d){7,9}(?![\d/])")
_IDENTITY = re.compile(r"(?<![\d/.,-])\d{12}(?![\d/])")
_WORD = re.compile(r"[^\W\d_]+")
LONGEST_NAME: Final = 6


def hints_in(text: str, names: frozenset[str]) -> tuple[str, ...]:
    """Parts of a text that may name or reach a person, as they stand in it. names: as `name_key` gives them.

    It asks a person to look; it neither finds every name nor is each find one.
    """
    found = [*_addressed(text), *_known(text, names)]
    for pattern in (_MAIL, _PHONE, _IDENTITY):
        found += (match[0] for match in pattern.finditer(text))
    return tuple(
        each for each in dict.fromkeys(found) if not any(each != other and each in other for other in found)
    )


def name_key(name: str) -> str:
    return " ".join(_WORD.findall(nfc(name).casefold()))


def _addressed(text: str) -> Iterator[str]:
    """“ông Trần Văn B”: a form of address before words that begin with a capital."""
    for match in _ADDRESSED.finditer(text):
        named = []
        for word in match[1].split():
            if not word[0].isupper():
                break
            named.append(word)
        if named:
            head = text[match.start() : match.start(1)].strip()
            yield f"{head} {' '.join(named)}"


def _known(text: str, names: frozenset[str]) -> Iterator[str]:
    """Names of people who have an account here."""
    words = list(_WORD.finditer(text))
    keys = [word[0].casefold() for word in words]
    for start in range(len(words)):
        for size in range(min(LONGEST_NAME, len(words) - start), 1, -1):
            if " ".join(keys[start : start + size]) in names:
                yield text[words[start].start() : words[start + size - 1].end()]
                break


def _names() -> frozenset[str]:
    """Full names of the accounts, of two words or more."""
    keys = (name_key(name) for name in User.objects.values_list("full_name", flat=True))
    return frozenset(key for key in keys if " " in key)
