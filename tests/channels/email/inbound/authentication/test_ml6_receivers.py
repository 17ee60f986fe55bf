"""Headers of real receivers prove a sender; headers that a sender writes below, beside or instead of them prove nothing."""

import re
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from channels.email.inbound.authentication.mail_server_names import ReceiverNames
from channels.email.inbound.authentication.sender_verification import verify_sender
from channels.email.inbound.authentication.verification_values import ReceiverTrust, UnverifiedSender, VerifiedSender
from channels.email.inbound.parsing.parsed_mail import ParsedMail
from channels.email.inbound.parsing.parser import parse_mail
from tests.channels.email.receiver_headers import (
    FASTMAIL,
    GMAIL,
    ICLOUD,
    M365,
    M365_EDGE,
    M365_HOPS,
    RECEIVERS,
    ReceiverHeaders,
)
from tests.random_seed import share

OLIVE = VerifiedSender(address="olive@example.org", by="dmarc")
BODY = "approve\r\n"
ALL = pytest.mark.parametrize("receiver", RECEIVERS, ids=[receiver.name for receiver in RECEIVERS])


def gate_of(receiver: ReceiverHeaders) -> ReceiverTrust:
    own = frozenset({"bots.example"})
    return ReceiverTrust(authserv_id=receiver.setting, trust_unnamed=not receiver.setting, own_domains=own)


def raw_mail(head: str, *above: str, sender: str = "Olive Ops <olive@example.org>", body: str = BODY) -> bytes:
    """A mail under its receiver's headers; `above`: the headers that its sender wrote on top."""
    own = f"From: {sender}\nTo: bot@example.net\nSubject: Re: [approval] deploy\nMessage-ID: <1@example.org>\n"
    return (
        (head + "".join(f"{line}\n" for line in above) + own).replace("\n", "\r\n").encode() + b"\r\n" + body.encode()
    )


def filled(head: str, verdict: str = "pass", domain: str = "example.org") -> str:
    return head.replace("VERDICT", verdict).replace("FROM", domain)


def read(raw: bytes) -> ParsedMail:
    found = parse_mail(raw)
    assert isinstance(found, ParsedMail), found
    return found


def judged(
    receiver: ReceiverHeaders, head: str, *above: str, sender: str = "Olive <olive@example.org>"
) -> VerifiedSender | UnverifiedSender:
    return verify_sender(read(raw_mail(head, *above, sender=sender)), gate_of(receiver))


def unproven(receiver: ReceiverHeaders, head: str, *above: str) -> str:
    found = judged(receiver, head, *above)
    assert isinstance(found, UnverifiedSender), (receiver.name, above)
    assert "\n" not in found.why
    return found.why


@ALL
def test_ml6_what_the_receiver_really_writes_proves_the_sender(receiver: ReceiverHeaders) -> None:
    assert judged(receiver, filled(receiver.head)) == OLIVE


@ALL
@pytest.mark.parametrize("verdict", ["fail", "none", "bestguesspass", "temperror", "permerror", "unknown", "Pass1"])
def test_ml6_any_other_verdict_of_the_receiver_proves_nothing(receiver: ReceiverHeaders, verdict: str) -> None:
    without_dkim = filled(receiver.head, verdict).replace("dkim=pass", "dkim=neutral")
    assert unproven(receiver, without_dkim)
    if verdict != "none":
        assert unproven(receiver, filled(receiver.head, verdict))


@ALL
def test_ml6_a_verdict_of_another_domain_or_of_none_proves_nothing(receiver: ReceiverHeaders) -> None:
    for domain in ("evil.example", "example.org.evil.example", "evilexample.org", "mail.example.org"):
        assert unproven(receiver, filled(receiver.head, domain=domain))
    assert unproven(receiver, re.sub(r"header\.from=FROM", "", receiver.head).replace("VERDICT", "pass"))


@ALL
def test_ml6_the_same_mail_proves_nothing_where_another_receiver_is_ours(receiver: ReceiverHeaders) -> None:
    for other in ("mx.other.example", ".other.example", "other.example, mx.gogle.com", "oo.com", ".om"):
        assert isinstance(
            verify_sender(read(raw_mail(filled(receiver.head))), ReceiverTrust(authserv_id=other)), UnverifiedSender
        )


def ids_of(receiver: ReceiverHeaders) -> list[str]:
    """How the receiver signs, as a forger would copy it."""
    ids = re.findall(r"^Authentication-Results: ([^;=\s]+)\s*(?:1)?;", receiver.head, re.M)
    return list(dict.fromkeys(ids)) or [""]


def forgeries(id: str) -> Iterator[tuple[str, ...]]:
    """Headers that a sender can write on top of a mail in the receiver's name."""
    ok = "dkim=pass header.d=example.org; dmarc=pass header.from=example.org"
    signed = f"Authentication-Results: {id}; {ok}" if id else f"Authentication-Results: spf=pass; {ok}"
    yield (signed,)
    yield (signed, signed)
    yield (signed.replace("Authentication-Results", "AUTHENTICATION-RESULTS "),)
    yield ("Received: from a by mx.evil.example; Thu, 20 Nov 2025 13:00:00 +0000", signed)
    yield (f"Received: from a by {id or 'x.prod.outlook.com'}; Thu, 20 Nov 2025 13:00:00 +0000", signed)
    yield ("Authentication-Results: mx.evil.example; none", signed)
    yield (f"ARC-Authentication-Results: i=1; {id}; {ok}",)
    yield (f"X-Original-Authentication-Results: {id}; {ok}", f"Authentication-Results: ({id}) mx.evil.example; {ok}")
    yield (f"Authentication-Results: {id}.evil.example; {ok}", signed)
    yield (f'Authentication-Results: "{id}; {ok}"', signed)
    yield (f"Authentication-Results: {id}; dmarc=fail (a; dmarc=pass header.from=example.org", signed)


@ALL
def test_ml6_what_the_sender_writes_below_a_failed_verdict_is_never_a_proof(receiver: ReceiverHeaders) -> None:
    head = filled(receiver.head, "fail").replace("dkim=pass", "dkim=fail").replace("spf=pass", "spf=softfail")
    count = 0
    for id in ids_of(receiver):
        for forged in forgeries(id):
            assert unproven(receiver, head, *forged)
            count += 1
    assert count >= 11


OK = "dmarc=pass header.from=example.org"
PIECES = (
    "; ", " ", "none", "1", OK, "dkim=pass header.d=example.org", "spf=pass smtp.mailfrom=example.org", "dmarc=fail", "(", ")",
    '"', "\\", "\t", "header.from=example.org", "dmarc", "=", "pass", "header.from=evil.example", "recv.example", "bots.example",
    "arc=none", "(a; b)", "compauth=pass reason=100", "i=1; ", "\u0430", "action=none ", "dmarc/1=pass ",
)  # fmt: skip
HOPS = (
    "from a by {id}",
    "from {id} by mx.evil.example",
    "by localhost",
    "from a by {id} with LMTP id 1",
    "(qmail 1)",
    "{id}",
)


@settings(max_examples=share(300), deadline=None)
@given(st.data())
def test_ml6_whatever_a_sender_puts_together_below_a_failed_verdict_is_no_proof(data: st.DataObject) -> None:
    receiver = data.draw(st.sampled_from(RECEIVERS))
    id = data.draw(st.sampled_from(ids_of(receiver)))
    value = st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map("".join)
    results = st.one_of(value, st.just(f"; {OK}"), value.map("; ".__add__)).map(
        lambda text: f"Authentication-Results: {id}{text}"
    )
    hop = st.sampled_from(HOPS).map(lambda text: f"Received: {text.format(id=id or 'x.prod.outlook.com')}")
    above = data.draw(st.lists(st.one_of(results, hop), min_size=1, max_size=5))
    head = filled(receiver.head, data.draw(st.sampled_from(["fail", "temperror", "bestguesspass"])))
    assert isinstance(judged(receiver, head, *above), UnverifiedSender)


@ALL
def test_ml6_what_the_sender_writes_does_not_take_a_true_proof_away(receiver: ReceiverHeaders) -> None:
    """Mail that was signed elsewhere before, as every mail over a list or a relay is."""
    for above in (
        (
            "Received: from a by mx.relay.example",
            "Authentication-Results: mx.relay.example; dmarc=fail header.from=example.org",
        ),
        ("Authentication-Results: mx.relay.example; dkim=(",),
        ("ARC-Authentication-Results: i=1; mx.relay.example; dmarc=fail header.from=example.org",),
    ):
        assert judged(receiver, filled(receiver.head), *above) == OLIVE


def without_results(head: str) -> str:
    return re.sub(r"^Authentication-Results:.*\n(?:[ \t].*\n)*", "", head, flags=re.M)


@ALL
def test_ml6_where_the_receiver_wrote_nothing_what_came_by_another_server_is_not_read(
    receiver: ReceiverHeaders,
) -> None:
    head = without_results(filled(receiver.head))
    assert "Authentication-Results: " not in head.replace("ARC-Authentication-Results", "")
    for id in ids_of(receiver):
        relayed = f"Authentication-Results: {id}; dmarc=pass header.from=example.org".replace(": ;", ": spf=none;")
        for by in ("smtp.evil.example (Postfix)", "mail-x.gmail.example", f"{id or 'x.outlook.com'}.evil.example"):
            assert "has handled the mail" in unproven(
                receiver, head, f"Received: from eve by {by} with ESMTPS id 1", relayed
            )


@ALL
def test_ml6_two_verdicts_that_do_not_agree_are_none(receiver: ReceiverHeaders) -> None:
    head = filled(receiver.head)
    last = list(re.finditer(r"^Authentication-Results:.*\n(?:[ \t].*\n)*", head, re.M))[-1]
    id = ids_of(receiver)[-1]
    if not id or not receiver.setting:
        return  # of these receivers the topmost header alone is read
    for second in ("dmarc=fail header.from=example.org", "dmarc=pass header.from=evil.example"):
        both = f"{head[: last.end()]}Authentication-Results: {id}; {second}\n{head[last.end() :]}"
        assert "do not agree" in unproven(receiver, both)
    again = f"Authentication-Results: {id}; dmarc=pass header.from=Example.org\n"
    assert judged(receiver, head[: last.end()] + again + head[last.end() :]) == OLIVE


@ALL
def test_ml6_a_sender_who_can_be_read_in_two_ways_is_nobody_whatever_the_receiver_says(
    receiver: ReceiverHeaders,
) -> None:
    head = filled(receiver.head)
    for sender in (
        "olive@example.org <eve@evil.example>",
        '"olive@example.org" <eve@evil.example>',
        "olive@example.org, eve@evil.example",
        "Olive <olive@example.org>\nFrom: Eve <eve@evil.example>",
        "Olive <olive@ex\u0430mple.org>",
        "Olive <olive@xn--exmple-4nf.org>",
        "=?utf-8?q?olive=40example.org?= <eve@evil.example>",
        "olive@example.org (x) <eve@evil.example>",
        "Olive <olive@example.org\u200b>",
    ):
        found = judged(receiver, head, sender=sender)
        assert found != OLIVE, sender
        assert isinstance(found, UnverifiedSender), sender


def test_ml6_the_run_ends_at_the_server_that_took_the_mail() -> None:
    """A receiver that checks SPF alone says nothing of DMARC: below its own Received the header is the sender's."""
    opendkim = next(receiver for receiver in RECEIVERS if receiver.setting == "mx.example.net")
    head = (
        "Authentication-Results: mx.example.net; spf=pass smtp.mailfrom=example.org\n"
        "Received: from eve by mx.example.net with ESMTPS id 1; Thu, 20 Nov 2025 13:01:01 +0000\n"
    )
    for forged in (f"Authentication-Results: mx.example.net; {OK}", f"Authentication-Results: MX.example.net 1; {OK}"):
        assert "0 DMARC verdicts" in unproven(opendkim, head, forged)
        assert "0 DMARC verdicts" in unproven(opendkim, head, "Received: from a by mx.example.net", forged)


# A signature over a part of the body


SIGNATURE = "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/simple; d={d}; s=s1;{l} h=from:to:subject; bh=YWJj; b=YWJj"


@ALL
def test_ml6_a_signature_over_a_part_of_the_body_that_our_receiver_passed_is_no_proof(
    receiver: ReceiverHeaders,
) -> None:
    head = filled(receiver.head)
    assert judged(receiver, head, SIGNATURE.format(d="example.org", l="")) == OLIVE
    for length in (" l=0;", " l=12;", "\tl = 99999;", "\r\n\tl=3;"):
        for domain in ("example.org", "Mail.Example.org", "news.example.org"):
            assert "l=" in unproven(receiver, head, SIGNATURE.format(d=domain, l=length))
    whole = SIGNATURE.format(d="example.org", l="")
    partly = SIGNATURE.format(d="example.org", l=" l=4;")
    for both in ((whole, partly), (partly, whole), (whole, *[whole] * 8, partly)):
        assert unproven(receiver, head, *both)
    assert judged(receiver, head, SIGNATURE.format(d="lists.example", l=" l=4;"), whole) == OLIVE


def test_ml6_a_signature_that_cannot_be_read_may_be_one_of_a_part() -> None:
    gmail = RECEIVERS[0]
    for signature in ("v=1; d=example.org; l=1; l=1; b=YQ==", "v=1; l", "garbage"):
        assert "cannot be read" in unproven(gmail, filled(GMAIL), f"DKIM-Signature: {signature}")
    assert "l=" in unproven(gmail, filled(GMAIL, "none"), SIGNATURE.format(d="example.org", l=" l=5;"))


# Domains without a policy


def test_ml6_without_a_policy_every_header_about_the_domains_signature_has_to_have_a_pass() -> None:
    by_name = {receiver.name: receiver for receiver in RECEIVERS}
    assert judged(by_name["gmail"], filled(GMAIL, "none")) == VerifiedSender(address="olive@example.org", by="dkim")
    assert judged(by_name["fastmail"], filled(FASTMAIL, "none")).by == "dkim"  # type: ignore[union-attr]
    icloud = by_name["icloud, by suffix"]
    assert judged(icloud, filled(ICLOUD, "none")).by == "dkim"  # type: ignore[union-attr]
    failed = filled(ICLOUD, "none").replace("dkim=pass", "dkim=fail")
    at = failed.index("Received-SPF")
    forged = "Authentication-Results: dkim-verifier.icloud.com; dkim=pass header.d=example.org\n"
    assert "no DKIM signature" in unproven(icloud, failed[:at] + forged + failed[at:])


def test_ml6_microsofts_own_estimates_are_no_proof() -> None:
    m365 = next(receiver for receiver in RECEIVERS if receiver.head == M365)
    for verdict, compauth in (
        ("fail", "pass reason=130"),
        ("none", "pass reason=109"),
        ("bestguesspass", "softpass reason=202"),
    ):
        head = filled(M365, verdict).replace("pass reason=100", compauth).replace("dkim=pass", "dkim=none")
        assert unproven(m365, head)
    spoofed = filled(M365).replace("dmarc=pass", "compauth=pass").replace("compauth=pass reason", "x=y reason")
    assert "0 DMARC verdicts" in unproven(m365, spoofed)


def test_ml6_unnamed_headers_count_for_nobody_who_did_not_ask_for_them() -> None:
    for setting in ("", ".outlook.com", "recv.example", "mx.example.net"):
        found = verify_sender(read(raw_mail(filled(M365))), ReceiverTrust(authserv_id=setting))
        assert isinstance(found, UnverifiedSender)
        why = found.why
    assert "names no server" in why


@pytest.mark.parametrize(
    "clauses",
    [
        "spf=pass smtp.mailfrom=d; recv.example; other.example; dmarc=pass header.from=example.org",
        "spf=pass smtp.mailfrom=d; recv.example; dmarc=pass header.from=example.org; evil.example",
        "recv.example; spf=pass; evil.example; dmarc=pass header.from=example.org",
        "spf=pass smtp.mailfrom=d; recv; dmarc=pass header.from=example.org",
        "spf=pass smtp.mailfrom=d; recv.example 1; dmarc=pass header.from=example.org",
        'spf=pass smtp.mailfrom=d; "recv.example"; dmarc=pass header.from=example.org',
        "spf=pass smtp.mailfrom=d; re\u0441v.example; dmarc=pass header.from=example.org",
    ],
)
def test_ml6_clauses_that_name_a_domain_alone_name_the_same_one(clauses: str) -> None:
    found = verify_sender(read(raw_mail(f"Authentication-Results: {clauses}\n")), ReceiverTrust(trust_unnamed=True))
    assert isinstance(found, UnverifiedSender)
    assert "cannot be read" in found.why


# The names


@pytest.mark.parametrize(
    ("setting", "own", "foreign"),
    [
        (
            "mx.google.com",
            ["mx.google.com", "MX.Google.COM"],
            ["google.com", "xmx.google.com", "mx.google.com.evil.example"],
        ),
        (".yahoo.com", ["a.yahoo.com", "a.b.yahoo.com"], ["yahoo.com", "evilyahoo.com", ".yahoo.com", "a..yahoo.com"]),
        (
            ".yahoo.com",
            [],
            ["a.yahoo.com.evil.example", "a.yahoo.com;", "evil.example/.yahoo.com", "-.yahoo.com", "a b.yahoo.com"],
        ),
        (
            "a.example, .b.example c.example",
            ["a.example", "x.b.example", "c.example"],
            ["b.example", "x.a.example", ""],
        ),
        ("", [], ["", "a.example"]),
    ],
)
def test_ml6_a_suffix_ends_at_a_label(setting: str, own: list[str], foreign: list[str]) -> None:
    names = ReceiverNames.parse_setting(setting)
    assert [host for host in (*own, *foreign) if names.has_host(host)] == own


@pytest.mark.parametrize(
    "setting", [".com", ".", "mx..example", "mx.example;", "m\u0445.example.com", "http://mx.example", "-a.example"]
)
def test_ml6_a_name_that_can_be_no_servers_is_refused(setting: str) -> None:
    assert ReceiverNames.parse_setting(setting).find_complaint()
    assert not ReceiverNames.parse_setting("mx.google.com, .yahoo.com,mail").find_complaint()


FORGED = "Authentication-Results: dmarc=pass action=none header.from=example.org"


@pytest.mark.parametrize(
    "host", ["mail.example.org", "x.outlook.com", "DB1.mail.protection.outlook.com", "[192.0.2.10]"]
)
def test_ml6_exchange_stamps_above_its_edge_so_that_what_stands_below_is_the_senders(host: str) -> None:
    edge = M365_EDGE.replace("from mail.FROM", f"from {host}")
    gate = ReceiverTrust(trust_unnamed=True, own_domains=frozenset({"bots.example"}))
    for forged in (FORGED, FORGED.replace(": ", ": bots.example; ")):
        unstamped = filled(M365_HOPS + edge)
        assert isinstance(verify_sender(read(raw_mail(unstamped, forged)), gate), UnverifiedSender)
        assert verify_sender(read(raw_mail(filled(M365), forged)), gate) == VerifiedSender(
            address="olive@example.org", by="dmarc"
        )


def test_ml6_a_from_header_with_half_a_bracket_is_no_plain_address() -> None:
    gate = ReceiverTrust(trust_unnamed=True)
    assert isinstance(verify_sender(read(raw_mail(filled(M365), sender="olive@example.org>")), gate), UnverifiedSender)


def test_ml6_a_signature_of_a_part_is_one_whatever_the_case_of_its_tag() -> None:
    for tag in ("l", "L"):
        signed = f"DKIM-Signature: v=1; a=rsa-sha256; d=example.org; s=s; {tag}=0; h=from; bh=YQ==; b=YQ=="
        assert isinstance(
            verify_sender(read(raw_mail(filled(M365), signed)), ReceiverTrust(trust_unnamed=True)), UnverifiedSender
        )
