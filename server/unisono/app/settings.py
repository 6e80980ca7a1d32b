"""Every setting of the server, from flags or from ``UNISONO_*`` variables (flags win)."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from unisono.errors import BadValue

Words = Annotated[tuple[str, ...], NoDecode]
"""Several values in one variable, separated by commas."""


def default_data_dir() -> Path:
    """Return the folder where this system keeps a person's application data."""
    home = Path.home()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", home / "AppData" / "Local")) / "unisono"
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "unisono"
    return Path(os.environ.get("XDG_DATA_HOME", home / ".local" / "share")) / "unisono"


class Settings(BaseSettings):
    """The server's settings; immutable once made."""

    model_config = SettingsConfigDict(
        env_prefix="UNISONO_", frozen=True, extra="forbid", hide_input_in_errors=True
    )

    host: str = Field("0.0.0.0", description="address to listen on")  # noqa: S104 - phones join
    port: int = Field(8080, ge=0, le=65535, description="port to listen on; 0 picks a free one")
    public_url: str | None = Field(
        None, description="the address people reach this server at, for links and QR codes"
    )
    data_dir: Path = Field(
        default_factory=default_data_dir, description="folder of the SQLite database"
    )
    database_url: str | None = Field(
        None, description="sqlite:///path or postgresql://…; by default a file in the data folder"
    )
    allowed_hosts: Words = Field(
        (),
        description="further host names this server answers to, separated by commas; * for all",
    )
    allowed_origins: Words = Field(
        (), description="further web origins that may connect, separated by commas"
    )
    trusted_proxies: Words = Field(
        (),
        description="addresses of reverse proxies whose X-Forwarded-* headers are believed",
    )
    sockets_per_address: int = Field(
        1000, ge=1, description="most open connections from one network address"
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="how much to log"
    )
    log_format: Literal["text", "json"] = Field("text", description="how log lines look")

    @field_validator("allowed_hosts", "allowed_origins", "trusted_proxies", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(word for word in (part.strip() for part in value.split(",")) if word)
        return value

    @field_validator("public_url")
    @classmethod
    def _web_address(cls, value: str | None) -> str | None:
        if not value:
            return None
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("must look like https://unisono.example.org")
        return value.rstrip("/")

    @property
    def database_address(self) -> str:
        """The database's address, wherever it was said."""
        path = self.data_dir.expanduser().resolve() / "unisono.db"
        return self.database_url or f"sqlite:///{path}"


def load_settings(**flags: Any) -> Settings:
    """Return the settings from flags (those that are not None) and the environment.

    Raises:
        BadValue: if one of them cannot be used; names the first.
    """
    try:
        return Settings(**{name: value for name, value in flags.items() if value is not None})
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = ".".join(map(str, first["loc"])) or "settings"
        raise BadValue(
            f"setting {name}", "what was given", first["msg"], f"(UNISONO_{name.upper()})"
        ) from error
