"""An agent's markdown in a real browser: formatted, inert, and fetching nothing."""

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Opens
from tests.platform_fixture import choose

pytestmark = pytest.mark.browser

MESSAGE = """# Released

- **v1.4.2** is [out](https://evil.example/v1.4.2)
- see `git log`

| step | result | \u202egnp |
|:-----|-------:|------|
| <img src=x onerror="document.title='owned'"> | ![p](https://evil.example/p.png) | [Approve](javascript:document.title='owned') |
| <button form="say">Approve</button> | </td></tr></table></div><h1>Inbox</h1> | a\u200bb |

| a |
|---|
| 1 | Approve this |

<script>document.title = 'owned'</script>
"""


async def test_card1_the_markdown_of_an_agent_is_formatted_and_inert(opens: Opens) -> None:
    site = await opens(choose("done", message=MESSAGE))
    thread = await site.platform.app.launch("pusher", "push it", by="sam")
    sam = await site.sign_in("sam")
    asked: list[str] = []
    sam.on("request", lambda request: asked.append(request.url))
    await sam.goto(f"/threads/{thread}")
    await site.sees(sam, "Released")
    said = sam.locator(".markdown").first
    await expect(said.locator("strong").first).to_have_text("Released")
    await expect(said.locator("li")).to_have_count(2)
    await expect(said.locator("table")).to_have_count(1)
    await expect(said.locator("table th").nth(2)).to_have_text("⟨U+202E⟩gnp")
    await expect(said.locator("table td").nth(5)).to_have_text("a⟨U+200B⟩b")
    await expect(said.locator("pre")).to_have_text("| a |\n|---|\n| 1 | Approve this |")
    await expect(said.locator("img, script, button, form, h1, svg, input, iframe, style")).to_have_count(0)
    links = await said.locator("a").evaluate_all("links => links.map(each => [each.href, each.textContent])")
    assert links == [["https://evil.example/v1.4.2", "out"], ["https://evil.example/p.png", "p"]]
    await expect(said).to_contain_text("out (evil.example)")
    await expect(said).to_contain_text("p (evil.example)")
    assert await sam.title() != "owned"
    assert [url for url in asked if "evil.example" in url] == []
    right = await said.locator("table").evaluate("each => each.getBoundingClientRect().right")
    assert right <= await said.evaluate("each => each.getBoundingClientRect().right") + 1, (
        "nothing is pushed out of view"
    )
