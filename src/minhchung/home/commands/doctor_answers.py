"""What answers from data rest on: their figures as they were frozen, and what those were counted in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from minhchung.home.commands.complaint import Complaint
from minhchung.home.language import say

if TYPE_CHECKING:
    from minhchung.rounds.models import DataAnswer

CHECK = "answers"


def data_answers() -> Iterator[Complaint]:
    """Every row's SHA-256 is that of its figures; what the rows in use refer to is there and says the same."""
    yield from _altered()
    yield from _unfounded()


def _altered() -> Iterator[Complaint]:
    from minhchung.indicators.domain.contract import digest
    from minhchung.rounds.models import DataAnswer

    for row in DataAnswer.objects.order_by("pk").iterator(chunk_size=2000):
        if digest({"figures": row.figures}) != row.sha256:
            yield _complaint(
                row,
                "số liệu đã bị đổi: không còn đúng SHA-256 lúc ghi; khôi phục từ bản sao lưu",
                "its figures changed: no longer the SHA-256 they were kept under; restore from backup",
            )


def _unfounded() -> Iterator[Complaint]:
    from minhchung.rounds.domain.data_answers import relied_on

    grounds = Grounds()
    for row in relied_on():
        for figure in row.figures:
            reference = figure.get("reference", {})
            for vi, en in grounds.faults(reference):
                yield _complaint(row, f"{figure['indicator']}: {vi}", f"{figure['indicator']}: {en}")


def _complaint(row: DataAnswer, vi: str, en: str) -> Complaint:
    subject = say(
        f"hồ sơ {row.entry.pk}, tiêu chí {row.node_id} (dòng {row.pk})",
        f"entry {row.entry.pk}, leaf {row.node_id} (row {row.pk})",
    )
    return Complaint(CHECK, subject, say(vi, en))


class Grounds:
    """What figures may refer to, read once: manifests of cases, states of the register, versions of procedures."""

    def __init__(self) -> None:
        from minhchung.cases.models import CaseManifest, ProcedureVersion
        from minhchung.indicators.models import FigureRevision

        self._manifests = dict(CaseManifest.objects.values_list("number", "digest"))
        revisions = FigureRevision.objects.order_by()
        self._register = {
            (figure, version): (str(numerator), None if denominator is None else str(denominator))
            for figure, version, numerator, denominator in revisions.values_list(
                "figure_id", "row_version", "numerator", "denominator"
            )
        }
        self._procedures = set(ProcedureVersion.objects.order_by().values_list("pk", flat=True))

    def faults(self, reference: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """What a figure names that is gone or says something else, Vietnamese and English; files are case_store's."""
        cases = reference.get("cases")
        if cases and cases["manifest"]:
            yield from self._cases(cases["manifest"], cases["digest"])
        for row in reference.get("register", ()):
            yield from self._figure(row)
        gone = sorted(set(reference.get("procedures", {}).get("versions", ())) - self._procedures)
        if gone:
            named = ", ".join(map(str, gone[:5]))
            yield f"phiên bản thủ tục {named} không còn", f"versions of procedures {named} are gone"

    def _cases(self, number: int, digest: str) -> Iterator[tuple[str, str]]:
        kept = self._manifests.get(number)
        if kept is None:
            yield (
                f"bản kê hồ sơ số {number} không còn; khôi phục từ bản sao lưu",
                f"manifest {number} of the cases is gone; restore it from backup",
            )
        elif kept != digest:
            yield (
                f"bản kê hồ sơ số {number} không phải bản đã đếm: mã băm khác",
                f"manifest {number} of the cases is not the one counted: its digest differs",
            )

    def _figure(self, row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        kept = self._register.get((row["figure"], row["version"]))
        named = f"{row['figure']}, {row['version']}"
        if kept is None:
            yield (
                f"số liệu đăng ký (dòng, lần) {named} không còn",
                f"figure of the register (row, version) {named} is gone",
            )
        elif kept != (row["numerator"], row["denominator"]):
            yield (
                f"số liệu đăng ký (dòng, lần) {named} đã khác lúc lấy",
                f"figure of the register (row, version) {named} differs from what was taken",
            )
