"""Random and damaged bytes: every reader answers with a value, and never raises."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from minhchung.docread.facts import document_facts, document_mentions
from minhchung.docread.read import read
from minhchung.docread.read_table import read_table
from minhchung.docread.reading import Reading
from minhchung.docread.safety import Verdict, check_upload
from minhchung.docread.table import Table
from tests.docread.samples import docx_bytes, image, pdf, xlsx

SEEDS = {
    "a.docx": docx_bytes("Số: 1/QĐ-UBND", table=[["a", "b"], ["c", "d"]]),
    "a.xlsx": xlsx([["agency", "1.1"], ["A", 0.5]]),
    "a.pdf": pdf("text", pages=2),
    "a.png": image("PNG"),
    "a.jpg": image("JPEG"),
    "a.csv": "cơ quan;điểm\nA;0,5\n".encode(),
    "a.html": b"<table><tr><td rowspan=3>a<td colspan=2>b</table><p>c",
}
FEW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def must_answer(data: bytes, name: str) -> None:
    assert isinstance(check_upload(data, name), Verdict)
    assert isinstance(read_table(data, name), Table)
    assert isinstance(read(data, name), Reading)


@given(data=st.binary(max_size=400), name=st.sampled_from(sorted(SEEDS)))
@FEW
def test_random_bytes_are_answered(data: bytes, name: str) -> None:
    must_answer(data, name)


@given(text=st.text(max_size=300), name=st.sampled_from(["a.csv", "a.txt", "a.html"]))
@FEW
def test_random_text_is_answered(text: str, name: str) -> None:
    must_answer(text.encode("utf-8", "surrogatepass"), name)
    document_facts(text)
    document_mentions(text)


@pytest.mark.parametrize("name", sorted(SEEDS))
@given(data=st.data())
@FEW
def test_damaged_files_are_answered(name: str, data: st.DataObject) -> None:
    damaged = bytearray(SEEDS[name])
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(damaged) - 1))
        damaged[at] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(len(damaged) // 2, len(damaged)))

    must_answer(bytes(damaged[:cut]), name)
