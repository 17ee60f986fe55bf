"""The text that we read in a mail's HTML, compared with what a real browser shows: nothing that it shows counts as hidden."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, sync_playwright

from channels.email.inbound.decision_grammar.decision_parser import ApprovingReply, ReplyAuthor, decide_reply
from channels.email.inbound.parsing.html_text import read_html
from channels.email.inbound.parsing.parsed_mail import ParsedMail
from channels.email.inbound.parsing.parser import parse_mail
from channels.email.inbound.reply_text.reply_extraction import extract_reply
from tests.channels.email.quoted_mails import ReplyParts, ours, raw
from tests.random_seed import draw_cases

WORD = "ZEBRA"
STYLES = (
    "display:none", "display:none;display:block", "display:none !important;display:block", "dis/**/play:none", "display:no/**/ne", "display/**/:none",
    "x:(;display:none", 'x:";display:none', "x:url(;display:none", "x:{;display:none;}", "x:[;display:none]", "/*;display:none;*/", "/*;display:none",
    "display:none\\9", "disp\\6cay:none", "-display:none", "visibility:hidden", "visibility:bogus", "font-size:0", "font-size:-5px", "font-size:0 px", "font-size:1px",
    "opacity:0", "opacity:0;opacity:1", "filter:opacity(0.5)", "position:absolute;left:-9999px", "position:absolute;right:-9999px", "left:-9999px", "height:0",
    "height:0;overflow:hidden", "max-height:0", "max-height:0;overflow:hidden", "width:0;overflow:hidden", "width:0;overflow:hidden;padding:50px",
    "height:0;overflow:hidden;min-height:50px", "height:0;overflow-y:visible", "color:transparent", "color:transparent;-webkit-text-fill-color:red",
    "color:rgba(0,0,0,0)", "color:rgba(0,0,0,0.5)", "color:#fff0", "color:#aabbcc00", "color:#ab0", "text-indent:-9999px;padding-left:99999px",
    "clip:rect(0,0,0,0)", "mso-hide:all", "overflow:hidden",
)  # fmt: skip
TAGS = ("div", "span", "p", "td", "table", "a", "b", "h1", "li")
INSIDE = (
    "font:caption", "font-size:calc(12px)", "font-size:max(12px,1em)", "font-size:1e1px", "all:initial", "font-size:1dvh", "font-size:medium", "font:bold 12px Arial", "font-size:0",
)  # fmt: skip
TREES = (
    "<html><head><meta charset=utf-8><body><p>{0}</p>", "<head><title>x</title><p>{0}</p></head><body>", "<html><head></head><head>{0}</head>", "<body><head><p>{0}</p></head>",
    "<head><link rel=x><base href=x>{0}", "<!--> {0} -->", "<!---> {0} -->", "<!-- a --!> {0} -->", "<!-- a --> {0}", "<!-- a {0} -->", "<![CDATA[x> {0} ]]>", "<![foo]> {0}",
    "<![if !mso]>{0}<![endif]>", "<!--[if mso]>x<![endif]-->{0}", "<? x > {0} ?>", "<!x>{0}", "</ x>{0}", "<object>{0}</object>", "<object><p>{0}", "<svg><text y=20>{0}</text></svg>",
    "<svg><p>{0}</p>", "<p style='display:none'>a<div>{0}</div>", "<p style='display:none'>a<p>{0}", "<a style='display:none'>x<a>{0}</a>", "<li style='display:none'>a<li>{0}",
    "<table><tr style='display:none'><td>a<tr><td>{0}</table>", "<table><tr><td style='display:none'>a<td>{0}</table>", "<dt style='display:none'>a<dd>{0}",
    "<h1 style='display:none'>a<h2>{0}</h2>", "<table style='display:none'>a{0}</table>", "<table style='display:none'><div>{0}</div></table>", "<table style='display:none'><tr>{0}<td></table>",
    "<form style='display:none'><form>a</form>{0}", "<button style='display:none'>a<button>{0}", "<div style='display:none'>a</p>{0}", "<div style='display:none'><p>a</div>{0}",
    "<span style='display:none'>a<!-- </span>{0} -->", "<div style='display:block' style='display:none'>{0}</div>", "<div hidden>{0}</div>", "<div hidden=until-found>{0}</div>",
    "<div style='color:transparent'><font color=red>{0}</font></div>", "<div style='color:transparent'><a href=x>{0}</a></div>", "<div style='color:transparent'><table><tr><td>{0}</table></div>",
    "<div style='font-size:0'><font size=+2>{0}</font></div>", "<div style='font-size:0'><table><tr><td>{0}</table></div>", "<div style='font-size:0'><button>{0}</button></div>",
    "<input type=submit value={0}>", "<input placeholder={0}>", "<textarea>{0}</textarea>", "<details>{0}</details>", "<style>x</style>{0}", "<title>x</title>{0}",
)  # fmt: skip
FORMS = (
    *(f"<{tag} style='{style}'>{{0}}</{tag}>".replace("'x:\"", "'x:&quot;") for style in STYLES for tag in TAGS),
    *(f"<div style='font-size:0'><b style='{style}'>{{0}}</b></div>" for style in INSIDE),
    *TREES,
)
SHOWS = """() => {
  const seen = node => {
    const range = document.createRange(); range.selectNodeContents(node);
    const box = [...range.getClientRects()][0];
    const own = getComputedStyle(node.parentElement);
    if (!box || own.visibility != 'visible' || parseFloat(own.fontSize) < 1.4) return false;
    for (let each = node.parentElement; each; each = each.parentElement) {
      const style = getComputedStyle(each);
      if (parseFloat(style.opacity) == 0 || style.clip.startsWith('rect') && style.position == 'absolute') return false;
      if (style.overflow != 'visible' && style.display != 'inline' && (each.clientHeight == 0 || each.clientWidth == 0)) return false;
    }
    const fill = own.webkitTextFillColor.match(/^rgba\\(.*, 0\\)$/);
    return !fill && box.right > -1 && box.bottom > -1 && box.width > 0 && box.height > 0;
  };
  const walker = document.createTreeWalker(document, NodeFilter.SHOW_TEXT);
  let node, found = false;
  while ((node = walker.nextNode())) if (node.data.includes('ZEBRA')) found = found || seen(node);
  for (const each of document.querySelectorAll('input, textarea'))
    found = found || (each.value + (each.placeholder || '')).includes('ZEBRA') && getComputedStyle(each).display != 'none';
  return found;
}"""


@pytest.fixture(scope="module")
def browser_page() -> Iterator[Page]:
    path = os.environ.get("CHROME") or shutil.which("chromium-headless-shell") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield browser.new_context(offline=True).new_page()
        browser.close()


def test_ml1_nothing_that_a_browser_shows_is_hidden_from_us(browser_page: Page) -> None:
    """Text that we show and the browser hides is no defect here: it can only make a reply unclear."""
    missed = []
    for form in draw_cases("forms", FORMS, 6):
        html = form.replace("{0}", WORD)
        browser_page.set_content(html if html.startswith(("<html", "<head", "<body")) else f"<html><body>{html}")
        if browser_page.evaluate(SHOWS) and WORD not in read_html(html).text:
            missed.append(form)
    assert missed == []


UNSURE = (
    '<div style="mso-hide:all">{0}</div>', '<p style="text-indent:-9999px">{0}</p>', '<p style="clip-path:inset(50%)">{0}</p>', '<p style="transform:scale(0)">{0}</p>',
    '<div style="position:relative;left:-9999px">{0}</div>', "<noscript>{0}</noscript>", "<select><option>{0}</select>", "<svg><desc>{0}</desc></svg>", "<dialog>{0}</dialog>",
    '<div style="font-size:0"><b style="font-size:clamp(1px,2em,3rem)">{0}</b></div>', '<span style="height:0;overflow:hidden">{0}</span>', "<iframe>{0}</iframe>",
)  # fmt: skip


@pytest.mark.parametrize("form", UNSURE)
@pytest.mark.parametrize("kind", ["both", "html"])
def test_ml1_text_that_only_some_programs_show_never_approves(form: str, kind: str) -> None:
    mail = parse_mail(raw(ReplyParts("approve", form.replace("{0}", "approve")), kind))
    assert isinstance(mail, ParsedMail)
    assert "approve" in mail.html
    reply = extract_reply(mail, ours().sent).model_copy(update={"is_html_only": False})
    assert decide_reply(reply, ReplyAuthor()) != ApprovingReply()
