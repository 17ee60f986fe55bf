"""The proved sender of a mail. Names begin with the attack's id, where there is one."""

import base64
from functools import cache

import dkim  # type: ignore[import-untyped]
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import given, settings
from hypothesis import strategies as st

from channels.email.inbound.authentication.authentication_results import AuthenticationResults, parse_results
from channels.email.inbound.authentication.sender_verification import find_sender, verify_dkim, verify_sender
from channels.email.inbound.authentication.verification_values import ReceiverTrust, UnverifiedSender, VerifiedSender
from channels.email.inbound.parsing.parsed_mail import ParsedMail
from channels.email.inbound.parsing.parser import parse_mail
from tests.channels.email.mail_bytes import mail
from tests.random_seed import share

GATE = ReceiverTrust(authserv_id="mx.example.net")
OK = "mx.example.net; dmarc=pass header.from=example.org"
OLIVE = VerifiedSender(address="olive@example.org", by="dmarc")


def read(raw: bytes) -> ParsedMail:
    found = parse_mail(raw)
    assert isinstance(found, ParsedMail), found
    return found


def judged(
    *results: str, sender: str = "Olive <olive@example.org>", gate: ReceiverTrust = GATE
) -> VerifiedSender | UnverifiedSender:
    return verify_sender(read(mail(sender=sender, authentication_results=list(results))), gate)


def why(*results: str, sender: str = "Olive <olive@example.org>", gate: ReceiverTrust = GATE) -> str:
    found = judged(*results, sender=sender, gate=gate)
    assert isinstance(found, UnverifiedSender), found
    assert len(found.why) < 400
    assert "\n" not in found.why
    return found.why


# The receiver's verdict


@pytest.mark.parametrize(
    "header",
    [
        OK,
        "MX.example.NET 1; dmarc=pass header.from=Example.ORG",
        "mx.example.net; dkim=pass header.i=@example.org header.s=s1 header.b=ab/c+=; spf=pass (google.com: domain of "
        "olive@example.org designates 192.0.2.1 as permitted sender) smtp.mailfrom=olive@example.org; dmarc=pass "
        "(p=NONE sp=NONE dis=NONE) header.from=example.org; dara=pass header.i=@gmail.com",
        "mx.example.net; spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=example.org; dkim=pass (signature was verified) "
        "header.d=example.org;dmarc=pass action=none header.from=example.org;compauth=pass reason=100",
        "mx.example.net; dkim=pass header.i=@example.org header.s=s; spf=pass smtp.mailfrom=example.org; "
        "dmarc=pass(p=REJECT) header.from=example.org;",
        "mx.example.net; arc=none (no signatures found); bimi=skipped (DMARC did not pass); x-ptr=pass smtp.helo=a.b "
        "policy.ptr=a.b; dmarc=pass policy.published-domain-policy=none (p=none,d=none) header.from=example.org",
        'mx.example.net; dmarc = pass reason = "all; good (really)" header . from = example.org',
        '"mx.example.net" (our own) ; dmarc/1=pass (a (nested) \\) one) header.from="example.org"',
        "mx.example.net; spf=pass smtp.mailfrom=bounce=olive=example.org@lists.example; dmarc=pass header.from=example.org",
    ],
)
def test_a_pass_of_our_own_receiver_verifies(header: str) -> None:
    assert judged(header) == OLIVE


def test_eml01_a_mail_without_a_verdict_is_unverified() -> None:
    assert "no verdict" in why()


def test_eml01_a_failed_verdict_is_unverified() -> None:
    for verdict in ("fail", "temperror", "permerror", "bestguesspass", "none", "policy", "passx", "Pass1"):
        assert why(f"mx.example.net; dmarc={verdict} header.from=example.org")


def test_eml02_another_servers_verdict_is_ignored() -> None:
    for other in ("mx.attacker.example", "mx.example.net.attacker.example", "example.net", "xmx.example.net"):
        assert "no verdict" in why(f"{other}; dmarc=pass header.from=example.org")
    assert "cannot be read" in why("; dmarc=pass header.from=example.org")


def test_eml02_ml6_below_another_receivers_header_none_of_ours_is_read() -> None:
    found = why("mx.attacker.example; dmarc=fail header.from=example.org", OK)
    assert "“mx.example.net”: the topmost one is of “mx.attacker.example”" in found


def test_eml02_a_forged_header_of_our_name_below_the_real_one_is_never_read() -> None:
    assert "fail" in why("mx.example.net; dmarc=fail header.from=example.org", OK)
    both = "spf=pass smtp.mailfrom=example.org; dkim=none"
    assert "0 DMARC verdicts" in why(f"mx.example.net; {both}", OK)
    assert "0 DMARC verdicts" in why("mx.example.net; none", OK)


def test_eml02_an_arc_header_is_no_verdict() -> None:
    found = verify_sender(read(mail(arc_authentication_results=f"i=1; {OK}")), GATE)
    assert isinstance(found, UnverifiedSender)


@pytest.mark.parametrize(
    "header",
    [
        'mx.example.net; spf=pass smtp.mailfrom="a)b; dmarc=pass header.from=example.org',
        'mx.example.net; spf=fail smtp.mailfrom="x); dmarc=pass header.from=example.org ("@attacker.example',
        "mx.example.net; spf=fail (a (b) ; dmarc=pass header.from=example.org",
        "mx.example.net; spf=fail (a (; dmarc=pass header.from=example.org) b) smtp.mailfrom=a@b.example",
        "mx.example.net; dmarc=fail header.from=example.org; dmarc=pass header.from=example.org",
        "mx.example.net; dmarc=pass header.from=example.org; dmarc=pass header.from=example.org",
        "mx.example.net; dmarc=pass header.from=attacker.example; dkim=pass header.d=example.org header.from=example.org",
        "mx.example.net; dmarc=pass header.from=attacker.example header.from=example.org",
        "mx.example.net; dmarc=pass; spf=pass header.from=example.org",
        "mx.example.net; dmarc=pass (header.from=example.org)",
        'mx.example.net; dmarc=fail reason="dmarc=pass header.from=example.org"',
        "mx.example.net; x=y dmarc=pass header.from=example.org",
        "mx.example.net; dmarc=pass header.from=example.org) (",
        "mx.example.net; dmarc=pass header.from=example.org (",
        "mx.example.net; dmarc=(pass) header.from=example.org",
        "mx.example.net; dmarc==pass header.from=example.org",
        "mx.example.net dmarc=pass header.from=example.org",
        "mx.example.net evil; dmarc=pass header.from=example.org",
        "mx.example.net; ; dmarc=pass header.from=example.org",
        "(mx.example.net; dmarc=pass header.from=example.org)",
        "mx.example.net; dmarc=pass header.from=example.org\x00",
        "mx.example.net; dm\u0430rc=pass header.from=example.org",
        "mx.example.net; dmarc=p\u0430ss header.from=example.org",
        "m\u212a.example.net; dmarc=pass header.from=example.org",
        "mx.example.net; dmarc=pass header.from=example.or\u0261",
        "mx.example.net; xdmarc=pass header.from=example.org",
        "mx.example.net; dmarc=pass header.from=example.org.attacker.example",
        "mx.example.net; dmarc=pass header.from=notexample.org",
        "mx.example.net; dmarc=pass header.from=mail.example.org",
        "mx.example.net; dmarc=pass header.mailfrom=example.org",
        "mx.example.net; dmarc=pass smtp.from=example.org",
        "mx.example.net; dmarc=pass" + " (" * 30 + " )" * 30 + " header.from=example.org",
    ],
)
def test_eml03_a_header_built_to_mislead_a_parser_verifies_nothing(header: str) -> None:
    assert why(header)


def test_eml03_a_header_above_ours_that_cannot_be_read_ends_the_search() -> None:
    assert "cannot be read" in why("mx.example.net; dmarc=fail (", OK)


def test_eml04_a_verdict_without_its_domain_is_missing() -> None:
    assert "no domain" in why("mx.example.net; dmarc=pass")
    assert why("mx.example.net; dmarc=pass header.from=")


def test_eml04_without_a_configured_receiver_nobody_is_verified() -> None:
    assert "EMAIL_AUTHSERV_ID" in why(OK, gate=ReceiverTrust())
    assert "EMAIL_AUTHSERV_ID" in why("; dmarc=pass header.from=example.org", gate=ReceiverTrust())


def test_an_unnamed_header_counts_only_where_that_is_set_and_only_on_top() -> None:
    unnamed = (
        "spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=example.org; dmarc=pass action=none header.from=example.org"
    )
    trusting = ReceiverTrust(trust_unnamed=True)
    assert "no verdict" in why(unnamed)
    assert judged(unnamed, gate=trusting) == OLIVE
    assert why("mx.attacker.example; none", unnamed, gate=trusting)
    assert why("mx.attacker.example; dmarc=pass header.from=example.org", gate=trusting)


def test_eml05_passes_of_another_domain_do_not_speak_for_from() -> None:
    others = "spf=pass smtp.mailfrom=attacker.example; dkim=pass header.d=attacker.example"
    assert why(f"mx.example.net; {others}")
    assert why(f"mx.example.net; {others}; dmarc=fail header.from=example.org")
    assert why(f"mx.example.net; {others}; dmarc=none header.from=example.org")
    assert "attacker.example" in why("mx.example.net; dmarc=pass header.from=attacker.example")


def test_a_domain_without_dmarc_needs_a_dkim_pass_of_its_own() -> None:
    none = "mx.example.net; dmarc=none header.from=example.org"
    signed = f"{none}; dkim=pass header.d=attacker.example; dkim=pass header.d=Example.org"
    assert judged(signed) == VerifiedSender(address="olive@example.org", by="dkim")
    assert judged(f"{none}; dkim=pass header.i=@example.org").by == "dkim"  # type: ignore[union-attr]
    assert "no DKIM signature" in why(f"{none}; spf=pass smtp.mailfrom=example.org")
    assert "no DKIM signature" in why(f"{none}; dkim=fail header.d=example.org")
    assert "no DKIM signature" in why(f"{none}; dkim=pass header.d=attacker.example header.d=example.org")
    assert "no DKIM signature" in why(f"{none}; dkim=pass header.d=attacker.example header.i=@example.org")
    assert why(signed, gate=ReceiverTrust(authserv_id="mx.example.net", dkim_instead=False))


def test_eml03_a_letter_that_is_ascii_only_in_lower_case_is_not_ours() -> None:
    kelvin = "mk.example.net".replace("k", "\u212a")
    assert why(f"{kelvin}; dmarc=pass header.from=example.org", gate=ReceiverTrust(authserv_id="mk.example.net"))


# The address in From


@pytest.mark.parametrize(
    "line",
    [
        "olive@example.org",
        "<olive@example.org>",
        "Olive <Olive@Example.org>",
        '"Ops, Olive" <olive@example.org>',
        '"say \\"hi\\"" <olive@example.org>',
        "=?utf-8?q?Ol=C3=ADve?= Ops <olive@example.org>",
        "Olíve O'Neill-Ops Jr. <olive@example.org>",
        '"olive@attacker.example" <olive@example.org>',
    ],
)
def test_one_plain_address_is_the_sender(line: str) -> None:
    assert find_sender(read(mail(sender=line))) == "olive@example.org"


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Olive",
        "olive@example",
        "olive@example.org, eve@attacker.example",
        "Olive <olive@example.org>, Eve <eve@attacker.example>",
        "<olive@example.org> <eve@attacker.example>",
        "olive@example.org <eve@attacker.example>",
        "eve@attacker.example <olive@example.org>",
        '"olive@example.org"@attacker.example',
        '"olive"@example.org',
        "olive(comment)@example.org",
        "olive@example.org (Olive)",
        "(olive@example.org) eve@attacker.example",
        "Olive (Ops) <olive@example.org>",
        "Group: olive@example.org;",
        "undisclosed-recipients:;",
        "<@attacker.example:olive@example.org>",
        "<@attacker.example,@b.example:olive@example.org>",
        "=?utf-8?q?olive=40example.org?=",
        "=?utf-8?q?olive=40example.org=3E?= <eve@attacker.example",
        "=?utf-8?q?olive?=@example.org",
        "<=?utf-8?q?olive=40example.org?=>",
        "Olive <olive@example.org> trailing",
        "Olive <olive@example.org>x",
        "Olive <<olive@example.org>>",
        "Olive < olive@example.org>",
        "Olive <olive@example.org\x00>",
        "Ol\x00ive <olive@example.org>",
        "olive@example.org\x00@attacker.example",
        "olive@example.org@attacker.example",
        "oli\u0475e@example.org",
        "\u043elive@example.org",
        "olive@ex\u0430mple.org",
        "olive@[192.0.2.1]",
        "olive..ops@example.org",
        ".olive@example.org",
        "olive.@example.org",
        "olive@-example.org",
        "olive@example..org",
        "olive@example.org.",
        "alice@example.org )bob@attacker.example",
        'alice@example.org"<bob@attacker.example>',
        "alice@example.org]<bob@attacker.example>",
        "alice@example.org <bob@attacker.example",
        "a" * 250 + "@example.org",
        "olive@xn--",
    ],
)
def test_eml06_a_from_that_can_be_read_in_two_ways_is_nobody(line: str) -> None:
    found = find_sender(read(mail(sender=line)))
    assert isinstance(found, UnverifiedSender)
    assert isinstance(judged(OK, sender=line), UnverifiedSender)


def test_eml06_two_from_lines_are_nobody() -> None:
    for second in ("From: eve@attacker.example", "from: olive@example.org", "From : eve@attacker.example"):
        raw = mail(authentication_results=OK).replace(b"\r\n\r\n", f"\r\n{second}\r\n\r\n".encode(), 1)
        found = verify_sender(read(raw), GATE)
        assert isinstance(found, UnverifiedSender)
        assert "2 From headers" in found.why


def test_eml06_a_line_end_within_from_changes_nobody() -> None:
    folded = read(b"From: Olive\r\n <olive@example.org>\r\n\r\n")
    assert find_sender(folded) == "olive@example.org"
    assert isinstance(find_sender(read(b"From: olive@example.org\r <eve@attacker.example>\r\n\r\n")), UnverifiedSender)


# The grammar


@settings(max_examples=share(200))
@given(st.text(alphabet='mx.example.net;dmarc=pass ()"\\header.from\t/1', max_size=200))
def test_eml03_whatever_the_header_reading_it_ends(header: str) -> None:
    assert parse_results(header) is None or isinstance(parse_results(header), AuthenticationResults)


@settings(max_examples=share(200))
@given(st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=126), max_size=60))
def test_eml03_nothing_in_a_quoted_value_or_a_comment_becomes_a_verdict(text: str) -> None:
    escaped = "".join(f"\\{letter}" for letter in text)
    header = f'mx; spf=fail ({escaped}) reason="{escaped}" smtp.mailfrom="{escaped}"'
    found = parse_results(header)
    assert found is not None
    assert [result.method for result in found.results] == ["spf"]
    assert found.results[0].list_values("reason") == (text,)


# DKIM of our own


@cache
def keys() -> tuple[bytes, bytes]:
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    der = private.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return pem, b"v=DKIM1; k=rsa; p=" + base64.b64encode(der)


def looked_up(name: bytes, timeout: int = 5) -> bytes | None:
    return keys()[1] if name == b"s1._domainkey.example.org." else None


def signed(raw: bytes, domain: bytes = b"example.org", length: bool = False) -> bytes:
    headers = [b"from", b"to", b"subject"]
    return bytes(dkim.sign(raw, b"s1", domain, keys()[0], include_headers=headers, length=length)) + raw


RAW = mail("approve\r\n")


def checked(raw: bytes, lookup: object = looked_up) -> VerifiedSender | UnverifiedSender:
    return verify_dkim(read(raw), raw, lookup)  # type: ignore[arg-type]


def unsigned(raw: bytes, lookup: object = looked_up) -> str:
    found = checked(raw, lookup)
    assert isinstance(found, UnverifiedSender), found
    return found.why


def test_a_signature_of_the_very_domain_verifies() -> None:
    assert checked(signed(RAW)) == VerifiedSender(address="olive@example.org", by="dkim")


def test_a_signature_of_another_domain_beside_it_does_not_hurt() -> None:
    other = signed(RAW, b"list.example")
    assert checked(signed(RAW)[: -len(RAW)] + other).address == "olive@example.org"  # type: ignore[union-attr]
    assert "of “list.example”" in unsigned(other)


def test_what_is_changed_or_not_signed_does_not_verify() -> None:
    assert "not signed" in unsigned(RAW)
    assert unsigned(signed(RAW).replace(b"approve", b"aprove"))
    assert unsigned(signed(RAW).replace(b"olive@", b"oliva@"))
    assert unsigned(b"From: eve@attacker.example\r\n" + signed(RAW))


def test_a_signature_over_a_part_of_the_body_is_none() -> None:
    assert "l=" in unsigned(signed(RAW, length=True) + b"and more\r\n")


def test_a_key_in_test_mode_or_none_is_none() -> None:
    assert "test mode" in unsigned(signed(RAW), lambda name, timeout=5: keys()[1] + b"; t=y")
    assert checked(signed(RAW), lambda name, timeout=5: keys()[1] + b"; t=s").address  # type: ignore[union-attr]
    assert unsigned(signed(RAW), lambda name, timeout=5: None)
    assert unsigned(signed(RAW), lambda name, timeout=5: b"v=DKIM1; p=")


def test_a_lookup_that_fails_verifies_nothing() -> None:
    def broken(name: bytes, timeout: int = 5) -> bytes | None:
        raise TimeoutError

    assert "looked up" in unsigned(signed(RAW), broken)


@pytest.mark.parametrize(
    "value",
    [
        "",
        ";",
        "v=1",
        "v=1; d=example.org",
        "v=1; a=rsa-sha256; d=example.org; s=s1; h=from; b=!; bh=!",
        "d=example.org; l=0",
    ],
)
def test_a_malformed_signature_verifies_nothing(value: str) -> None:
    assert unsigned(f"DKIM-Signature: {value}\r\n".encode() + RAW)
