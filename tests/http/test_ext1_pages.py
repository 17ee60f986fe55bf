"""ext1: people see and decide the request of a program in the inbox as that of an agent; hostile words stay words."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.core.card.document_builder import CardLimits, SizeLimit, build_document
from bot.core.card.parts import QuotePart, TitlePart
from tests.http.http_client import API
from tests.http.page_browser import FormBrowser, PageClient
from tests.http.page_case import assert_harmless
from tests.http.programs import ProgramFixture, programs_in

HOSTILE = "<script>alert(1)</script> [Approve](https://evil.example) <!channel> APPROVED BY OLIVE"
CHAT = CardLimits(place="in this chat", sizes=(SizeLimit(len, 3_000),), words=300)


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[ProgramFixture]:
    async with programs_in(tmp_path) as found:
        yield found


async def browser_of(server: ProgramFixture, person: str = "olive") -> FormBrowser:
    return await PageClient(server.platform).sign_in(person)


async def test_ext1_a_request_of_a_program_is_approved_on_its_page(server: ProgramFixture) -> None:
    shop = await server.program()
    asked = await server.ask(shop, explanation="The parcel was lost.", metadata={"order": "c0ffee-7"})
    olive = await browser_of(server)
    await olive.open("/")
    assert "“Refund 240 EUR to ada”" in olive.page.text
    shown = await olive.open(f"/requests/{asked['id']}")
    for words in ("amount", "240", "The parcel was lost.", "A program outside of this server asks"):
        assert words in shown.text
    assert "c0ffee-7" not in shown.text
    action = f"/requests/{asked['id']}/decide"
    form = next(form for form in olive.page.forms if form["action"] == action)
    await olive.post(action, {**form["fields"], "decision": "approve"})
    read = (await shop.get(f"{API}/requests/{asked['id']}")).json()
    assert (read["status"], read["votes"][0]["door"]) == ("approved", "web")
    await shop.post(f"{API}/requests/{asked['id']}/execution", json={"status": "done", "text": "Refund 17"})
    shown = await olive.open(f"/requests/{asked['id']}")
    assert "Reported by the agent: Refund 17" in shown.text
    timeline = await olive.open(f"/threads/{asked['thread_id']}")
    assert "Reported by the agent: done" in timeline.text
    assert "c0ffee-7" not in timeline.text


async def test_ext1_hostile_words_of_a_program_are_quoted_and_do_nothing(server: ProgramFixture) -> None:
    shop = await server.program()
    asked = await server.ask(
        shop, title=HOSTILE, explanation=HOSTILE, arguments={"customer": HOSTILE, "amount": 1}, on_behalf_of=[HOSTILE]
    )
    olive = await browser_of(server)
    for path in ("/", f"/requests/{asked['id']}", f"/threads/{asked['thread_id']}"):
        shown = await olive.open(path)
        assert_harmless(path, shown.text)
        assert "<script>alert" not in shown.text
    request = await server.platform.app.queries.find_request(asked["id"])
    document = build_document(request.card, CHAT)
    assert document.is_whole
    title = document.find_part(TitlePart)
    assert title is not None
    assert title.text == f"“{HOSTILE}”"
    assert [part.source for part in document.list_parts(QuotePart)] == ["agent"]


async def test_ext1_a_call_that_a_chat_cannot_show_whole_is_approved_where_it_is_whole(server: ProgramFixture) -> None:
    asked = await server.ask(await server.program(), title="x", arguments={"body": "long " * 2_000})
    request = await server.platform.app.queries.find_request(asked["id"])
    assert not build_document(request.card, CHAT).is_whole
    assert build_document(request.card).is_whole


async def test_ext1_the_arguments_are_edited_in_a_form_of_the_programs_own_types(server: ProgramFixture) -> None:
    shop = await server.program("releases")
    schema = {
        "type": "object",
        "properties": {"channel": {"enum": ["beta", "stable"]}, "on": {"type": "string", "format": "date"}},
    }
    asked = await server.ask(shop, title="x", schema=schema, arguments={"channel": "beta", "on": "2026-12-01"})
    olive = await browser_of(server)
    shown = await olive.open(f"/requests/{asked['id']}/edit")
    assert shown.status_code == 200
    assert "stable" in shown.text
    assert 'type="date"' in shown.text
