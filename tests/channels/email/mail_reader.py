"""Sample mails, and a reader for them: the HTML read back with the standard library, a line judged as a reply."""

import re
import unicodedata
from html.parser import HTMLParser
from typing import Any, NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

from bot.core.card.card import RequestCard
from channels.email.outbound.view_context import MailViewContext

LINK = "https://inbox.example/requests/th_01-3?a=1&b=2"
REPLY_TO = "bot+r-abcdefghijklmnopqrstuvwxy2@bots.example"
MARKER = "-- Reply above this line. [cs-4f2a91c] --"

VOID = {"br", "hr", "img", "input", "meta", "link", "base"}
LINES = {"div", "p", "li", "td", "th", "tr", "br", "hr", "ul", "ol", "table", "blockquote"}

TAGS = {
    "html", "head", "title", "meta", "style", "body", "div", "table", "thead", "tbody", "tr", "td", "th", "p", "a", "br", "hr",
    "span", "strong", "em", "s", "ul", "ol", "li", "blockquote",
}  # fmt: skip
"""All that a mail is made of: no picture, form, script, frame or anything else that a mail program would fetch or run."""

YES = """approve approved|i approve|yes|lgtm|ship it|go ahead|genehmigt|ja|approuvé|oui|aprobado|sí|aprovado|sim|approvato|
goedgekeurd|akkoord|zatwierdzone|tak|godkänd|godkendt|ok|okay|sure|+1|👍|✅""".replace("\n", "")
NO = """no|reject|rejected|deny|denied|decline|declined|nein|abgelehnt|non|refusé|rechazado|não|rejeitado|rifiutato|nee|
afgewezen|nie|odrzucone|do not approve|👎|❌""".replace("\n", "")
_DECISION = re.compile(
    rf"(?:{'|'.join(map(re.escape, (YES + '|' + NO).replace('approve approved', 'approve|approved').split('|')))})"
)
_REFUSAL = re.compile(rf"(?:{'|'.join(map(re.escape, NO.split('|')))})\s*[,:;-]\s*\S.*")


def look(**changed: Any) -> MailViewContext:
    return MailViewContext(link=LINK, reply_to=REPLY_TO, marker=MARKER, others=("Olive", "Max"))._replace(**changed)


def note(text: str, **changed: Any) -> RequestCard:
    return RequestCard(thread="th_01", agent="deploybot", text=text, **changed)


def reads_as_a_decision(line: str) -> bool:
    """Whether a line alone would be taken for an answer: more generous than the decision grammar."""
    words = unicodedata.normalize("NFKC", line).strip(" \t*_`\"'“”‘’>.!").casefold()
    return bool(_DECISION.fullmatch(words) or _REFUSAL.fullmatch(words))


class MailtoLink(NamedTuple):
    address: str
    subject: str
    body: str


def mailto_of(url: str) -> MailtoLink:
    parts = urlsplit(url)
    fields = parse_qs(parts.query, strict_parsing=True)
    assert parts.scheme == "mailto"
    assert set(fields) == {"subject", "body"}
    return MailtoLink(unquote(parts.path), fields["subject"][0], fields["body"][0])


class MailPage(HTMLParser):
    """An HTML document as a mail program has it. Raises AssertionError for tags that do not nest."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str, str]] = []
        self.links: list[tuple[str, str]] = []
        self.styles = self.text = self.title = ""
        self._open: list[str] = []
        self.feed(str(html))  # a Markup would escape what is added to it
        self.close()
        assert self._open == []

    @property
    def lines(self) -> list[str]:
        """The visible text, line by line, with every blank."""
        return [line for line in self.text.replace("\xa0", " ").split("\n") if line.strip()]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag in LINES:
            self.text += "\n"
        if tag == "a":
            self.links.append((dict(attrs)["href"] or "", ""))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag
        if tag in LINES:
            self.text += "\n"

    def handle_data(self, data: str) -> None:
        if "style" in self._open:
            self.styles += data
        elif "title" in self._open:
            self.title += data
        elif "head" not in self._open:
            self.text += data.replace("\n", "")
            if "a" in self._open:
                url, label = self.links.pop()
                self.links.append((url, label + data))

    def handle_comment(self, data: str) -> None:
        assert data.startswith("[if ") or data in ("<![endif]", "") or data.endswith("<![endif]")

    def unknown_decl(self, data: str) -> None:
        assert data in ("endif", "if !mso")


def check_harmless(page: MailPage, html: str) -> None:
    """Nothing runs, is fetched, is filled in or is sent; and Gmail shows all of it."""
    assert page.tags <= TAGS
    assert {
        name for _, name, _ in page.attributes if name.startswith("on") or name in ("src", "srcset", "background")
    } == set()
    assert {name for tag, name, _ in page.attributes if tag != "a" and name in ("href", "action")} == set()
    styles = page.styles + "".join(value for _, name, value in page.attributes if name == "style")
    assert not re.search(r"url\(|@import|expression|behavior", styles)
    assert len(html.encode("utf-8")) < 100_000
