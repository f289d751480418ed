"""Every environment variable, read once. A wrong value stops the start with a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


class SettingsError(Exception):
    """A setting is missing or cannot be used; the text says which and what to do."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How this installation runs; see the table in README.md for the meaning and default of each."""

    database_url: str
    data_dir: Path
    app_url: str
    public_url: str
    media_url: str
    cookie_secure: bool
    session_hours: int
    session_idle_minutes: int
    admin_idle_minutes: int
    contact_days: int
    upload_max_bytes: int
    push_allowed_hosts: tuple[str, ...]
    push_subject: str
    blob_store: str
    s3: Mapping[str, str]
    demo: bool
    region: str
    accel: bool
    argon2_memory_kib: int

    def cookie(self, name: str) -> str:
        """How a cookie is called here: `__Host-` makes browsers refuse it from a neighbouring host or without HTTPS."""
        return f"__Host-{name}" if self.cookie_secure else name

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> Settings:
        """Read the settings from environment variables. Raises SettingsError."""
        port = _number(env, "PORT", 8080)
        app_url = env.get("APP_URL", f"http://localhost:{port}").rstrip("/")
        return cls(
            database_url=database_url(env.get("DATABASE_URL", "")),
            data_dir=Path(env.get("DATA_DIR", "var")).resolve(),
            app_url=app_url,
            public_url=env.get("PUBLIC_URL", app_url).rstrip("/"),
            media_url=env.get("MEDIA_URL", app_url).rstrip("/"),
            cookie_secure=_flag(env, "COOKIE_SECURE", app_url.startswith("https://")),
            session_hours=_number(env, "SESSION_HOURS", 12),
            session_idle_minutes=_number(env, "SESSION_IDLE_MINUTES", 30),
            admin_idle_minutes=_number(env, "ADMIN_IDLE_MINUTES", 15),
            contact_days=_number(env, "CONTACT_DAYS", 30),
            upload_max_bytes=_number(env, "UPLOAD_MAX_BYTES", 4 * 1024**3),
            push_allowed_hosts=tuple(filter(None, env.get("PUSH_ALLOWED_HOSTS", "").split(","))),
            push_subject=env.get("PUSH_SUBJECT", "mailto:admin@localhost.invalid"),
            blob_store=_choice(env, "BLOB_STORE", ("disk", "s3")),
            s3={key[3:].lower(): value for key, value in env.items() if key.startswith("S3_")},
            demo=_flag(env, "DEMO", False),
            region=env.get("REGION", "420117"),
            accel=_flag(env, "ACCEL", False),
            argon2_memory_kib=_number(env, "ARGON2_MEMORY_KIB", 65536),
        )


def database_url(url: str) -> str:
    """Name the psycopg 3 driver, whatever spelling of a PostgreSQL address was given. Raises SettingsError."""
    if not url:
        raise SettingsError(
            "DATABASE_URL is not set. script/server sets it for you; elsewhere give a PostgreSQL address."
        )
    scheme, found, rest = url.partition("://")
    if not found or scheme.split("+")[0] not in ("postgres", "postgresql"):
        raise SettingsError("DATABASE_URL must begin with postgresql://. Other databases have no PostGIS.")
    return f"postgresql+psycopg://{rest}"


def _number(env: Mapping[str, str], name: str, default: int) -> int:
    text = env.get(name, "")
    if text and not text.isdigit():
        raise SettingsError(f"{name} must be a whole number, not {text!r}.")
    return int(text) if text else default


def _flag(env: Mapping[str, str], name: str, default: bool) -> bool:
    text = env.get(name, "").lower()
    if text not in ("", "0", "1", "false", "true", "no", "yes"):
        raise SettingsError(f"{name} must be 1 or 0, not {text!r}.")
    return text in ("1", "true", "yes") if text else default


def _choice(env: Mapping[str, str], name: str, allowed: tuple[str, ...]) -> str:
    value = env.get(name) or allowed[0]
    if value not in allowed:
        raise SettingsError(f"{name} must be one of {', '.join(allowed)}, not {value!r}.")
    return value
