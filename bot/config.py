"""The configuration: config.toml, then the environment. Secrets are never printed."""

import re
import tomllib
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from models.limits.settings import Limits
from models.platforms.settings import Platform
from models.privacy.settings import Keeping


class ConfigProblem(Exception):  # noqa: N818  (told to the operator, as it stands)
    """The configuration cannot be used; the words name the key and its line."""


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Telegram(_Section):
    """How the bot reaches Telegram."""

    token: SecretStr = SecretStr("")
    api_url: str = "https://api.telegram.org"
    mode: Literal["polling", "webhook"] = "polling"
    webhook_url: str = ""
    webhook_listen: str = "127.0.0.1:8443"
    webhook_secret: SecretStr = SecretStr("")
    operators: tuple[int, ...] = ()  # Telegram numbers of those who run the program


class DatabaseSection(_Section):
    """Where everything is kept."""

    url: SecretStr = SecretStr("sqlite+aiosqlite:///huiyin.db")


class Http(_Section):
    """Where /healthz, /metrics and the page for the venue's screen answer; empty: nowhere.

    `public_url` is how that is reached from outside, through a reverse proxy that passes on
    /venue/ and /calendar/ alone.
    """

    listen: str = "127.0.0.1:8080"
    public_url: str = Field(default="", pattern=r"^(https?://[^\s/?#]+(/[^\s?#]*)?)?$")

    @property
    def address(self) -> str:
        """Return where pages are reached, "" where none are served."""
        if not self.listen:
            return ""
        return self.public_url or f"http://{self.listen}"


class PacingSection(_Section):
    """Telegram's limits, a little below; 0 lifts one, for a load test."""

    per_second: float = Field(default=25, ge=0)
    per_chat_per_second: float = Field(default=1, ge=0)
    per_group_per_minute: float = Field(default=18, ge=0)


class Privacy(Keeping):
    """Personal data: the file with the keys it is encrypted with, and how long it is kept."""

    keys_file: Path = Path("huiyin.keys")


class BackupsSection(_Section):
    """Where `huiyin backup` writes, and `huiyin doctor` looks how old the last one is."""

    folder: Path = Path("backups")


class TemplatesSection(_Section):
    """Where the office keeps its own .docx templates; what is not there is the house's."""

    folder: Path = Path("templates")


class Log(_Section):
    """How much the program says about itself."""

    level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    format: Literal["text", "json"] = "text"


class Config(BaseSettings):
    """Everything that can be set. Each key is also HUIYIN_<SECTION>__<KEY> in the environment."""

    model_config = SettingsConfigDict(
        env_prefix="HUIYIN_", env_nested_delimiter="__", extra="forbid", frozen=True
    )

    telegram: Telegram = Telegram()
    database: DatabaseSection = DatabaseSection()
    http: Http = Http()
    pacing: PacingSection = PacingSection()
    privacy: Privacy = Privacy()
    backups: BackupsSection = BackupsSection()
    templates: TemplatesSection = TemplatesSection()
    limits: Limits = Limits()
    platform: Platform = Platform()
    log: Log = Log()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Let the environment win over the file."""
        file = TomlConfigSettingsSource(settings_cls, toml_file=_file_read.get("path"))
        return (init_settings, env_settings, file)


_file_read: dict[str, Path | None] = {}


def load(path: Path | None = None) -> Config:
    """Read the configuration; a missing file means defaults. ConfigProblem names what is wrong."""
    text = ""
    if path is not None and path.exists():
        text = path.read_text(encoding="utf-8")
        try:
            tomllib.loads(text)
        except tomllib.TOMLDecodeError as problem:
            raise ConfigProblem(f"{path}: {problem}") from None
    _file_read["path"] = path if text else None
    try:
        return Config()
    except ValidationError as problem:
        lines = [_explain(error, path, text) for error in problem.errors(include_input=False)]
        raise ConfigProblem("\n".join(lines)) from None


def _explain(error: Any, path: Path | None, text: str) -> str:  # noqa: ANN401  (pydantic's own dict)
    keys = [str(part) for part in error["loc"]]
    name = ".".join(keys)
    line = line_of(text, keys)
    where = (
        f"{path}, line {line}" if path is not None and line else f"HUIYIN_{'__'.join(keys).upper()}"
    )
    if error["type"] == "extra_forbidden":
        return f"{where}: there is no setting called {name}"
    return f"{where}: {name}: {error['msg']}"


def line_of(text: str, keys: list[str]) -> int | None:
    """Return the line of a TOML text where a key of a section (or the section) stands, from 1."""
    section = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if header := re.match(r"\s*\[\s*([\w.-]+)\s*\]", line):
            section = header[1]
            if [section] == keys:
                return number
        elif assigned := re.match(r"\s*([\w.-]+)\s*=", line):
            path = [*section.split("."), assigned[1]] if section else [assigned[1]]
            if path == keys[: len(path)]:
                return number
    return None
