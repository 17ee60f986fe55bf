"""Reply addresses: made, kept, found again. Names begin with the attack's id, where there is one."""

import re

import pytest

from bot.core.errors import BadSetting
from channels.email.inbound.parsing.parsed_mail import ParsedMail
from channels.email.inbound.parsing.parser import parse_mail
from channels.email.reply_tokens import (
    TokenClaims,
    TokenKind,
    TokenReference,
    find_token_by_recipient,
    find_tokens_by_reference,
    hash_token,
    is_own_id,
    is_token_for,
    make_message_id,
    make_reply_address,
    make_token,
    resolve_mail_tokens,
)
from tests.channels.email.mail_bytes import OLIVE, mail

BOT = "bot@example.net"
KEY, OTHER_KEY = b"k" * 32, b"o" * 32
BOUND = TokenClaims(kind="reply", request="t1.4", digest="d" * 64, person="olive")
TOKEN = make_token(BOUND, KEY)


def read(**headers: str | list[str]) -> ParsedMail:
    found = parse_mail(mail("approve\r\n", OLIVE, **headers))
    assert isinstance(found, ParsedMail)
    return found


def test_a_token_is_128_bits_in_letters_that_survive_any_mail_program() -> None:
    assert re.fullmatch(r"[a-z2-7]{26}", TOKEN)
    assert make_token(BOUND, KEY) == TOKEN


@pytest.mark.parametrize("change", [{"request": "t1.5"}, {"digest": "e" * 64}, {"person": "max"}, {"kind": "bounce"}])
def test_another_request_digest_or_person_has_another_token(change: dict[str, str]) -> None:
    other = BOUND.model_copy(update=change)
    assert make_token(other, KEY) != TOKEN
    assert not is_token_for(TOKEN, other, [KEY])


def test_fields_do_not_run_into_each_other() -> None:
    a, b = TokenClaims(kind="reply", request="ab", digest="c"), TokenClaims(kind="reply", request="a", digest="bc")
    assert make_token(a, KEY) != make_token(b, KEY)


def test_a_token_of_an_older_key_still_holds() -> None:
    assert is_token_for(TOKEN, BOUND, [OTHER_KEY, KEY])
    assert not is_token_for(TOKEN, BOUND, [OTHER_KEY])
    assert not is_token_for(TOKEN, BOUND, [])


def test_what_is_kept_does_not_show_the_token() -> None:
    assert TOKEN not in hash_token(TOKEN)
    assert len(hash_token(TOKEN)) == 64


def test_an_address_carries_the_token_there_and_back() -> None:
    for kind in ("reply", "thread", "bounce"):
        address = make_reply_address(kind, TOKEN, BOT)
        assert len(address.partition("@")[0]) <= 64
        assert find_token_by_recipient(read(delivered_to=address), BOT) == TokenReference(kind, TOKEN)
        assert find_token_by_recipient(read(x_original_to=f"<{address.upper()}>"), BOT) == TokenReference(kind, TOKEN)


@pytest.mark.parametrize("bot", ["bot", "bot@", "@example.net", "bot+x@example.net", "b" * 40 + "@example.net"])
def test_a_bot_address_without_room_for_a_token_is_refused(bot: str) -> None:
    with pytest.raises(BadSetting, match="EMAIL_FROM"):
        make_reply_address("reply", TOKEN, bot)


@pytest.mark.parametrize(
    "address",
    [
        BOT,
        f"bot+r-{TOKEN[:-1]}@example.net",
        f"bot+r-{TOKEN}a@example.net",
        f"bot+x-{TOKEN}@example.net",
        f"bot+r-{TOKEN[:-1]}1@example.net",
        f"bot+r-{TOKEN}@example.org",
        f"other+r-{TOKEN}@example.net",
        f"bot+r-{TOKEN}+x@example.net",
        f"bot+r-{TOKEN}@example.net@attacker.example",
        f"bot+r-{TOKEN[:-1]}\u212a@example.net",
    ],
)
def test_what_is_no_address_of_ours_names_nothing(address: str) -> None:
    assert find_token_by_recipient(read(delivered_to=address), BOT) is None


def test_eml08_a_token_in_cc_or_to_or_the_text_names_nothing() -> None:
    address = make_reply_address("reply", TOKEN, BOT)
    assert find_token_by_recipient(read(cc=address, bcc=address, reply_to=address, subject=address), BOT) is None
    assert find_token_by_recipient(read(delivered_to=BOT, to=address), BOT) is None
    for name in ("cc", "CC", "subject", "from"):
        with pytest.raises(BadSetting):
            find_token_by_recipient(read(cc=address), BOT, (name,))


def test_a_receiver_that_writes_nothing_may_be_read_by_to() -> None:
    address = make_reply_address("reply", TOKEN, BOT)
    raw = mail().replace(b"To: bot@example.net", f"To: Bot <{address}>, x@example.org".encode())
    found = parse_mail(raw)
    assert isinstance(found, ParsedMail)
    assert find_token_by_recipient(found, BOT, ("to",)) is None, "a display name is not looked behind"
    found = parse_mail(raw.replace(b"Bot <", b"").replace(b">,", b","))
    assert isinstance(found, ParsedMail)
    assert find_token_by_recipient(found, BOT, ("to",)) == TokenReference("reply", TOKEN)


def test_two_different_tokens_name_nothing_and_the_same_twice_is_one() -> None:
    one, two = make_reply_address("reply", TOKEN, BOT), make_reply_address("reply", make_token(BOUND, OTHER_KEY), BOT)
    assert find_token_by_recipient(read(delivered_to=[one, two]), BOT) is None
    assert find_token_by_recipient(
        read(delivered_to=[one, "inbox@example.net"], x_original_to=one), BOT
    ) == TokenReference("reply", TOKEN)


def test_our_message_ids_name_what_they_are_about_and_come_back_in_references() -> None:
    first, second = (
        make_message_id("thread", make_token(BOUND, OTHER_KEY), 1, BOT),
        make_message_id("reply", TOKEN, 2, BOT),
    )
    found = read(in_reply_to=second, references=f"<x@y> {first} {second}")
    assert find_tokens_by_reference(found, BOT) == (
        TokenReference("reply", TOKEN),
        TokenReference("thread", make_token(BOUND, OTHER_KEY)),
    )
    assert is_own_id(first, BOT)
    assert not is_own_id("<x@y>", BOT)
    assert not is_own_id(first, "bot@example.org")
    assert (
        find_tokens_by_reference(read(in_reply_to=make_message_id("reply", TOKEN, 1, "a@attacker.example")), BOT) == ()
    )


@pytest.mark.parametrize("kind", ["reply", "bounce"])
def test_way1_a_token_in_to_names_the_recipient_and_is_never_a_delivered_one(kind: TokenKind) -> None:
    address, other = make_reply_address(kind, TOKEN, BOT), make_reply_address(kind, make_token(BOUND, OTHER_KEY), BOT)
    reference = TokenReference(kind, TOKEN)
    raw = mail(**{"cc": other}).replace(b"To: bot@example.net", f"To: {address}".encode())
    unwritten = parse_mail(raw)
    assert isinstance(unwritten, ParsedMail)
    found = resolve_mail_tokens(unwritten, BOT)
    assert (found.delivered, found.recipient) == (None, reference)
    assert found.addressed == {reference, TokenReference(kind, make_token(BOUND, OTHER_KEY))}
    written = parse_mail(f"Delivered-To: {BOT}\r\n".encode() + raw)
    assert isinstance(written, ParsedMail)
    assert resolve_mail_tokens(written, BOT).recipient is None, "the receiver wrote another recipient than To"
    delivered = resolve_mail_tokens(read(delivered_to=address), BOT)
    assert delivered.delivered == delivered.recipient == reference
    assert not delivered.is_own
    assert resolve_mail_tokens(read(message_id=make_message_id("reply", TOKEN, 1, BOT)), BOT).is_own
