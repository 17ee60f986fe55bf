"""Whether the newest mails carry verdicts of the receiver that the setting names, and what to set when they do not. Pure."""

from collections.abc import Sequence
from itertools import groupby

from bot.core.findings import CheckFinding
from bot.core.escaping import show_words
from channels.email.inbound.authentication.sender_identity import verify_sender
from channels.email.inbound.parsing.parsed_mail import ParsedMail
from channels.email.inbound.authentication.proof import ReceiverTrust, UnverifiedSender, VerifiedSender
from channels.email.inbound.authentication.receiver_names import find_organisation
from channels.email.inbound.authentication.authentication_results import parse_results
from channels.email.inbound.authentication.verdicts__merge import find_receiver_headers

WHAT = "Mail proof"
_ONLY_IF = "if that is your own receiving server: any sender can write such a header where the receiver writes none"


def compare_receivers(mails: Sequence[ParsedMail], gate: ReceiverTrust) -> CheckFinding:
    """What these mails, the newest ones, say of the setting. Mails of our own are left out: few servers judge those."""
    foreign = [mail for mail in mails if "x-loop" not in mail.headers]
    if not foreign:
        hint = "Write to the mailbox from outside, or run countersign doctor --send-test."
        return CheckFinding(WHAT, "no mail has come yet that could be compared with EMAIL_AUTHSERV_ID", "warn", hint)
    runs = [find_receiver_headers(mail, gate) for mail in foreign]
    unread = [run for run in runs if isinstance(run, UnverifiedSender)]
    newest = f"the newest {len(foreign)} mails" if len(foreign) > 1 else "the newest mail"
    verb = "carry" if len(foreign) > 1 else "carries"
    if len(unread) == len(foreign):
        return _describe_mismatch(foreign, gate, f"{newest} {verb}")
    if unread:
        hint = "Compare that with the mail's source: mail from within may carry none. Others may be forged."
        read = len(foreign) - len(unread)
        return CheckFinding(WHAT, f"{read} of {newest} carry a verdict of {_describe_setting(gate)}; {unread[0].why}", "warn", hint)
    judged = [verify_sender(mail, gate) for mail in foreign]
    proved = sum(isinstance(each, VerifiedSender) for each in judged)
    text = f"{newest} {verb} a verdict of {_describe_setting(gate)}; {proved} of {len(foreign)} prove their sender"
    if proved:
        return CheckFinding(WHAT, text)
    why = next(each.why for each in judged if isinstance(each, UnverifiedSender))
    return CheckFinding(WHAT, f"{text}: {why}", "warn", "Write from an address whose domain has DMARC, and look again.")


def _describe_mismatch(mails: Sequence[ParsedMail], gate: ReceiverTrust, carry: str) -> CheckFinding:
    """The setting fits none of the mails. What is suggested is what all of them carry."""
    said = [_list_signers(mail) for mail in mails]
    names = [name for each in said for name in each]
    says = f"the setting says {_describe_setting(gate)}"
    if not any(said):
        hint = "Let your server write them (rspamd, OpenDMARC), or set local_dkim = true in [channels.email]."
        return CheckFinding(WHAT, f"{carry} no Authentication-Results, {says}", "fail", hint)
    if any(gate.names.has_host(name) for name in names) or (gate.trust_unnamed and "" in names):
        why = next(run.why for mail in mails if isinstance(run := find_receiver_headers(mail, gate), UnverifiedSender))
        hint = "If that server is yours as well, add its name to EMAIL_AUTHSERV_ID, behind a comma."
        return CheckFinding(WHAT, why, "fail", hint)
    if not any(names):
        hint = f"Set trust_unnamed = true in [channels.email], {_ONLY_IF}."
        return CheckFinding(WHAT, f"{carry} verdicts that name nobody, as Microsoft 365 writes them, {says}", "fail", hint)
    shown = ", ".join(_quote_name(name) for name in list(dict.fromkeys(filter(None, names)))[:5])
    hint = f"Set EMAIL_AUTHSERV_ID={suggest_setting([name for name in names if name])}, {_ONLY_IF}."
    return CheckFinding(WHAT, f"{carry} {shown}, {says}", "fail", hint)


def suggest_setting(names: Sequence[str]) -> str:
    """What to write into EMAIL_AUTHSERV_ID for these receivers: their names, or a suffix where one domain has several."""
    by_domain = groupby(
        sorted({name.lower() for name in names}, key=lambda name: (find_organisation(name), name)), find_organisation
    )
    found = [(domain, list(hosts)) for domain, hosts in by_domain]
    return ",".join(hosts[0] if len(hosts) == 1 else f".{domain}" for domain, hosts in found[:5])


def _list_signers(mail: ParsedMail) -> list[str]:
    """Who signed the headers on top of the mail, whoever that is, up to the first server below them."""
    found: list[str] = []
    for name, value in mail.trace:
        if name == "received" and found:
            break
        header = parse_results(value) if name == "authentication-results" else None
        if header is not None:
            found.append(header.authserv_id)
    return found


def _describe_setting(gate: ReceiverTrust) -> str:
    if gate.trust_unnamed and not gate.authserv_id:
        return "trust_unnamed = true"
    return _quote_name(gate.authserv_id)


def _quote_name(name: str) -> str:
    return f"'{show_words(name[:100])}'"
