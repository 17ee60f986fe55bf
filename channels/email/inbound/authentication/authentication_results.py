"""Parses Authentication-Results (RFC 8601, 2.2) strictly, and finds the headers and the DMARC verdict of our receiver.

The library authres 1.2.0 (last released in 2019) is not used: it raises SyntaxError for headers of Exchange Online, Yahoo and
Amazon SES, and it skips unknown parts, so that a damaged header reads like a sound one.
"""

import re
from itertools import pairwise, takewhile
from typing import NamedTuple

from channels.email.inbound.authentication.mail_server_names import (
    EXCHANGE,
    find_organisation,
    find_origin,
    find_receiver,
    is_local_delivery,
    is_own_hop,
)
from channels.email.inbound.authentication.verification_values import ReceiverTrust, UnverifiedSender
from channels.email.inbound.parsing.parsed_mail import ParsedMail
from channels.email.log_lines import quote_for_log

MAX_HEADER = 8 * 1024
MAX_NESTING = 20

_CONTROLS = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_TOKEN = re.compile(
    r'(?P<blank>[ \t]+)|(?P<opens>\()|"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<semicolon>;)|(?P<equals>=)|(?P<word>[^;()"= \t]+)'
)
_IN_COMMENT = re.compile(r"(?P<opens>\()|(?P<closes>\))|(?P<text>(?:[^()\\]|\\.)+)")
_ESCAPED = re.compile(r"\\(.)")
_DOMAIN = re.compile(r"(?:[A-Za-z0-9_-]+\.)+[A-Za-z0-9_-]+")


class MethodResult(NamedTuple):
    """The result of one method: `dmarc`, `pass`, and properties such as ("header.from", "example.org"), in order."""

    method: str
    value: str
    properties: tuple[tuple[str, str], ...]

    def list_values(self, name: str) -> tuple[str, ...]:
        """Return all values of a property."""
        return tuple(value for key, value in self.properties if key == name)

    def list_signers(self) -> list[str]:
        """Return the domains that a DKIM result is about: `header.d`, or those of `header.i` where a receiver writes only that."""
        signers = self.list_values("header.d") or [each.rpartition("@")[2] for each in self.list_values("header.i")]
        return [each.lower() for each in signers]


class AuthenticationResults(NamedTuple):
    """One header: the name of its server (empty when it has none), and the results."""

    authserv_id: str
    results: tuple[MethodResult, ...]


class _HeaderToken(NamedTuple):
    """A word, a quoted string or `=`. `glued`: there is nothing between it and the token before."""

    kind: str
    text: str
    glued: bool


class _GrammarMismatch(Exception):
    """The header does not follow the grammar."""


def parse_results(header: str) -> AuthenticationResults | None:
    """Parse the value of a header; None when any of it does not follow the grammar.

    Accepted beyond RFC 8601, as receivers write it: properties without a type (`action=none`, Exchange Online), an empty last clause
    (Yahoo), a first clause that is a result, without an id (Exchange Online), and clauses between the results that name the
    recipient's domain alone (Exchange Online until about 2021).
    """
    try:
        clauses, authserv_id = _split_clauses(header), ""
        if not any(token.kind == "=" for token in clauses[0]):  # the clause is `value [version]`
            first = clauses.pop(0)
            if not 1 <= len(first) <= 2 or any(token.glued or not token.text.isdigit() for token in first[1:]):
                raise _GrammarMismatch
            authserv_id = first[0].text
        if clauses and not clauses[-1]:
            clauses.pop()
        bare = [
            each for each in clauses if len(each) == 1 and each[0].kind == "word" and _DOMAIN.fullmatch(each[0].text)
        ]
        named = {each[0].text.lower() for each in bare} | ({authserv_id.lower()} if authserv_id else set())
        if bare and len(named) > 1:
            raise _GrammarMismatch
        clauses = [each for each in clauses if each not in bare]
        if [[token.text.lower() for token in clause] for clause in clauses] == [["none"]]:
            return AuthenticationResults(authserv_id, ())
        return AuthenticationResults(authserv_id, tuple(_read_result(clause) for clause in clauses))
    except _GrammarMismatch:
        return None


def _split_clauses(header: str) -> list[list[_HeaderToken]]:
    """Return the clauses between semicolons as tokens, without comments. A comment or a blank between two tokens separates them.

    Characters beyond ASCII are accepted in comments alone: some of them become ASCII in lower case, which could fake our name.
    """
    if len(header) > MAX_HEADER or _CONTROLS.search(header):
        raise _GrammarMismatch
    clauses: list[list[_HeaderToken]] = [[]]
    position, depth, glued = 0, 0, False
    while position < len(header):
        found = (_IN_COMMENT if depth else _TOKEN).match(header, position)
        if found is None:  # a string or a comment without an end, or an end without a beginning
            raise _GrammarMismatch
        position = found.end()
        match found.lastgroup:
            case "opens" | "closes":
                depth += 1 if found.lastgroup == "opens" else -1
                if depth > MAX_NESTING:
                    raise _GrammarMismatch
            case "semicolon":
                clauses.append([])
            case "equals":
                clauses[-1].append(_HeaderToken("=", "=", glued))
            case "word" | "quoted" as kind:
                text = found[kind] if kind == "word" else _ESCAPED.sub(r"\1", found[kind])
                if not text.isascii():
                    raise _GrammarMismatch
                clauses[-1].append(_HeaderToken(kind, text, glued))
        glued = found.lastgroup in ("word", "quoted", "equals", "semicolon")
    if depth:
        raise _GrammarMismatch
    return clauses


def _read_result(clause: list[_HeaderToken]) -> MethodResult:
    """Read `method[/version]=result`, then `reason=…` and properties, with blanks allowed around each part."""
    pairs: list[tuple[str, str]] = []
    position = 0
    while position < len(clause):
        # the key: words up to the next `=`, several only around a full stop or a slash, as in `header . from`
        words = [token.text for token in takewhile(lambda token: token.kind == "word", clause[position:])]
        position += len(words)
        is_one = all(a[-1] in "./" or b[0] in "./" for a, b in pairwise(words))
        kinds = [token.kind for token in clause[position : position + 2]]
        if not words or not is_one or len(kinds) < 2 or kinds[0] != "=" or kinds[1] == "=":
            raise _GrammarMismatch
        # the value: it goes on until a blank or a comment separates its tokens
        value = [clause[position + 1], *takewhile(lambda token: token.glued, clause[position + 2 :])]
        position += 1 + len(value)
        pairs.append(("".join(words).lower(), "".join(token.text for token in value)))
    if not pairs:
        raise _GrammarMismatch
    (method, result), *properties = pairs
    name, _, version = method.partition("/")
    if not name or (version and not version.isdigit()) or not result:
        raise _GrammarMismatch
    return MethodResult(name, result.lower(), tuple(properties))


MAX_RESULTS = 20
"""Authentication-Results headers that our receiver may write on one mail."""

_CORE = frozenset({"spf", "dkim", "dmarc"})
_NAME = re.compile(r"[ \t]*([A-Za-z0-9._-]+)[ \t]*(?:;|$)")


class DmarcVerdict(NamedTuple):
    """The DMARC result, and the DKIM results of our receiver, one tuple for each of its headers."""

    result: MethodResult
    dkim: tuple[tuple[MethodResult, ...], ...]


def find_dmarc_verdict(mail: ParsedMail, trust: ReceiverTrust) -> DmarcVerdict | UnverifiedSender:
    """Return the one DMARC verdict of our receiver, whether pass or not.

    Some receivers write one header for each method, others one for all. A header without results, or with two of SPF, DKIM and
    DMARC, is complete: a header below it may be the sender's, so it adds no verdict. It can still contradict.
    """
    run = find_receiver_headers(mail, trust)
    if isinstance(run, UnverifiedSender):
        return run
    speaking = run[
        : next(
            (
                number
                for number, each in enumerate(run, 1)
                if (not each.results or len(_CORE & {result.method for result in each.results}) > 1)
            ),
            len(run),
        )
    ]
    of_each = [_filter_method(header, "dmarc") for header in run]
    if most := next((verdicts for verdicts in of_each if len(verdicts) > 1), None):
        return UnverifiedSender(why=f"Our receiver's header has {len(most)} DMARC verdicts, exactly one counts.")
    verdicts = [verdict for verdicts in of_each for verdict in verdicts]
    if len({(each.value, tuple(value.lower() for value in each.list_values("header.from"))) for each in verdicts}) > 1:
        said = ", ".join(quote_for_log(each.value) for each in verdicts)
        return UnverifiedSender(why=f"Our receiver's DMARC verdicts do not agree: {said}.")
    if not any(of_each[: len(speaking)]):
        return UnverifiedSender(why="Our receiver's header has 0 DMARC verdicts, exactly one counts.")
    return DmarcVerdict(verdicts[0], tuple(_filter_method(header, "dkim") for header in speaking))


def find_receiver_headers(
    mail: ParsedMail, trust: ReceiverTrust
) -> tuple[AuthenticationResults, ...] | UnverifiedSender:
    """Return the headers of our receiver that no other server can have written, the topmost first; at least one."""
    if not trust.names and not trust.trust_unnamed:
        return UnverifiedSender(why="No receiver's verdict is trusted: EMAIL_AUTHSERV_ID is not set.")
    found: list[AuthenticationResults] = []
    is_inside = True  # Exchange Online stamps above the hop that took the mail from outside
    ours = trust.names.list_organisations() | (
        (EXCHANGE | {find_organisation(domain) for domain in trust.own_domains}) if trust.trust_unnamed else frozenset()
    )
    for number, (name, value) in enumerate(mail.trace):
        if name == "received" and found:
            break
        if name == "received":
            if not is_own_hop(value, trust.names, ours) and not (number == 0 and is_local_delivery(value)):
                return UnverifiedSender(why=_explain_missing(mail, trust, find_receiver(value) or ""))
            is_edge = (find_receiver(value) or "").endswith(".mail.protection.outlook.com")
            is_inside &= not is_edge and find_organisation(find_origin(value) or "") in EXCHANGE
            continue
        header = parse_results(value)
        named = _NAME.match(value)
        if header is None and (not found or named is None or trust.names.has_host(named[1])):
            return UnverifiedSender(why=f"The header Authentication-Results {quote_for_log(value)} cannot be read.")
        if header is None or not _is_own_header(header, trust, is_topmost=not found):
            break
        if not is_inside and _is_unnamed(header, trust):
            break
        found.append(header)
        if len(found) > MAX_RESULTS:
            return UnverifiedSender(why=f"Our receiver wrote more than {MAX_RESULTS} headers Authentication-Results.")
        if _is_unnamed(header, trust):
            break
    return tuple(found) or UnverifiedSender(why=_explain_missing(mail, trust))


def find_topmost_results(mail: ParsedMail) -> AuthenticationResults | None:
    """Return the topmost Authentication-Results of any server; None when there is none or it cannot be parsed."""
    topmost = next((value for name, value in mail.trace if name == "authentication-results"), None)
    return parse_results(topmost) if topmost is not None else None


def _is_own_header(header: AuthenticationResults, trust: ReceiverTrust, *, is_topmost: bool) -> bool:
    return trust.names.has_host(header.authserv_id) or (is_topmost and _is_unnamed(header, trust))


def _is_unnamed(header: AuthenticationResults, trust: ReceiverTrust) -> bool:
    """Whether Exchange Online may have written the header: it has no name, or one of our domains. Only the topmost one counts."""
    id = header.authserv_id.lower()
    return trust.trust_unnamed and not trust.names.has_host(id) and (not id or id in trust.own_domains)


def _filter_method(header: AuthenticationResults, method: str) -> tuple[MethodResult, ...]:
    return tuple(result for result in header.results if result.method == method)


def _explain_missing(mail: ParsedMail, trust: ReceiverTrust, server: str = "") -> str:
    """Why there is no verdict. `server` is a foreign server that handled the mail after our receiver."""
    topmost = find_topmost_results(mail)
    if topmost is None:
        return f"{_describe_carried(trust)}, nor of any other that can be read."
    if _is_own_header(topmost, trust, is_topmost=True):
        return f"{_describe_carried(trust)} on top: above it the server {quote_for_log(server)} has handled the mail."
    if not topmost.authserv_id:
        return f"{_describe_carried(trust)}: the topmost one names no server."
    return f"{_describe_carried(trust)}: the topmost one is of {quote_for_log(topmost.authserv_id)}."


def _describe_carried(trust: ReceiverTrust) -> str:
    named = f" {quote_for_log(trust.authserv_id)}" if trust.authserv_id else ""
    return f"The mail carries no verdict of our receiver{named}"
