"""`minhchung manage prune`: the housekeeping of each day: delete what is kept only for a while, mend computed dates."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import timedelta
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from minhchung.cases.domain.drafts import remove_stale
from minhchung.cases.domain.recomputing import recompute_dates
from minhchung.cases.domain.sweeping import sweep_store
from minhchung.cases.domain.telling import tell_what_is_left
from minhchung.evidence.domain import store
from minhchung.ledger.domain.pruning import ANSWERS_KEPT, prune_answers

UPLOADS_KEPT = timedelta(days=1)


class Command(BaseCommand):
    help = (
        "Delete kept answers, expired sessions, unfinished uploads and old files of cases that nobody needs any more; compute "
        "again dates that are behind the calendar, and rounds that an import was cut off before. / Xóa câu trả lời giữ tạm, phiên hết hạn, tệp tải dở và tệp hồ sơ cũ không "
        "còn ai cần; tính lại hạn chưa theo lịch đang có hiệu lực, và đợt mà một lần nhập bị ngắt chưa kịp báo."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--days",
            type=int,
            default=ANSWERS_KEPT.days,
            help=f"keep answers younger than this many days (at least 1; {ANSWERS_KEPT.days} when not given)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["days"] < 1:
            raise CommandError("--days: at least 1. / ít nhất là 1.")
        answers = prune_answers(timezone.now() - timedelta(days=options["days"]))
        import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
        uploads = store.unfinished(older_than_seconds=int(UPLOADS_KEPT.total_seconds()))
        for path in uploads:
            path.unlink(missing_ok=True)
        drafts = remove_stale(timezone.now())
        dates = recompute_dates(actor=None, post=None, now=timezone.now())
        told = tell_what_is_left(timezone.now())
        cases = sweep_store(timezone.now())
        self.stdout.write(
            f"{answers} answer(s), {len(uploads)} unfinished upload(s), {cases} old file(s) of cases, {drafts} upload(s) of cases never imported, expired sessions: deleted; {dates} date(s) of cases computed again; {told} import(s) told to open rounds. / "
            f"Đã xóa {answers} câu trả lời, {len(uploads)} tệp tải dở, {cases} tệp hồ sơ cũ, {drafts} tệp hồ sơ tải lên không nhập, các phiên hết hạn; tính lại {dates} hạn hồ sơ; báo cho các đợt đang mở {told} lần nhập."
        )
