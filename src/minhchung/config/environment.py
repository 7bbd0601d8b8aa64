"""What the installation may set, read once from the environment, typed, refusing nonsense.

Every name here is documented in docs/deploy.md; a test holds the two together.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

POSTGRESQL_OPTIONS = frozenset({"sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout"})
"""What may follow ? in the database's address: handed to the driver as it is, anything else refused."""


class SettingRefused(Exception):
    """A setting has a value the product cannot run with; the text says which, why, and what to write."""


@dataclass(frozen=True)
class Environment:
    """The settings of one installation.

    data_dir: where the database, evidence, previews and keys live.
    database_url: empty for SQLite in data_dir, else postgresql://user:password@host:port/name.
    """

    data_dir: Path
    database_url: str = ""
    secret_key: str = ""
    debug: bool = False
    https: bool = False
    allowed_hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "[::1]")
    trusted_origins: tuple[str, ...] = ()
    upload_max_mb: int = 30
    agency_quota_mb: int = 20_000
    case_file_max_mb: int = 100
    case_keep_originals: bool = False
    clamav_address: str = ""
    installation_name: str = ""
    sample: bool = False
    database: Mapping[str, object] = field(default_factory=dict)


def _flag(name: str, text: str) -> bool:
    if text in {"1", "true", "yes"}:
        return True
    if text in {"", "0", "false", "no"}:
        return False
    raise SettingRefused(f"{name}={text!r}: write 1 or 0.")


def _whole(name: str, text: str, default: int) -> int:
    if not text:
        return default
    if not text.isascii() or not text.isdigit() or int(text) == 0:
        raise SettingRefused(f"{name}={text!r}: write a whole number above 0.")
    return int(text)


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())


def database_settings(url: str, data_dir: Path) -> dict[str, object]:
    """Django's settings for one database.

    SQLite runs in WAL with synchronous=FULL and immediate transactions (nothing acknowledged is lost, and
    two writers wait for each other instead of failing). Connections stay open: opening one costs more than a query.
    Raises SettingRefused for a URL that is not postgresql://.
    """
    if not url:
        return {
            "ENGINE": "minhchung.config.sqlite",
            "NAME": data_dir / "minhchung.sqlite3",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        raise SettingRefused(
            "MINHCHUNG_DATABASE_URL: write postgresql://user:password@host:port/name, or leave it out."
        )
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    host = options.pop("host", parts.hostname or "")
    if unknown := sorted(options.keys() - POSTGRESQL_OPTIONS):
        raise SettingRefused(
            f"MINHCHUNG_DATABASE_URL: {', '.join(unknown)} is not taken; after ? write any of "
            f"{', '.join(sorted({'host', *POSTGRESQL_OPTIONS}))}."
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.strip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(host),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def read_environment(environ: Mapping[str, str] = os.environ) -> Environment:
    """Read the MINHCHUNG_* variables.

    Raises SettingRefused, naming the variable, for a value that cannot be used.
    """

    def get(name: str, default: str = "") -> str:
        return environ.get(f"MINHCHUNG_{name}", default).strip()

    data_dir = Path(get("DATA_DIR") or Path.cwd() / "var").absolute()
    debug = _flag("MINHCHUNG_DEBUG", get("DEBUG"))
    https = _flag("MINHCHUNG_HTTPS", get("HTTPS"))
    secret = get("SECRET_KEY")
    if secret and len(secret) < 32:
        raise SettingRefused("MINHCHUNG_SECRET_KEY: write at least 32 characters, kept secret.")
    return Environment(
        data_dir=data_dir,
        database_url=get("DATABASE_URL"),
        secret_key=secret,
        debug=debug,
        https=https,
        allowed_hosts=_words(get("ALLOWED_HOSTS")) or ("127.0.0.1", "localhost", "[::1]"),
        trusted_origins=_words(get("TRUSTED_ORIGINS")),
        upload_max_mb=_whole("MINHCHUNG_UPLOAD_MAX_MB", get("UPLOAD_MAX_MB"), 30),
        agency_quota_mb=_whole("MINHCHUNG_AGENCY_QUOTA_MB", get("AGENCY_QUOTA_MB"), 20_000),
        case_file_max_mb=_whole("MINHCHUNG_CASE_FILE_MAX_MB", get("CASE_FILE_MAX_MB"), 100),
        case_keep_originals=_flag("MINHCHUNG_CASE_KEEP_ORIGINALS", get("CASE_KEEP_ORIGINALS")),
        clamav_address=get("CLAMAV_ADDRESS"),
        sample=_flag("MINHCHUNG_SAMPLE", get("SAMPLE")),
        installation_name=get("INSTALLATION_NAME"),
        database=database_settings(get("DATABASE_URL"), data_dir),
    )
