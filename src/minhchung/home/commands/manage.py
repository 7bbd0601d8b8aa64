"""`minhchung manage …`: Django's own commands (migrate, createsuperuser, shell …)."""

from __future__ import annotations

import argparse
import os

from minhchung.home.language import say


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare `manage`; everything after it goes to Django as it stands."""
    words = say("lệnh quản trị của Django", "Django's management commands")
    parser = subparsers.add_parser("manage", help=words, description=words, add_help=False)
    parser.add_argument("arguments", nargs=argparse.REMAINDER, metavar="…")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Hand over to Django; its own exit code stands."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minhchung.config.settings")
    from django.core.management import ManagementUtility

    ManagementUtility(["minhchung manage", *args.arguments]).execute()
    return 0
