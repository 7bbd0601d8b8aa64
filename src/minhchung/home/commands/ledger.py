"""`minhchung ledger verify`: recompute the whole tree and hold it against every signed checkpoint."""

from __future__ import annotations

import argparse
import json
import os

from minhchung.home.language import say, spoken


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser(
        "ledger", help=say("sổ cái không thể sửa lén", "the tamper-evident ledger")
    )
    verbs = parser.add_subparsers(dest="verb", required=True)
    verify = verbs.add_parser("verify", help=say("tính lại toàn bộ sổ cái", "recompute the whole ledger"))
    verify.add_argument(
        "--format", choices=("text", "json"), default="text", help=say("dạng kết quả", "output form")
    )
    verify.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Exit 0 when every entry, root and signature agree; 1 with a line for each that does not."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minhchung.config.settings")
    import django

    django.setup()
    from minhchung.ledger.domain.verify import verify_ledger

    report = verify_ledger()
    if args.format == "json":
        faults = [{"subject": fault.subject, "vi": fault.vi, "en": fault.en} for fault in report.faults]
        print(
            json.dumps(
                {"entries": report.size, "root": report.root_hash, "faults": faults}, ensure_ascii=False
            )
        )
    else:
        for fault in report.faults:
            print(f"{fault.subject}: {spoken(fault)}")
        print(
            say(
                f"{report.size} mục, {report.checkpoints} điểm kiểm, gốc {report.root_hash}: "
                + ("có sai lệch" if report.faults else "khớp"),
                f"{report.size} entries, {report.checkpoints} checkpoints, root {report.root_hash}: "
                + ("MISMATCH" if report.faults else "verified"),
            )
        )
    return 1 if report.faults else 0
