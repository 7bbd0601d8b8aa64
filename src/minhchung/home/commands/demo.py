"""`minhchung demo`: the product with its sample, ready to look at (what `make run` starts)."""

from __future__ import annotations

import argparse
import os
import sys

from minhchung.home.commands.progress import Parts
from minhchung.home.commands.serve import prepare, serve
from minhchung.home.language import say


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser(
        "demo", help=say("nạp dữ liệu mẫu (lần đầu) rồi chạy", "load the sample (first time), then serve")
    )
    parser.add_argument("--host", default="127.0.0.1", help=say("địa chỉ nghe", "address to listen on"))
    parser.add_argument("--port", type=int, default=8000, help=say("cổng nghe", "port to listen on"))
    parser.add_argument("--threads", type=int, default=8, help=say("số luồng", "number of threads"))
    parser.add_argument(
        "--load-only", action="store_true", help=say("nạp mẫu rồi dừng", "load the sample and stop")
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Make the database, load the sample once, print the address and one sign-in per role, serve."""
    os.environ["MINHCHUNG_SAMPLE"] = "1"
    prepare()
    from minhchung.home.sample.accounts import ACCOUNTS, PASSWORD
    from minhchung.home.sample.loading import STEPS, is_loaded, load

    if not is_loaded():
        title = say("Đang nạp dữ liệu mẫu (một lần)…", "Loading the sample (once)…")
        print(title, file=sys.stderr)
        with Parts(title, STEPS) as parts:
            load(parts.part)
    if args.load_only:
        return 0
    print(f"\n  Minh Chứng: http://{args.host}:{args.port}/\n")
    print(
        say(
            f"  Mật khẩu chung của dữ liệu mẫu: {PASSWORD}", f"  Password of every sample account: {PASSWORD}"
        )
    )
    width = max(len(account.username) for account in ACCOUNTS)
    for account in ACCOUNTS:
        print(f"    {account.username:<{width}}  {say(account.role_vi, account.role_en)} – {account.agency}")
    print(flush=True)
    return serve(args.host, args.port, args.threads)
