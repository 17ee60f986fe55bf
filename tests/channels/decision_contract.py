"""The contract of a channel whose buttons decide: whose decision counts, and each attack that must not count."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import httpx2

from bot.core.people import PeopleDirectory
from channels.shared.signed_buttons import PURPOSE, DecisionToken, read_token, sign_token
from tests.channels.channel_world import ACCOUNTS, PROPOSABLE, STRANGER, TWO, AdapterSetup, ChannelWorld, open_world
from tests.channels.post_server import PostServer
from tests.http.http_client import assert_problem

ALL = ("olive", "max", "sam")
ENDLESS = PROPOSABLE.model_copy(update={"expires_after": None})
IRREVERSIBLE = PROPOSABLE.model_copy(update={"irreversible": True})
HOURLY = PROPOSABLE.model_copy(update={"expires_after": timedelta(hours=1)})
OLIVE, MAX, SAM = (ACCOUNTS[each] for each in ("olive", "max", "sam"))

PressButton = Callable[..., Awaitable[httpx2.Response]]
"""Presses a button as the outside does it: `await press(world, token, account, conversation, **how)`, each time under a
new id. `how` are the keywords of `SendInput`: `id`, `late`, `signed_by`, `changed`."""


class DecisionContract:
    """A channel whose pages have `buttons` with `choice` and `token`. `setup`, `outside` and `press` are fixtures."""

    def find_token(self, outside: PostServer, choice: str, address: str = OLIVE, at: int = -1) -> str:
        page = outside.list_pages(address)[at]
        return str(next(button["token"] for button in page["buttons"] if button["choice"] == choice))

    async def test_kit5_an_approval_carries_the_digest_the_person_and_their_credential(
        self, setup: AdapterSetup, outside: PostServer, press: PressButton, tmp_path: Path
    ) -> None:
        async with open_world(setup, tmp_path, known=ALL) as world:
            request = await world.ask()
            answer = await press(world, self.find_token(outside, "approve"), OLIVE, OLIVE)
            assert answer.json() == {"thread": request.thread_id, "again": False}
            (vote,) = await world.list_votes()
            assert (vote.call, vote.digest, vote.decision) == (request.id, request.digest, "approve")
            assert (vote.person, vote.door, vote.credential) == ("olive", setup.name, f"{setup.name}:{OLIVE}")
            await world.platform.settle()
            assert world.platform.ledger.lines == [f"{request.id} v1 c0ffee"]
            assert not outside.list_pages(OLIVE)[0]["buttons"]

    async def test_kit5_a_rejection_carries_its_reason_and_nothing_runs(
        self, setup: AdapterSetup, outside: PostServer, press: PressButton, tmp_path: Path
    ) -> None:
        async with open_world(setup, tmp_path, known=ALL) as world:
            await world.ask()
            await press(world, self.find_token(outside, "reject"), OLIVE, OLIVE, reason="not on a Friday")
            await world.platform.settle()
            assert [(vote.decision, vote.text) for vote in await world.list_votes()] == [("reject", "not on a Friday")]
            assert world.platform.ledger.lines == []

    async def test_kit5_forged_signature_of_the_provider_decides_nothing(
        self, setup: AdapterSetup, outside: PostServer, press: PressButton, tmp_path: Path
    ) -> None:
        async with open_world(setup, tmp_path, known=ALL) as world:
            await world.ask()
            token = self.find_token(outside, "approve")
            for how in ({"signed_by": ""}, {"signed_by": "other"}, {"changed": b" "}, {"late": 301}):
                assert_problem(await press(world, token, OLIVE, OLIVE, **how), 401)
            await self._nothing_is_decided(world)

    async def test_kit5_our_own_post_sent_back_to_us_decides_nothing(
        self, setup: AdapterSetup, outside: PostServer, press: PressButton, tmp_path: Path
    ) -> None:
        async with open_world(setup, tmp_path, known=ALL) as world:
            await world.ask()
            receiver = world.surface.receiver
            assert receiver is not None
            for post in outside.posts:
                answer = await world.http.nobody.post(
                    f"/{receiver.path}/{setup.name}",
                    content=post.body,
                    headers={name: value for name, value in post.headers.items() if name.startswith("webhook-")},
                )
                assert_problem(answer, 401)
            await self._nothing_is_decided(world)

    async def test_kit5_forged_token_decides_nothing_whichever_letter_is_changed(
        self, setup: AdapterSetup, outside: PostServer, press: PressButton, tmp_path: Path
    ) -> None:
        async with open_world(setup, tmp_path, known=ALL) as world:
            request = await world.ask()
            token = self.find_token(outside, "reject")
            keys = world.platform.app.keys.derive_keys(PURPOSE)
            genuine = read_token(keys, token)
            assert genuine is not None
            for at in range(len(token)):
                changed = f"{token[:at]}{'A' if token[at] != 'A' else 'B'}{token[at + 1 :]}"
                assert read_token(keys, changed) in (None, genuine), at
            foreign = sign_token([b"x" * 32], genuine.model_copy(update={"choice": "approve"}))
            for text in (foreign, "", "approve", request.id, token + "x", token[:-8], "é" * 20, "x" * 5_000):
                assert_problem(await press(world, text, OLIVE, OLIVE), 401)
            await self._nothing_is_decided(world)

    async def test_kit5_a_token_of_another_conversation_decides_nothing(
        self, setup: AdapterSetup, outside: PostServer, press: PressButton, tmp_path: Path
    ) -> None:
        async with open_world(setup, tmp_path, known=ALL) as world:
            await world.ask()
            assert_problem(await press(world, self.find_token(outside, "approve"), MAX, MAX), 401, "conversation")
            await self._nothing_is_decided(world)

    async def test_kit5_a_token_of_another_channel_decides_nothing(
        self, setup: AdapterSetup, outside: PostServer, press: PressButton, tmp_path: Path
    ) -> None:
        async with open_world(setup, tmp_path, known=ALL) as world:
            request = await world.ask()
            token = DecisionToken(
                channel="other",
                conversation=OLIVE,
                request=request.id,
                digest=request.digest,
                choice="approve",
                until=9_999_999_999,
                card="0" * 32,
            )
            signed = sign_token(world.platform.app.keys.derive_keys(PURPOSE), token)
            assert_problem(await press(world, signed, OLIVE, OLIVE), 401, "conversation")
            await self._nothing_is_decided(world)

    async def test_kit5_a_token_of_another_request_decides_that_request_alone(
        self, setup: AdapterSetup, outside: PostServer, press: PressButton, tmp_path: Path
    ) -> None:
        async with open_world(setup, tmp_path, "v1", "v2", known=ALL) as world:
            first = await world.ask()
            token = self.find_token(outside, "approve")
            second = await world.ask("push the other one")
            await press(world, token, OLIVE, OLIVE)
            await world.platform.settle()
            assert [vote.call for vote in await world.list_votes()] == [first.id]
            assert (await world.platform.app.queries.find_request(second.id)).status == "pending"
            assert world.platform.ledger.lines == [f"{first.id} v1 c0ffee"]

    async def test_kit5_a_token_with_the_digest_of_another_call_decides_nothing(
        self, setup: AdapterSetup, outside: PostServer, press: PressButton, tmp_path: Path
    ) -> None:
        async with open_world(setup, tmp_path, "v1", "v2", known=ALL) as world:
            first, second = await world.ask(), await world.ask("push the other one")
            keys = world.platform.app.keys.derive_keys(PURPOSE)
            token = read_token(keys, self.find_token(outside, "approve", at=0))
            assert token is not None
            assert token.request == first.id
            mixed = sign_token(keys, token.model_copy(update={"digest": second.digest}))
            assert_problem(await press(world, mixed, OLIVE, OLIVE), 409)
            await self._nothing_is_decided(world)

    async def test_kit5_other_persons_account_counts_for_that_person_and_their_rights_alone(
        self, setup: AdapterSetup, outside: PostServer, press: PressButton, tmp_path: Path
    ) -> None:
        async with open_world(setup, tmp_path, known=ALL) as world:
            await world.ask()
            token = self.find_token(outside, "approve")
            assert_problem(await press(world, token, SAM, OLIVE), 403)
            assert_problem(await press(world, token, STRANGER, OLIVE), 403, STRANGER)
            assert_problem(await press(world, token, "olive", OLIVE), 403)
            await self._nothing_is_decided(world)
            assert (
                len([note for note in world.http.audit() if note.what.startswith(("refused", "delivery refused"))]) >= 3
            )

    async def test_kit5_replay_under_the_same_id_is_again_and_decides_no_second_time(
        self, setup: AdapterSetup, outside: PostServer, press: PressButton, tmp_path: Path
    ) -> None:
        async with open_world(setup, tmp_path, known=ALL, policy=TWO) as world:
            request = await world.ask()
            token = self.find_token(outside, "approve")
            assert not (await press(world, token, OLIVE, OLIVE, id="in_9")).json()["again"]
            await world.platform.decide(request, "reject", by="olive", reason="no, wait")
            for late in (0, 200):
                copy = await press(world, token, OLIVE, OLIVE, id="in_9", late=late)
                assert copy.json() == {"thread": request.thread_id, "again": True}
            assert [vote.decision for vote in await world.list_votes()] == ["approve", "reject"]

    async def test_kit5_replay_of_a_used_button_under_a_new_id_decides_nothing(
        self, setup: AdapterSetup, outside: PostServer, press: PressButton, tmp_path: Path
    ) -> None:
        async with open_world(setup, tmp_path, known=ALL, policy=TWO) as world:
            await world.ask()
            token = self.find_token(outside, "approve")
            await press(world, token, OLIVE, OLIVE)
            await world.platform.settle()
            assert_problem(await press(world, token, OLIVE, OLIVE), 409, "used before")
            for spelling in self._spell_again(world, token):
                assert_problem(await press(world, spelling, OLIVE, OLIVE), 409, "used before")
            assert len(await world.list_votes()) == 1
            assert (await press(world, token, MAX, OLIVE)).status_code == 200, "the use is that of one person"
            assert [vote.person for vote in await world.list_votes()] == ["olive", "max"]

    async def test_kit5_a_refused_press_that_is_sent_again_later_decides_nothing(
        self, setup: AdapterSetup, outside: PostServer, press: PressButton, tmp_path: Path
    ) -> None:
        async with open_world(setup, tmp_path, known=ALL) as world:
            await world.ask()
            token = self.find_token(outside, "approve")
            hold = await world.platform.app.place_hold("all", by="max")
            assert_problem(await press(world, token, OLIVE, OLIVE, id="in_9"), 409)
            await world.platform.app.lift_hold(hold.id, by="max")
            assert (await press(world, token, OLIVE, OLIVE, id="in_9")).json()["again"]
            assert_problem(await press(world, token, OLIVE, OLIVE), 409, "used before")
            await self._nothing_is_decided(world)

    async def test_kit5_after_a_refused_press_the_buttons_of_the_card_posted_again_decide_once(
        self, setup: AdapterSetup, outside: PostServer, press: PressButton, tmp_path: Path
    ) -> None:
        async with open_world(setup, tmp_path, known=ALL, policy=TWO) as world:
            await world.ask()
            old = self.find_token(outside, "approve")
            hold = await world.platform.app.place_hold("all", by="max")
            await world.platform.settle()
            assert [each["choice"] for each in outside.list_pages(OLIVE)[-1]["buttons"]] == ["reject"]
            assert_problem(await press(world, old, OLIVE, OLIVE), 409)
            await world.platform.app.lift_hold(hold.id, by="max")
            await world.platform.settle()
            new = self.find_token(outside, "approve")
            assert_problem(await press(world, old, OLIVE, OLIVE), 409, "used before")
            assert (await press(world, new, OLIVE, OLIVE)).status_code == 200
            assert_problem(await press(world, new, OLIVE, OLIVE), 409, "used before")
            assert [vote.decision for vote in await world.list_votes()] == ["approve"]

    async def test_kit5_an_irreversible_call_has_no_button_that_approves(
        self, setup: AdapterSetup, outside: PostServer, press: PressButton, tmp_path: Path
    ) -> None:
        async with open_world(setup, tmp_path, known=ALL, policy=IRREVERSIBLE) as world:
            request = await world.ask()
            (page,) = outside.list_pages(OLIVE)
            assert [button["choice"] for button in page["buttons"]] == ["reject"]
            keys = world.platform.app.keys.derive_keys(PURPOSE)
            token = read_token(keys, self.find_token(outside, "reject"))
            assert token is not None
            approve = sign_token(keys, token.model_copy(update={"choice": "approve"}))
            assert_problem(await press(world, approve, OLIVE, OLIVE, reason=request.card.typed), 422)
            await self._nothing_is_decided(world)

    async def test_kit5_a_vote_that_counts_already_uses_the_button_up(
        self, setup: AdapterSetup, outside: PostServer, press: PressButton, tmp_path: Path
    ) -> None:
        async with open_world(setup, tmp_path, known=ALL, policy=TWO) as world:
            request = await world.ask()
            token = self.find_token(outside, "approve")
            await world.platform.decide(request, "approve", by="olive")
            assert not (await press(world, token, OLIVE, OLIVE, id="in_9")).json()["again"]
            assert (await press(world, token, OLIVE, OLIVE, id="in_9")).json()["again"]
            await world.platform.decide(request, "reject", by="olive")
            assert_problem(await press(world, token, OLIVE, OLIVE), 409, "used before")
            assert [vote.decision for vote in await world.list_votes()] == ["approve", "reject"]

    async def test_kit5_expired_button_decides_nothing(
        self, setup: AdapterSetup, outside: PostServer, press: PressButton, tmp_path: Path
    ) -> None:
        async with open_world(setup, tmp_path, known=ALL, policy=ENDLESS) as world:
            await world.ask()
            token = self.find_token(outside, "approve")
            world.platform.clock.passes(days=7)
            assert_problem(await press(world, token, OLIVE, OLIVE), 409, "too old")
            await self._nothing_is_decided(world)

    async def test_kit5_a_button_ends_with_its_request(
        self, setup: AdapterSetup, outside: PostServer, press: PressButton, tmp_path: Path
    ) -> None:
        async with open_world(setup, tmp_path, known=ALL, policy=HOURLY) as world:
            await world.ask()
            token = self.find_token(outside, "approve")
            world.platform.clock.passes(hours=1)
            assert_problem(await press(world, token, OLIVE, OLIVE), 409, "too old")
            await world.platform.settle()
            assert await world.list_votes() == []
            assert world.platform.ledger.lines == []

    async def test_kit5_a_token_after_an_edit_decides_nothing_and_the_new_one_decides_the_edited_call(
        self, setup: AdapterSetup, outside: PostServer, press: PressButton, tmp_path: Path
    ) -> None:
        async with open_world(setup, tmp_path, known=ALL) as world:
            request = await world.ask()
            old = self.find_token(outside, "approve", MAX)
            await world.platform.decide(request, by="olive", arguments='{"tag":"v9","commit":"beef01"}')
            await world.platform.settle()
            assert_problem(await press(world, old, MAX, MAX), 409)
            assert world.platform.ledger.lines == []
            before, after = outside.list_pages(MAX)
            assert before["buttons"] == [], (
                "a card does not change its call under the buttons that a person is about to press"
            )
            assert after["buttons"] != []
            await press(world, self.find_token(outside, "approve", MAX), MAX, MAX)
            await world.platform.settle()
            assert world.platform.ledger.lines == [f"{request.id} v9 beef01"]

    async def test_kit5_a_token_of_a_decided_request_decides_nothing(
        self, setup: AdapterSetup, outside: PostServer, press: PressButton, tmp_path: Path
    ) -> None:
        async with open_world(setup, tmp_path, known=ALL) as world:
            request = await world.ask()
            token = self.find_token(outside, "approve")
            await world.platform.decide(request, "reject", by="max")
            assert_problem(await press(world, token, OLIVE, OLIVE), 409, "Max")
            await world.platform.settle()
            assert world.platform.ledger.lines == []

    async def test_kit5_who_left_decides_nothing_with_their_open_button(
        self, setup: AdapterSetup, outside: PostServer, press: PressButton, tmp_path: Path
    ) -> None:
        async with open_world(setup, tmp_path, known=ALL) as world:
            await world.ask()
            token = self.find_token(outside, "approve")
            people = dict(world.platform.app.directory.people)
            people["olive"] = people["olive"].model_copy(update={"active": False})
            app = world.platform.app
            await app.replace_rules(PeopleDirectory(people=people), [*app.agents.values()], dict(app.models))
            assert_problem(await press(world, token, OLIVE, OLIVE), 403)
            await self._nothing_is_decided(world)

    async def test_kit5_what_is_not_shown_whole_has_no_approval(
        self, setup: AdapterSetup, outside: PostServer, press: PressButton, tmp_path: Path
    ) -> None:
        async with open_world(setup, tmp_path, "v" * 5_000, known=ALL) as world:
            await world.ask()
            (page,) = outside.list_pages(OLIVE)
            assert page["whole"] is False
            assert [button["choice"] for button in page["buttons"]] == ["reject"]
            assert "cut here" in page["text"]

    async def test_kit5_two_presses_at_once_are_one_decision(
        self, setup: AdapterSetup, outside: PostServer, press: PressButton, tmp_path: Path
    ) -> None:
        async with open_world(setup, tmp_path, known=ALL, policy=TWO) as world:
            await world.ask()
            token = self.find_token(outside, "approve")
            same = await asyncio.gather(*(press(world, token, OLIVE, OLIVE, id="in_9") for _ in range(4)))
            assert sorted(answer.json()["again"] for answer in same) == [False, True, True, True]
            other = await asyncio.gather(*(press(world, token, OLIVE, OLIVE) for _ in range(3)))
            assert {answer.status_code for answer in other} == {409}
            assert len(await world.list_votes()) == 1

    def _spell_again(self, world: ChannelWorld, token: str) -> list[str]:
        """Other texts that are read as the same token: base64 has letters whose last bits do not count."""
        keys = world.platform.app.keys.derive_keys(PURPOSE)
        genuine = read_token(keys, token)
        letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
        spelled = [token[:-1] + letter for letter in letters] + [f"{token}{pad}" for pad in ("=", "==")]
        return [text for text in spelled if text != token and read_token(keys, text) == genuine]

    async def _nothing_is_decided(self, world: ChannelWorld) -> None:
        await world.platform.settle()
        assert await world.list_votes() == []
        assert world.platform.ledger.lines == []
        assert await world.platform.pending()
