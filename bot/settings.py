"""Reads and checks the environment variables and the file countersign.toml."""

import errno
import os
import stat
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, NoReturn
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.core.base_types import JSON, FrozenModel, TableName
from bot.core.configuration.toml_errors import explain_toml
from bot.core.configuration.validation_messages import explain_errors
from bot.core.errors import BadConfiguration, BadSetting
from bot.core.people import RESERVED_IDS, PeopleDirectory, Person
from bot.ip_network_setting import IpNetwork, read_networks
from bot.secret_keys import FILE, read_secrets

FILE_NAME = "countersign.toml"
MAX_CONFIG = 1_000_000
"""Maximum bytes of countersign.toml: room for thousands of people, and parsed within seconds."""


MIN_TOKEN = 16
"""Minimum characters of the metrics token."""


def read_address(text: str) -> tuple[str, int]:
    """The host and the port of `HOST:PORT`, such as 127.0.0.1:9464 or [::1]:9464. Raises ValueError."""
    try:
        parts = urlsplit(f"//{text}")
        if parts.netloc == text and "@" not in text and parts.hostname and parts.port:
            return parts.hostname, parts.port
    except ValueError:
        pass
    raise ValueError("write it as HOST:PORT, such as 127.0.0.1:9464")


class EnvironmentSettings(BaseSettings):
    """The environment variables, described in README.md. An empty variable counts as unset."""

    model_config = SettingsConfigDict(
        env_ignore_empty=True, extra="ignore", frozen=True, populate_by_name=True, hide_input_in_errors=True
    )

    data: Path = Field(default=Path("data"), validation_alias="COUNTERSIGN_DATA")
    database_url: str = Field(default="", validation_alias="COUNTERSIGN_DATABASE_URL")
    config: Path = Field(default=Path("countersign.toml"), validation_alias="COUNTERSIGN_CONFIG")
    base_url: str = Field(default="", validation_alias="COUNTERSIGN_BASE_URL")
    url: str = Field(default="", validation_alias="COUNTERSIGN_URL")
    api_key: SecretStr = Field(default=SecretStr(""), validation_alias="COUNTERSIGN_API_KEY")
    person: str = Field(default="", validation_alias="COUNTERSIGN_PERSON")
    secret_key: SecretStr = Field(default=SecretStr(""), validation_alias="COUNTERSIGN_SECRET_KEY")
    host: str = Field(default="127.0.0.1", validation_alias="COUNTERSIGN_HOST")
    trusted_proxies: str = Field(default="", validation_alias="COUNTERSIGN_TRUSTED_PROXIES")
    port: int = Field(default=8080, ge=1, le=65535, validation_alias="PORT")
    metrics_token: SecretStr = Field(default=SecretStr(""), validation_alias="COUNTERSIGN_METRICS_TOKEN")
    worker_metrics: str = Field(default="", validation_alias="COUNTERSIGN_WORKER_METRICS")
    log_format: Literal["auto", "text", "json"] = Field(default="auto", validation_alias="COUNTERSIGN_LOG_FORMAT")
    otlp_endpoint: str = Field(default="", validation_alias="OTEL_EXPORTER_OTLP_ENDPOINT")
    openai_api_key: SecretStr = Field(default=SecretStr(""), validation_alias="OPENAI_API_KEY")
    openai_base_url: str = Field(default="", validation_alias="OPENAI_BASE_URL")
    openai_model: str = Field(default="gpt-5-mini", validation_alias="OPENAI_MODEL")

    @field_validator("base_url", "url")
    @classmethod
    def _is_a_server(cls, url: str) -> str:
        """Accept http or https, a host and an optional port: links are this URL and a path."""
        try:
            parts = urlsplit(url.rstrip("/"))
            is_text = url.isprintable() and " " not in url
            plain = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0 and is_text
        except ValueError:
            plain = False
        if url and not (plain and not (parts.path or parts.query or parts.fragment or "@" in parts.netloc)):
            raise ValueError("write it as http://host:port or https://host, and nothing behind that")
        return url

    @field_validator("secret_key")
    @classmethod
    def _is_long_enough(cls, given: SecretStr) -> SecretStr:
        if given.get_secret_value():
            read_secrets(given.get_secret_value())
        return given

    @field_validator("metrics_token")
    @classmethod
    def _is_hard_to_guess(cls, given: SecretStr) -> SecretStr:
        if 0 < len(text := given.get_secret_value()) < MIN_TOKEN or not (text.isascii() and text.isprintable()):
            raise ValueError(f"write {MIN_TOKEN} printable ASCII characters or more, such as `openssl rand -hex 32`")
        return given

    @field_validator("worker_metrics")
    @classmethod
    def _is_an_address(cls, given: str) -> str:
        if given:
            read_address(given)
        return given

    @field_validator("trusted_proxies")
    @classmethod
    def _are_networks(cls, given: str) -> str:
        read_networks(given)
        return given

    @property
    def proxies(self) -> tuple[IpNetwork, ...]:
        """The networks of trusted proxies: their X-Forwarded-For header is believed."""
        return read_networks(self.trusted_proxies)

    @property
    def secrets(self) -> tuple[str, ...]:
        """The secrets of COUNTERSIGN_SECRET_KEY, the current one first; none when it is unset."""
        text = self.secret_key.get_secret_value()
        return read_secrets(text) if text else ()

    @property
    def key_file(self) -> Path:
        """The file of the secret when the variable is unset, beside the SQLite file."""
        beside = self.database.removeprefix("sqlite:///")
        folder = self.data if beside == self.database else Path(beside).parent
        return folder.absolute() / FILE

    @property
    def forms_file(self) -> Path:
        """The file of the request forms that model endpoints accept, beside the SQLite file."""
        return self.key_file.with_name("model-forms.json")

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{self.data.absolute() / 'countersign.db'}"

    @property
    def origin(self) -> str:
        """The base of links, without a slash at its end. It comes from the settings, not from a request's Host header."""
        host = "127.0.0.1" if self.host in ("0.0.0.0", "::") else self.host  # noqa: S104  compared, not bound
        return (self.base_url or f"http://{host}:{self.port}").rstrip("/")

    @property
    def has_model(self) -> bool:
        return bool(self.openai_api_key.get_secret_value() or self.openai_base_url)

    def __reduce__(self) -> NoReturn:
        raise TypeError("Settings are not pickled: they would show their secrets.")


class FileConfig(FrozenModel):
    """countersign.toml: people, and one table for each agent and channel. Agents and channels check their tables."""

    people: Mapping[TableName, JSON] = {}
    agents: Mapping[TableName, JSON] = {}
    channels: Mapping[TableName, JSON] = {}

    @property
    def directory(self) -> PeopleDirectory:
        """The people of the file. Raises `BadConfiguration`."""
        return PeopleDirectory(people={id: _read_person(id, table) for id, table in self.people.items()})


def _read_person(id: str, table: JSON) -> Person:
    """The person of the table [people.<id>]. Raises `BadConfiguration`, also for a key `id`: the table's name is the id."""
    if isinstance(table, dict) and "id" in table:
        raise BadConfiguration(FILE_NAME, f"[people.{id}] has no key id; the table's name is the id")
    if id in RESERVED_IDS:
        why = f"[people.{id}]: {id!r} is no id of a person, logs and messages use it otherwise; write another, such as"
        raise BadConfiguration(FILE_NAME, f"{why} [people.{id}-1]")
    try:
        return Person.model_validate({"id": id, **table} if isinstance(table, dict) else table)
    except ValidationError as error:
        raise BadConfiguration(FILE_NAME, explain_errors(error, Person, f"people.{id}")) from error


def read_settings(**given: Any) -> EnvironmentSettings:
    """The settings of the environment; `given` replaces some of them. Raises `BadSetting`, which quotes no secret."""
    try:
        return EnvironmentSettings(**given)
    except ValidationError as error:
        wrong = error.errors()[0]
        name, why = str(wrong["loc"][0]), wrong["msg"].removeprefix("Value error, ")
        if name in ("PORT", "port"):
            why = "write a whole number from 1 to 65535, such as 8080"
        fields = EnvironmentSettings.model_fields.items()
        secret = {field: each.validation_alias for field, each in fields if each.annotation is SecretStr}
        if name in secret or name in secret.values():
            raise BadSetting(name, "…", why) from None
        raise BadSetting(name, wrong["input"], why) from error


def read_config(path: Path) -> FileConfig:
    """The checked content of the file; an absent file counts as empty. Raises `BadSetting` or `BadConfiguration`."""
    try:
        return parse_config(read_bytes(path), path)
    except FileNotFoundError:
        return FileConfig()
    except OSError as error:
        raise BadSetting("COUNTERSIGN_CONFIG", str(path), _explain_unreadable(error)) from error


def read_bytes(path: Path) -> bytes:
    """The content of the file. Raises OSError, also when it is not a regular file or is larger than `MAX_CONFIG`."""
    with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK), "rb") as file:  # does not wait for the writer of a pipe
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.EINVAL, "it is not a file")
        content = file.read(MAX_CONFIG + 1)
    if len(content) > MAX_CONFIG:
        raise OSError(errno.EFBIG, f"it is larger than {MAX_CONFIG} bytes")
    return content


def read_needed(path: Path) -> bytes:
    """The content of a file that must exist. Raises `BadSetting`."""
    try:
        return read_bytes(path)
    except FileNotFoundError as error:
        why = "there is no such file; write one with `countersign init`, or point COUNTERSIGN_CONFIG to yours"
        raise BadSetting("COUNTERSIGN_CONFIG", str(path), why) from error
    except OSError as error:
        raise BadSetting("COUNTERSIGN_CONFIG", str(path), _explain_unreadable(error)) from error


def _explain_unreadable(error: OSError) -> str:
    if isinstance(error, IsADirectoryError):
        return f"it is a folder; name the file in it, such as {FILE_NAME}"
    return error.strerror or "cannot be read"


def parse_config(content: bytes, path: Path) -> FileConfig:
    """The checked content of the file at `path`. Raises `BadConfiguration`, which names the file and the place in it."""
    text = ""
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
        found = FileConfig.model_validate(tomllib.loads(text))
        complaints = list(found.directory.find_complaints())
    except UnicodeDecodeError as error:
        raise BadConfiguration(path, f"byte {error.start} is not UTF-8; save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise BadConfiguration(path, explain_toml(text, str(error))) from error
    except RecursionError as error:
        raise BadConfiguration(path, "its tables are nested too deeply; flatten them") from error
    except ValidationError as error:
        raise BadConfiguration(path, explain_errors(error, FileConfig)) from error
    except BadConfiguration as wrong:
        raise BadConfiguration(path, wrong.facts[1]) from wrong
    except ValueError as error:  # Python's limit for the digits of an integer, raised by tomllib
        raise BadConfiguration(path, "it holds a number of more than 4,300 digits; write a shorter one") from error
    if complaints:
        raise BadConfiguration(path, f"people: {complaints[0]}")
    return found


def parse_working_config(content: bytes, path: Path) -> FileConfig:
    """The checked content of a server's file, which must name people. Raises `BadConfiguration`."""
    config = parse_config(content, path)
    if not config.people:
        raise BadConfiguration(path, "it names no people, so nobody could decide anything; add [people.<id>]")
    return config


def read_environment() -> Mapping[str, str]:
    """The environment without COUNTERSIGN_SECRET_KEY, for channels with a table that names a variable."""
    return {name: value for name, value in os.environ.items() if name != "COUNTERSIGN_SECRET_KEY"}
