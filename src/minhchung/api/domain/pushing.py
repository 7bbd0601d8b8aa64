"""A batch of cases pushed by another system: checked like a file, taken in whole or not at all, once per batch id."""

from __future__ import annotations

import hashlib
import shutil
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils.translation import override

from minhchung.cases.domain.drafts import AlreadyImported, agencies_by_word
from minhchung.cases.domain.importing import import_pushed
from minhchung.cases.interfaces.case_file import worker
from minhchung.cases.interfaces.case_file.job import Fault, Job, Report
from minhchung.cases.interfaces.fault_words import words_of
from minhchung.cases.models import ApiKey, ImportBatch
from minhchung.ui.present import in_vietnam

MOST_ERRORS: Final = 1_000
_CHUNK: Final = 1 << 20


@dataclass(frozen=True)
class Wrong:
    """One thing that is wrong: where (a JSON pointer), what stands there, which rule, in both languages."""

    path: str
    value: str
    rule: str
    vi: str
    en: str
    mend_vi: str = ""
    mend_en: str = ""


@dataclass(frozen=True)
class Refused:
    """Nothing of the batch was taken in. count: how many things are wrong; wrongs: the first of them."""

    status: int
    wrongs: tuple[Wrong, ...]
    count: int


@dataclass(frozen=True)
class Taken:
    """The receipt; known: these very bytes were taken in before under this id."""

    batch: ImportBatch
    known: bool


def push(*, key: ApiKey, batch_id: str, chunks: Iterable[bytes], now: datetime) -> Taken | Refused:
    """Take in a batch under the sender's id. The same id with the same bytes gives the first receipt, with others 409."""
    folder = Path(settings.CASES_DIR) / "drafts" / uuid.uuid4().hex
    folder.mkdir(parents=True, mode=0o700)
    try:
        digest, size = _receive(chunks, folder / worker.SOURCE)
        known = ImportBatch.objects.filter(system=key.system, source="api", external_id=batch_id).first()
        if known is not None:
            return _known(known, digest)
        report = worker.read_in_worker(folder, _job(key, batch_id, now))
        if wrong := _wrongs(folder, report):
            return wrong
        batch = import_pushed(
            folder=folder,
            report=report,
            key=key,
            name=batch_id,
            sha256=digest,
            size=size,
            external_id=batch_id,
            now=now,
        )
        return Taken(batch, known=False)
    except AlreadyImported as fault:
        return _known(fault.batch, digest)
    except _TooLarge:
        most = settings.CASE_FILE_MAX_BYTES // 1024 // 1024
        return refused(
            413,
            "batch.too_large",
            f"Lô lớn hơn {most} MB. Hãy chia nhỏ.",
            f"The batch is larger than {most} MB. Split it.",
        )
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class _TooLarge(Exception):
    pass


def _receive(chunks: Iterable[bytes], target: Path) -> tuple[str, int]:
    hasher, size = hashlib.sha256(), 0
    with target.open("wb") as file:
        for chunk in chunks:
            size += len(chunk)
            if size > settings.CASE_FILE_MAX_BYTES:
                raise _TooLarge
            hasher.update(chunk)
            file.write(chunk)
    return hasher.hexdigest(), size


def _job(key: ApiKey, batch_id: str, now: datetime) -> Job:
    today = in_vietnam(now).date()
    system = key.system
    return Job(
        name=f"{batch_id}.json",
        system=system.key,
        batch=batch_id,
        today=today.isoformat(),
        agencies=agencies_by_word(system.agency, today),
        default_agency=system.agency_id,
        profile=system.profile,
        free_codes=system.free_codes,
    )


def _known(batch: ImportBatch, digest: str) -> Taken | Refused:
    if batch.sha256 == digest:
        return Taken(batch, known=True)
    return refused(
        409,
        "batch.other_content",
        f"Mã lô này đã nhận một nội dung khác, biên nhận {batch.number}. Hãy dùng mã lô mới.",
        f"This batch id was taken in with other content, receipt {batch.number}. Use a new batch id.",
    )


def _wrongs(folder: Path, report: Report) -> Refused | None:
    if report.refused:
        return refused(422, "batch.unreadable", *report.refused)
    if report.kind != "json":
        return refused(
            415, "batch.format", "Gửi một danh sách JSON, hoặc mỗi dòng một đối tượng JSON.",
            "Send a JSON list, or one JSON object a line.",
        )  # fmt: skip
    if report.missing:
        found = tuple(
            Wrong(f"/0/{name}", "", "required", f"Thiếu trường “{name}”.", f"The field “{name}” is missing.")
            for name in report.missing
        )
        return Refused(422, found, len(found)) if report.rows or report.columns else _empty()
    if not report.rows:
        return _empty()
    if report.fault_count:
        return Refused(422, tuple(_wrong_of(each) for each in _faults(folder)), report.fault_count)
    return None


def _empty() -> Refused:
    return refused(422, "batch.empty", "Lô không có hồ sơ nào.", "The batch holds no case.")


def _faults(folder: Path) -> Iterator[Fault]:
    import itertools

    import msgspec

    decoder = msgspec.json.Decoder(Fault)
    with (folder / worker.ERRORS).open("rb") as lines:
        for line in itertools.islice(lines, MOST_ERRORS):
            yield decoder.decode(line)


def _wrong_of(fault: Fault) -> Wrong:
    with override("vi"):
        vi, mend_vi = words_of(fault.rule, fault.facts, "vi")
    en, mend_en = words_of(fault.rule, fault.facts, "en")
    path = f"/{fault.row - 1}/{fault.heading.replace('~', '~0').replace('/', '~1')}"
    return Wrong(path, fault.value, fault.rule, vi, en, mend_vi, mend_en)


def refused(status: int, rule: str, vi: str, en: str) -> Refused:
    """Refused as a whole, for one thing wrong with it."""
    return Refused(status, (Wrong("", "", rule, vi, en),), 1)
