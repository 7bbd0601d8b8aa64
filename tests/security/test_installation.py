"""How an installation stands: nothing readable by others on the machine, Django's deployment checks, the database's own wishes."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from minhchung.config.environment import SettingRefused, database_settings
from minhchung.ledger.secrets import installation_secret


def _run(folder: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """A process of its own that sees nothing of the test run's environment but where programs are."""
    environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ} | {
        "LANG": "C.UTF-8"
    }
    return subprocess.run(
        [sys.executable, "-c", *arguments],
        env=environment | {"MINHCHUNG_DATA_DIR": str(folder), **settings},
        cwd=folder.parent,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """A data folder as the first start leaves it, and what the deployment checks then said; it migrates once for all tests."""
    folder = tmp_path_factory.mktemp("installed") / "data"
    code = "from minhchung.home.commands.serve import prepare\nprepare()\n"
    code += "from django.core.management import call_command\ncall_command('check', deploy=True, fail_level='WARNING')"
    return folder, _run(folder, code, MINHCHUNG_HTTPS="1", MINHCHUNG_ALLOWED_HOSTS="a.gov.vn")


def test_deployment_checks_find_nothing(installed: Any) -> None:
    _folder, done = installed

    assert done.stderr == ""
    assert done.returncode == 0


def test_nobody_else_on_the_machine_reads_the_data(installed: Any) -> None:
    folder, _done = installed

    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.rglob("*"))}
    assert {"minhchung.sqlite3", "keys"} <= modes.keys()
    assert {name: oct(mode) for name, mode in modes.items() if mode & 0o077} == {}


def test_a_secret_stays_the_same_and_is_the_owners_alone(tmp_path: Path) -> None:
    made = installation_secret(tmp_path / "new", "khoa")

    assert installation_secret(tmp_path / "new", "khoa") == made
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "new" / "keys" / "khoa").stat().st_mode) == 0o600
    assert len(list((tmp_path / "new" / "keys").iterdir())) == 1


def test_an_encrypted_connection_that_was_asked_for_is_made(tmp_path: Path) -> None:
    told = database_settings("postgresql://u:p@db/mc?sslmode=verify-full&sslrootcert=/ca.pem", tmp_path)

    assert told["OPTIONS"] == {"sslmode": "verify-full", "sslrootcert": "/ca.pem"}
    assert told["HOST"] == "db"


def test_a_wish_that_nobody_heeds_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingRefused, match="ssl_mode"):
        database_settings("postgresql://u:p@db/mc?ssl_mode=require", tmp_path)
