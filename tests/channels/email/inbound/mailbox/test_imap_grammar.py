"""The grammar of IMAP: commands to servers, and the meaning of their answers."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from channels.email.inbound.mailbox import imap_grammar
from channels.email.inbound.mailbox.imap_grammar import FolderNamespace, MessageFacts
from tests.random_seed import share


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("INBOX", '"INBOX"'),
        ("Sent Items", '"Sent Items"'),
        ('a "b" \\c', '"a \\"b\\" \\\\c"'),
        ("Büros & Co", '"B&APw-ros &- Co"'),
        ("~peter/mail/台北/日本語", '"~peter/mail/&U,BTFw-/&ZeVnLIqe-"'),
        ("🚀", '"&2D3egA-"'),
        ("tab\there", '"tab&AAk-here"'),
    ],
)
def test_a_folder_is_written_as_rfc_3501_wants_it(name: str, written: str) -> None:
    assert imap_grammar.encode_folder_name(name) == written


def test_a_folder_of_ours_is_divided_as_the_server_does() -> None:
    assert (
        imap_grammar.name_own_folder("Countersign/Quarantine", FolderNamespace("INBOX.", "."))
        == '"INBOX.Countersign.Quarantine"'
    )


@pytest.mark.parametrize("text", ["a\r\nA1 LOGOUT", "a\n", "a\0"])
def test_no_word_ends_its_line(text: str) -> None:
    with pytest.raises(ValueError, match="line break"):
        imap_grammar.quote_string(text)


def test_permanent_flags_say_whether_a_keyword_is_kept() -> None:
    lines = [b"FLAGS (\\Seen)", b"OK [PERMANENTFLAGS (\\Seen Known)] limited", b"[READ-WRITE] done"]
    assert imap_grammar.has_permanent_keyword("known", lines)
    assert not imap_grammar.has_permanent_keyword("Other", lines)
    assert imap_grammar.has_permanent_keyword("Other", [b"OK [PERMANENTFLAGS (\\Seen \\*)]"])
    assert not imap_grammar.has_permanent_keyword("Other", [])


@pytest.mark.parametrize(
    ("line", "space"),
    [
        (b'NAMESPACE (("" "/")) NIL NIL', FolderNamespace("", "/")),
        (b'NAMESPACE (("INBOX." ".")) (("user." ".")) NIL', FolderNamespace("INBOX.", ".")),
        (b'NAMESPACE (("" "\\\\")) NIL NIL', FolderNamespace("", "\\")),
        (b"NAMESPACE NIL NIL NIL", FolderNamespace()),
        (b"", FolderNamespace()),
    ],
)
def test_a_name_space_is_read(line: bytes, space: FolderNamespace) -> None:
    assert imap_grammar.read_namespace([line, b"done"]) == space


def test_numbers_of_a_search_are_read_and_its_words_are_not() -> None:
    assert imap_grammar.read_uids([b"3 1 2", b"10", b"Search completed (0.001 + 0.000 secs)."]) == [1, 2, 3, 10]
    assert imap_grammar.read_uids([b"", b"done"]) == []
    assert imap_grammar.read_uids([b"7"]) == []


def test_facts_are_read_in_any_order_and_lines_of_others_are_not() -> None:
    lines = [
        b'1 FETCH (INTERNALDATE "05-Nov-2026 09:00:00 +0100" UID 7 RFC822.SIZE 120)',
        b"2 FETCH (FLAGS (\\Seen))",
        b'3 FETCH (UID 9 RFC822.SIZE 1 INTERNALDATE "nonsense")',
        b"done",
    ]
    assert imap_grammar.read_facts(lines) == [
        MessageFacts(7, 120, datetime(2026, 11, 5, 8, tzinfo=UTC)),
        MessageFacts(9, 1, datetime(1970, 1, 1, tzinfo=UTC)),
    ]


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ([b"1 FETCH (UID 7 BODY[]<0> {3}", bytearray(b"a)b"), b")", b"done"], b"a)b"),
        ([b"1 FETCH (BODY[]<0> {3}", bytearray(b"abc"), b" UID 7)", b"done"], b"abc"),
        ([b'1 FETCH (UID 7 BODY[HEADER]<0> "a \\"b\\" \\\\")', b"done"], b'a "b" \\'),
        ([b"1 FETCH (UID 7 BODY[]<0> NIL)", b"done"], b""),
        ([b"1 FETCH (UID 7 BODY[]<0> {0}", bytearray(), b")", b"done"], b""),
        ([b"1 FETCH (UID 8 BODY[]<0> {3}", bytearray(b"abc"), b")", b"done"], None),
        ([b"2 FETCH (FLAGS (\\Seen) UID 7)", b"1 FETCH (UID 7 BODY[] {1}", bytearray(b"x"), b")", b"done"], b"x"),
        ([b"2 FETCH (UID 8 FLAGS ())", bytearray(b"1 FETCH (UID 7 BODY[] NIL)"), b"done"], None),
        ([b"done"], None),
    ],
)
def test_a_body_is_found_however_it_is_written(lines: list[bytes | bytearray], found: bytes | None) -> None:
    assert imap_grammar.read_body(lines, 7) == found


@given(st.lists(st.one_of(st.binary(max_size=60), st.binary(max_size=60).map(bytearray)), max_size=6))
@settings(max_examples=share(200), deadline=None)
def test_no_answer_breaks_the_reading(lines: list[bytes | bytearray]) -> None:
    imap_grammar.read_facts(lines)
    imap_grammar.read_uids(lines)
    imap_grammar.read_namespace(lines)
    imap_grammar.read_body(lines, 7)
