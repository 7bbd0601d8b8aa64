"""Every address of the product with small ids and the codes of the test rubric, and what an answer says in bytes."""

from __future__ import annotations

import io
import itertools
import re
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from minhchung.agencies.enums import Role
from minhchung.agencies.models import Post, User
from minhchung.config.policy import POLICY

CANARY = "CHIMBAO"
NOW = datetime(2023, 11, 1, tzinfo=UTC)
CODES = ("I.1", "II", "thu-nghiem", "00000000-0000-4000-8000-000000000001")
HIGHEST_ID = 4
IN_2023 = "tu=01/01/2023&den=31/12/2023"
ASKING = {
    "cases:dashboard": (f"?{IN_2023}",),
    "cases:cases": (f"?so=received&{IN_2023}",),
    "cases:cases_csv": (f"?so=received&{IN_2023}",),
    "cases:contest_add": tuple(f"?he_thong=s{pk}&ma=HS-0001" for pk in range(1, HIGHEST_ID + 1)),
    "indicators:import": ("?chi-so=TASKS_DONE",),
    "indicators:new": tuple(f"?chi-so=TASKS_DONE&co-quan={pk}" for pk in range(1, 8)),
    "indicators:period": (f"?{IN_2023}",),
    "indicators:template": (f"?chi-so=TASKS_DONE&{IN_2023}",),
    "rounds:simulation": ("?ban=ban-thao-1", "?ban=ban-thao-2"),
}
"""Asked as well, of the addresses that say little without it."""
WRITTEN = {
    ("indicators", "code"): ("TASKS_DONE",),
    ("criteria", "code"): ("thu-nghiem", "khong-co"),
    ("criteria", "version"): ("1", "2"),
}
"""What stands in the address for these parts: a name that is there, and one that is not."""


def patterns(resolver: Any = None, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from patterns(
                pattern, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            )
        else:
            yield f"{namespace}{pattern.name}", pattern


def addresses(admitted: frozenset[str] | None = None) -> Iterator[tuple[str, str]]:
    """(name, address) for every URL with every small id and every code of the test rubric.

    admitted: the names that the policy table lets one person ask for. The table refuses all others by their name alone
    (config.middleware.PolicyTable), so that one address of each is enough.
    """
    for name, pattern in patterns():
        converters = pattern.pattern.converters
        choices = [
            WRITTEN.get((name.split(":")[0], part)) or list(candidates(converter, len(converters) == 1))
            for part, converter in converters.items()
        ]
        assert all(choices), f"{name}: no candidate fits; teach this test the converter"
        found = itertools.product(*choices)
        if admitted is not None and name not in admitted:
            found = itertools.islice(found, 1)
        for values in found:
            yield name, reverse(name, kwargs=dict(zip(converters, values, strict=True)))


def candidates(converter: Any, alone: bool) -> Iterator[int | str]:
    ids = range(1, HIGHEST_ID + 1) if alone else range(1, 3)
    for value in (*ids, *CODES):
        if re.fullmatch(converter.regex, str(value)) and (
            isinstance(value, int) or converter.regex != "[0-9]+"
        ):
            yield value


def admitted(person: User | None) -> frozenset[str]:
    """The URL names that the policy table lets this person ask for."""
    if person is None or not person.is_active:
        return frozenset(name for name, access in POLICY.items() if access.public)
    held = Post.objects.filter(holdings__user=person).values_list("role", flat=True)
    roles = frozenset(Role(each) for each in held)
    return frozenset(name for name, access in POLICY.items() if access.admits(roles))


def bytes_of(response: Any) -> bytes:
    """The body, opened when it is an office file, and the headers."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            body += b"".join(packed.read(name) for name in packed.namelist())
    if body[:4] == b"%PDF":
        import pdfplumber

        with pdfplumber.open(io.BytesIO(body)) as document:
            body += "".join(page.extract_text() or "" for page in document.pages).encode()
    return body + repr(response.headers).encode()
