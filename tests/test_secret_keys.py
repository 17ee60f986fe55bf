"""The secrets of the installation: short ones are refused without being quoted, one file is made once, and no text shows a key."""

import copy
import pickle
import stat
import subprocess
import sys
import traceback
from pathlib import Path

import pytest

from bot.core.errors import BadKeyFile, BadSetting, BrokenSeal, LostKey
from bot.secret_keys import SHORTEST, SecretKeys, open_keys, read_key_file, read_secrets
from bot.settings import EnvironmentSettings, read_environment, read_settings

OLD, NEW = "old-canary-0123456789-0123456789-0123", "new-canary-9876543210-9876543210-9876"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "secret.key"


def test_a_purpose_has_keys_of_its_own_that_stay_the_same() -> None:
    keys = SecretKeys([NEW, OLD])
    assert keys.derive_keys(b"slack buttons") == SecretKeys([NEW, OLD]).derive_keys(b"slack buttons")
    current, before = keys.derive_keys(b"slack buttons")
    assert SecretKeys([OLD]).derive_keys(b"slack buttons") == (before,)
    assert {len(current), len(before)} == {32}
    assert len({current, before, *keys.derive_keys(b"mail addresses")}) == 4


def test_what_is_derived_for_signing_seals_nothing() -> None:
    """A signing key of the same purpose decrypts no value."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    keys = SecretKeys([NEW])
    sealed = keys.seal_value(b"vault", b"xoxb-1", b"a")
    with pytest.raises(InvalidTag):
        AESGCM(keys.derive_keys(b"vault")[0]).decrypt(sealed[5:17], sealed[17:], sealed[:5] + b"a")


def test_the_derivation_never_changes() -> None:
    """Recorded once: another value here means that no sealed file can be opened."""
    keys = SecretKeys(["0123456789abcdef0123456789abcdef"])
    assert keys.derive_keys(b"recorded")[0].hex() == DERIVED
    assert keys.open_value(b"recorded", bytes.fromhex(SEALED), b"kind/key") == b"a recorded value"


DERIVED = "835270a37ea98b4feb58d6a320f8fe28c9b4d4809bdb02e42ec6e03ced455ae3"
SEALED = "01f37315d9727175238456cf7d456b40118d2c721016ff6dd5d3198f6eb549dac12f13970fc5a8a9f1e6e1e55642743921"


def test_sec02_an_older_secret_opens_and_the_newer_one_seals() -> None:
    sealed = SecretKeys([OLD]).seal_value(b"vault", b"xoxb-1", b"a")
    both = SecretKeys([NEW, OLD])
    assert both.open_value(b"vault", sealed, b"a") == b"xoxb-1"
    assert SecretKeys([NEW]).open_value(b"vault", both.seal_value(b"vault", b"xoxb-1", b"a"), b"a") == b"xoxb-1"


def test_sec02_a_lost_secret_refuses_and_names_the_setting() -> None:
    sealed = SecretKeys([OLD]).seal_value(b"vault", b"xoxb-1", b"slack bot/T1")
    with pytest.raises(LostKey, match=r"slack bot/T1.* COUNTERSIGN_SECRET_KEY, or restore secret\.key"):
        SecretKeys([NEW]).open_value(b"vault", sealed, b"slack bot/T1")


@pytest.mark.parametrize("sealed", [b"", b"xoxb-plain-text-token-of-a-workspace", b"\x01", b"\x01" + bytes(15)])
def test_sec02_what_was_never_sealed_is_no_value(sealed: bytes) -> None:
    with pytest.raises(BrokenSeal):
        SecretKeys([NEW]).open_value(b"vault", sealed, b"a")


def test_sec02_a_value_opens_only_whole_and_where_it_was_sealed() -> None:
    keys = SecretKeys([NEW, OLD])
    sealed = keys.seal_value(b"vault", b"xoxb-1", b"a")
    with pytest.raises(BrokenSeal):
        keys.open_value(b"vault", sealed, b"b")
    with pytest.raises(LostKey):
        keys.open_value(b"other", sealed, b"a")
    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with pytest.raises((BrokenSeal, LostKey)):
            keys.open_value(b"vault", bytes(changed), b"a")


def test_the_same_value_is_never_sealed_alike() -> None:
    keys = SecretKeys([NEW])
    assert len({keys.seal_value(b"vault", b"x", b"a") for _ in range(50)}) == 50


def test_sec03_keys_show_no_secret() -> None:
    keys = SecretKeys([NEW, OLD])
    assert repr(keys) == str(keys) == f"{keys!s}" == "<Keys of 2 secrets>"
    assert not hasattr(keys, "__dict__")
    for copied in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError, match="neither pickled nor copied"):
            copied(keys)


def test_sec03_settings_show_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COUNTERSIGN_SECRET_KEY", f"{NEW} {OLD}")
    settings = read_settings()
    assert settings.secrets == (NEW, OLD)
    assert "canary" not in repr(settings) + str(settings) + settings.model_dump_json()
    with pytest.raises(TypeError, match="not pickled"):
        pickle.dumps(settings)
    assert "canary" not in "".join(read_environment().values())


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ("canary-short", "secret 1 of 1 has 12 characters; it needs 32 or more"),
        (f"{NEW} canary-short", "secret 2 of 2 has 12"),
        (f"canary\n{NEW}", "secret 1 of 2 has 6"),
        (" \t ", "it holds no secret, only blanks"),
        (f"{NEW}\udcff", "it is not UTF-8"),
    ],
)
def test_sec03_a_secret_that_does_not_fit_is_refused_and_not_quoted(
    monkeypatch: pytest.MonkeyPatch, given: str, why: str
) -> None:
    monkeypatch.setenv("COUNTERSIGN_SECRET_KEY", given)
    with pytest.raises(BadSetting, match=f"COUNTERSIGN_SECRET_KEY is '…': .*({why})") as refused:
        read_settings()
    assert "canary" not in "".join(traceback.format_exception(refused.value))
    with pytest.raises(BadSetting) as refused:
        read_settings(secret_key=given)
    assert "canary" not in "".join(traceback.format_exception(refused.value))


def test_the_shortest_secret_is_one(file: Path) -> None:
    assert read_secrets("x" * SHORTEST) == ("x" * SHORTEST,)
    with pytest.raises(ValueError, match="31 characters"):
        read_secrets("x" * (SHORTEST - 1))


def test_an_empty_variable_is_an_unset_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COUNTERSIGN_SECRET_KEY", "")
    assert read_settings().secrets == ()


def test_the_file_is_made_once_for_this_user_alone(file: Path) -> None:
    made = open_keys((), file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert len(file.read_text().strip()) == 43
    assert [path.name for path in file.parent.iterdir()] == ["secret.key"]
    before = file.read_bytes()
    assert open_keys((), file).derive_keys(b"x") == made.derive_keys(b"x")
    assert file.read_bytes() == before


def test_no_file_is_made_or_read_when_the_variable_is_set(file: Path) -> None:
    assert open_keys([NEW], file).derive_keys(b"x") == SecretKeys([NEW]).derive_keys(b"x")
    assert not file.parent.exists()


def test_the_file_lies_beside_the_database(tmp_path: Path) -> None:
    assert EnvironmentSettings(data=tmp_path).key_file == tmp_path / "secret.key"
    url = f"sqlite:///{tmp_path / 'other' / 'x.db'}"
    assert EnvironmentSettings(data=tmp_path, database_url=url).key_file == tmp_path / "other" / "secret.key"
    assert EnvironmentSettings(data=tmp_path, database_url="mysql://u:hunter2@h/d").key_file == tmp_path / "secret.key"


def test_sec02_a_file_rotates_like_the_variable(file: Path) -> None:
    sealed = open_keys((), file).seal_value(b"vault", b"xoxb-1", b"a")
    file.write_text(f"{NEW}\n{file.read_text()}")
    assert open_keys((), file).open_value(b"vault", sealed, b"a") == b"xoxb-1"
    assert open_keys((), file).make_seal_prefix(b"vault") == SecretKeys([NEW]).make_seal_prefix(b"vault")


@pytest.mark.parametrize("content", [b"", b"\n", b"canary-short\n", b"canary\xff" * 9])
def test_sec02_a_file_that_holds_no_secret_is_refused_and_left_as_it_is(file: Path, content: bytes) -> None:
    file.parent.mkdir()
    file.write_bytes(content)
    with pytest.raises(BadKeyFile, match=r"secret\.key cannot be used: .*set COUNTERSIGN_SECRET_KEY") as refused:
        open_keys((), file)
    assert "canary" not in "".join(traceback.format_exception(refused.value))
    assert file.read_bytes() == content


def test_sec02_what_cannot_be_read_is_never_made_anew(file: Path) -> None:
    file.mkdir(parents=True)
    with pytest.raises(BadKeyFile, match="cannot be read: Is a directory"):
        open_keys((), file)
    assert [path.name for path in file.parent.iterdir()] == ["secret.key"]


def test_a_folder_that_takes_no_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    with pytest.raises(BadKeyFile, match=r"data/secret\.key cannot be used: it cannot be"):
        open_keys((), tmp_path / "data" / "secret.key")


def test_no_file_means_none_and_makes_none(file: Path) -> None:
    assert read_key_file(file) is None
    assert not file.parent.exists()


RACE = """
import sys
from pathlib import Path
from bot.secret_keys import open_keys
print("ready", flush=True)
sys.stdin.readline()
print(open_keys((), Path(sys.argv[1])).derive_keys(b"race")[0].hex())
"""


def test_sec02_processes_that_make_it_at_once_agree_on_one(file: Path) -> None:
    racing = [
        subprocess.Popen(
            [sys.executable, "-c", RACE, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(4)
    ]
    for process in racing:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in racing:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    found = {process.communicate(timeout=60)[0] for process in racing}
    assert found == {open_keys((), file).derive_keys(b"race")[0].hex() + "\n"}
    assert [path.name for path in file.parent.iterdir()] == ["secret.key"]
