"""`minhchung serve`: run the web product."""

from __future__ import annotations

import argparse
import os
import sys

from minhchung.home.language import say


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser(
        "serve", help=say("chạy hệ thống trên máy này", "run the product on this machine")
    )
    parser.add_argument("--host", default="127.0.0.1", help=say("địa chỉ nghe", "address to listen on"))
    parser.add_argument("--port", type=int, default=8000, help=say("cổng nghe", "port to listen on"))
    parser.add_argument("--threads", type=int, default=8, help=say("số luồng", "number of threads"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Apply pending migrations, then serve until stopped. Exit 1 when the port is taken."""
    prepare()
    tell_what_was_cut_off()
    return serve(args.host, args.port, args.threads)


def prepare() -> None:
    """Settings, database and static names ready; pending migrations applied."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minhchung.config.settings")
    import django
    from django.conf import settings
    from django.core.management import call_command

    os.umask(0o077)  # accounts, answers and evidence are nobody else's on this machine
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)


def tell_what_was_cut_off() -> None:
    """Imports that were committed just before the machine stopped: open rounds are computed with them now."""
    from datetime import timedelta

    from django.utils import timezone

    from minhchung.cases.domain.telling import tell_what_is_left

    tell_what_is_left(timezone.now(), older_than=timedelta())


def serve(host: str, port: int, threads: int) -> int:
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    if _is_taken(host, port):
        print(
            say(
                f"Cổng {port} đang được dùng. Chọn cổng khác: minhchung serve --port {port + 1}",
                f"Port {port} is in use. Choose another: minhchung serve --port {port + 1}",
            ),
            file=sys.stderr,
        )
        return 1
    server = Server(
        "minhchung.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=threads,
        log_access=False,
        log_level=LogLevels.error,
    )
    server.serve()
    return 0


def _is_taken(host: str, port: int) -> bool:
    import socket

    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False
