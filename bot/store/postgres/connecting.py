"""Connects to PostgreSQL: the URL, the session's settings, and how Python's values are sent."""

from typing import Any

import psycopg
from psycopg import adapt, adapters, conninfo
from psycopg.types.numeric import Int8BinaryDumper, Int8Dumper
from psycopg.types.string import StrBinaryDumper, StrDumper

from bot.core.errors import BadSetting, CannotStart

SCHEME = "postgresql+psycopg://"
SETTING = "COUNTERSIGN_DATABASE_URL"
CONNECT_SECONDS = 5
OLDEST = 130000
"""`server_version` of PostgreSQL 13, the oldest that this store is meant for."""
KEEPALIVE = "-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3"
"""The server ends the session of a client that is gone within 15 s, and so gives up its lock."""
ISOLATION = "-c default_transaction_isolation=read\\ committed"
"""Whatever the database's own default: a statement behind the lock of the sum sees what was committed before it."""
WIRE = {"keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3, "tcp_user_timeout": 15_000}
"""A session whose server is gone ends within 15 s here, too."""

SqlConnection = psycopg.Connection[tuple[Any, ...]]
NUL, VISIBLE_NUL = "\0", "\N{SYMBOL FOR NULL}"


class _TextDumper(StrDumper):
    """PostgreSQL's text holds no NUL: it is written, and looked for, as its visible sign."""

    def dump(self, obj: str) -> Any:
        return super().dump(obj.replace(NUL, VISIBLE_NUL) if NUL in obj else obj)


class _BinaryTextDumper(StrBinaryDumper):
    def dump(self, obj: str) -> Any:
        return super().dump(obj.replace(NUL, VISIBLE_NUL) if NUL in obj else obj)


def _make_adapters() -> adapt.AdaptersMap:
    """All numbers are sent as 64-bit integers, so that a statement has one form whatever its values."""
    made = adapt.AdaptersMap(adapters)
    for text in (_BinaryTextDumper, _TextDumper):
        made.register_dumper(str, text)
    for number in (Int8BinaryDumper, Int8Dumper):
        made.register_dumper(int, number)
    return made


ADAPTERS = _make_adapters()


def read_conninfo(url: str) -> dict[str, Any]:
    """The connection parameters of `postgresql+psycopg://user:password@host:port/database?option=value`.

    Raises BadSetting, which quotes no password.
    """
    try:
        found = conninfo.conninfo_to_dict("postgresql" + url.removeprefix("postgresql+psycopg"))
    except psycopg.Error:
        found = {}
    if not found.get("dbname"):
        raise BadSetting(SETTING, f"{SCHEME}…", f"write {SCHEME}USER:PASSWORD@HOST:PORT/DATABASE")
    return found


def name_database(url: str) -> str:
    """How messages name the database: its name and server, without user, password and options. Raises BadSetting."""
    found = read_conninfo(url)
    port = f":{found['port']}" if found.get("port") else ""
    return f"the PostgreSQL database {found['dbname']} on {found.get('host') or 'the local socket'}{port}"


def make_parameters(url: str, options: str) -> dict[str, Any]:
    """The keyword arguments of a connection with these options of the session."""
    found = read_conninfo(url)
    given = found.pop("options", "") or ""
    return {
        "connect_timeout": CONNECT_SECONDS,
        "application_name": "countersign",
        **WIRE,
        **found,
        "options": f"{KEEPALIVE} {options} {given}".strip(),
        "autocommit": True,
        "context": ADAPTERS,
    }


def connect_for_writing(url: str, *, idle_seconds: int = 60, answer_seconds: float = 0.0) -> SqlConnection:
    """A session whose commits are durable when they are confirmed. Raises psycopg.OperationalError.

    The server ends it when it rests for `idle_seconds` within a transaction: its process was stopped there. With
    `answer_seconds` this is as long as the server may take to connect, and a statement to run.
    """
    # a pipeline is read to its end before the next statement, so each text is prepared from its first use on
    idle = f"-c idle_in_transaction_session_timeout={idle_seconds * 1000}"
    options = f"-c synchronous_commit=on -c lock_timeout=10000 {idle} {ISOLATION}"
    parameters = make_parameters(url, options)
    if answer_seconds:
        limit = f"-c statement_timeout={int(answer_seconds * 1000)}"
        parameters |= {"connect_timeout": int(answer_seconds), "options": f"{parameters['options']} {limit}"}
    return psycopg.connect(**parameters, prepare_threshold=0)


def connect_for_reading(url: str) -> SqlConnection:
    """A session that changes nothing. Raises psycopg.OperationalError."""
    return psycopg.connect(**make_parameters(url, READ_ONLY), prepare_threshold=None)


def connect_for_migrating(url: str) -> SqlConnection:
    """A session in which SQLAlchemy begins and ends transactions."""
    return psycopg.connect(**{**make_parameters(url, "-c lock_timeout=10000"), "autocommit": False})


READ_ONLY = "-c default_transaction_read_only=on"


def describe_failure(url: str, error: psycopg.Error) -> CannotStart:
    """Why the server was not reached, in one line."""
    lines = str(error).strip().splitlines() or ["no reason was given"]
    return CannotStart(f"Cannot open {name_database(url)}: {lines[-1].strip()}. Start it, or correct {SETTING}.")


def refuse_server(url: str, connection: SqlConnection) -> None:
    """Raises CannotStart for a server or a database that this store cannot work with."""
    if connection.info.server_version < OLDEST:
        version = connection.info.parameter_status("server_version")
        raise CannotStart(f"{name_database(url)} runs on PostgreSQL {version}; Countersign needs 13 or newer.")
    encoding = connection.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        raise CannotStart(f"{name_database(url)} has the encoding {encoding}; make one with ENCODING 'UTF8'.")
