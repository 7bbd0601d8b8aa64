"""Whether an agency's traits meet a condition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from minhchung.rubric.errors import Reason
from minhchung.rubric.model import Trait, TraitTest, When
from minhchung.viet.folding import search_key

_YES = frozenset({"co", "yes", "true"})
_NO = frozenset({"khong", "no", "false"})


def trait_key(value: str | bool) -> str:
    """A trait's value as it is compared: case and marks aside; yes and no in any spelling."""
    if isinstance(value, bool):
        return "co" if value else "khong"
    folded = search_key(value)
    return "co" if folded in _YES else "khong" if folded in _NO else folded


def listed_value(text: str, values: Sequence[str]) -> str | None:
    """The listed value that a text means, however it is spelt; None when it means none of them, or two."""
    if text in values:
        return text
    alike = [value for value in values if trait_key(value) == trait_key(text)]
    return alike[0] if len(alike) == 1 else None


def holds(when: When, traits: Mapping[str, str | bool]) -> bool | None:
    """Whether every test holds; None when that hangs on a trait that is not known."""
    unknown = False
    for test in when:
        met = _meets(test, traits)
        if met is False:
            return False
        unknown = unknown or met is None
    return None if unknown else True


def unknown_traits(when: When, traits: Mapping[str, str | bool]) -> tuple[str, ...]:
    """The traits that a condition asks for and nobody has said."""
    return tuple(test.trait for test in when if test.trait not in traits)


def when_in_words(when: When, known: Sequence[Trait] = ()) -> Reason:
    """`cấp là tỉnh hoặc huyện; mien_nui không phải có`; known: traits whose titles are said instead of their names."""
    titles = {trait.name: _inside(trait.title) for trait in known if trait.title}
    vi = "; ".join(
        f"{titles.get(test.trait, test.trait)} {'không phải' if test.negated else 'là'} {' hoặc '.join(test.values)}"
        for test in when
    )
    en = "; ".join(
        f"{test.trait} is {'not ' if test.negated else ''}{' or '.join(test.values)}" for test in when
    )
    return Reason(vi, en)


def _inside(title: str) -> str:
    """A title as it is written inside a sentence: "Cấp" → "cấp"; an abbreviation stays."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def _meets(test: TraitTest, traits: Mapping[str, str | bool]) -> bool | None:
    if test.trait not in traits:
        return None
    value = trait_key(traits[test.trait])
    return (value in {trait_key(allowed) for allowed in test.values}) != test.negated
