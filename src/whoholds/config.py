"""Settings, by rank: command line > WHOHOLDS_* > ./whoholds.toml > the user's file > defaults."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from whoholds.errors import BadSetting

HERE = Path("whoholds.toml")


def user_file() -> Path:
    """The person's own settings file; it need not exist."""
    home = os.environ.get("XDG_CONFIG_HOME") or os.environ.get("APPDATA") or str(Path.home() / ".config")
    return Path(home) / "whoholds" / "whoholds.toml"


def cache_folder() -> Path:
    """Where files are kept that can be made again at any time: of a theatre's names, so that it opens at once."""
    home = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or str(Path.home() / ".cache")
    return Path(home) / "whoholds"


class Settings(BaseSettings):
    """What a command needs beside its own arguments.

    ledger   the file (or, later, address) of the record.
    theatre  a bundled theatre's name or a folder; None: the one the ledger was made with, else ``world``.
    method   how claims are fused: a key of ``fuse.METHODS``.
    engine   what reads the reports: a key of ``find.FINDERS``.
    batch    reports written in one transaction.
    """

    model_config = SettingsConfigDict(env_prefix="WHOHOLDS_", extra="forbid")

    ledger: str = "whoholds.db"
    theatre: str | None = None
    method: str = "model"
    engine: str = "frames"
    batch: int = 32

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - no .env file is read: a surprise in a shared folder
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The ranking, highest first."""
        return (
            init_settings,
            env_settings,
            TomlConfigSettingsSource(settings_cls, HERE),
            TomlConfigSettingsSource(settings_cls, user_file()),
        )


def settings(**given: Any) -> Settings:
    """The settings in force; ``given`` are the command line's, and None among them means "not given".

    BadSetting: a value or a key that makes no sense, with its name.
    """
    try:
        return Settings(**{key: value for key, value in given.items() if value is not None})
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise BadSetting(
            f"setting {name!r}: {first['msg']} (command line, WHOHOLDS_*, {HERE} or {user_file()})"
        ) from error
    except OSError as error:
        raise BadSetting(f"a settings file cannot be read: {error}") from error
    except ValueError as error:
        raise BadSetting(f"a settings file is not TOML: {error}") from error
