"""The answers to a person's mail, mail that is not read, and changes of a request meanwhile."""

from bot.core.decisions import ApprovalDecision
from bot.core.people import ApproverClause
from tests.channels.email.hostile_mails import sent_to
from tests.channels.email.mail_world import MailFixture, body

LARGE = "x" * 98 + "\r\n"
ELEVEN_MB = LARGE * 116_000
HTML = {"Content_Type": "text/html; charset=utf-8"}
POISON = ("<b>" * 330 + "\r\n") * 3 + "<p>\r\n" * 160_000
REACTION = "text/vnd.google.email-reaction+json"
NO_PROOF = "dmarc=fail header.from=example.test"


def texts(here: MailFixture, who: str) -> list[str]:
    """The mails of the platform to a person, each on one line, oldest first."""
    return [" ".join(body(mail).split()) for mail in sent_to(here, who)]


def told(here: MailFixture, who: str, *words: str) -> int:
    """How many mails to somebody have all of these words."""
    return sum(all(word in text for word in words) for text in texts(here, who))


def attached(text: str, kind: str = "application/pdf", content: str = "JVBERi0xLjQK") -> tuple[str, dict[str, str]]:
    """The body and the header of a mail with an attachment beside its text, as programs write it."""
    part = f'Content-Type: {kind}; name="x"\r\nContent-Disposition: attachment; filename="x"\r\n\r\n{content}'
    plain = f"Content-Type: text/plain; charset=utf-8\r\n\r\n{text}"
    return f"--b\r\n{plain}\r\n--b\r\n{part}\r\n--b--\r\n", {"Content_Type": 'multipart/mixed; boundary="b"'}


def reaction() -> tuple[str, dict[str, str]]:
    """Gmail's emoji reaction: three parts, by its documented form."""
    parts = (("text/plain", "👍"), (REACTION, '{"emoji":"👍","version":1}'), ("text/html", "<p>👍</p>"))
    text = "".join(f"--b\r\nContent-Type: {kind}; charset=utf-8\r\n\r\n{part}\r\n" for kind, part in parts)
    return f"{text}--b--\r\n", {"Content_Type": 'multipart/alternative; boundary="b"'}


async def cancels(here: MailFixture) -> None:
    await here.platform.cancel(here.thread_ids()[0], by="max")


async def holds(here: MailFixture) -> None:
    await here.platform.place_hold("agent", "pusher", by="max", reason="a drill")


async def edits(here: MailFixture) -> None:
    request = await here.request()
    edited = {"arguments": '{"commit":"c0ffee","tag":"v2"}', "digest": request.digest, "call": request.id}
    whose = {"person": "max", "door": "web", "credential": "session"}
    await here.platform.decide(ApprovalDecision.model_validate({"decision": "approve", **edited, **whose}))


async def decides_elsewhere(here: MailFixture) -> None:
    request = await here.request()
    given = {"call": request.id, "digest": request.digest, "decision": "reject", "person": "max"}
    await here.platform.decide(ApprovalDecision.model_validate({**given, "door": "web", "credential": "session"}))


async def nothing(here: MailFixture) -> None:
    return None


async def expires(here: MailFixture) -> None:
    await here.mail("olive", "has expired")


TWO = {"edits": True, "approvers": (ApproverClause(groups=("managers",), quorum=2),)}
