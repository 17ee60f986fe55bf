"""The double's Web API against Slack's own client: every family of methods, tokens, scopes, membership."""

from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from slack_double import SlackDouble
from slack_double_tests.acme_workspace import acme, actions, button, client, code, modal, refusal, section


async def test_who_the_token_is_comes_with_its_scopes() -> None:
    async with acme() as at:
        who = await at.client.auth_test()
        assert (who["team_id"], who["user_id"]) == ("T0ACME", at.app.bot().id)
        assert "chat:write" in who.headers["x-oauth-scopes"].split(",")
        bot = await at.client.bots_info(bot=who["bot_id"])
        assert bot["bot"]["app_id"] == "A0CS"
        assert (await at.client.team_info())["team"]["id"] == "T0ACME"


async def test_a_message_is_posted_answered_updated_linked_and_deleted() -> None:
    async with acme() as at:
        root = await at.client.chat_postMessage(channel=at.room.id, text="one", blocks=[section("*one*")])
        reply = await at.client.chat_postMessage(channel=at.room.id, text="two", thread_ts=root["ts"])
        await at.client.chat_update(channel=at.room.id, ts=reply["ts"], text="three", blocks=[section("three")])
        link = await at.client.chat_getPermalink(channel=at.room.id, message_ts=reply["ts"])
        assert link["permalink"].startswith("https://acme.slack.com/archives/C0OPS/p")
        replies = await at.client.conversations_replies(channel=at.room.id, ts=root["ts"])
        assert [m["text"] for m in replies["messages"]] == ["one", "three"]
        assert [m["reply_count"] for m in replies["messages"][:1]] == [1]
        [posted] = at.slack.messages(at.room, root["ts"])[1:]
        assert [(v.by, v.text) for v in posted.versions] == [("chat.postMessage", "two"), ("chat.update", "three")]
        await at.client.chat_delete(channel=at.room.id, ts=reply["ts"])
        assert len(at.slack.messages(at.room, root["ts"])) == 1
        assert at.slack.complaints == []


async def test_text_without_blocks_deletes_the_blocks_and_metadata_stays() -> None:
    async with acme() as at:
        metadata = {"event_type": "request", "event_payload": {"id": "r1"}}
        sent = await at.client.chat_postMessage(
            channel=at.room.id, text="a", blocks=[section("a"), actions(button("Approve"))], metadata=metadata
        )
        await at.client.chat_update(channel=at.room.id, ts=sent["ts"], text="b")
        [message] = at.slack.messages(at.room)
        assert (message.blocks, message.metadata) == ([], metadata)


async def test_metadata_is_read_back_only_when_it_is_asked_for() -> None:
    async with acme() as at:
        metadata = {"event_type": "request", "event_payload": {"id": "r1"}}
        await at.client.chat_postMessage(channel=at.room.id, text="a", metadata=metadata)
        plain = await at.client.conversations_history(channel=at.room.id)
        full = await at.client.conversations_history(channel=at.room.id, include_all_metadata=True)
        assert "metadata" not in plain["messages"][0]
        assert full["messages"][0]["metadata"] == metadata


async def test_only_own_messages_can_be_changed_and_only_by_the_channels_id() -> None:
    async with acme() as at:
        theirs = (await at.app.say(at.sam, at.room, "mine")).message
        assert await code(at.client.chat_update(channel=at.room.id, ts=theirs.ts, text="x")) == "cant_update_message"
        assert await code(at.client.chat_delete(channel=at.room.id, ts=theirs.ts)) == "cant_delete_message"
        sent = await at.client.chat_postMessage(channel=at.olive.id, text="hello")
        assert sent["channel"].startswith("D")
        assert await code(at.client.chat_update(channel=at.olive.id, ts=sent["ts"], text="x")) == "channel_not_found"
        assert await code(at.client.chat_update(channel=at.room.id, ts="1.2", text="x")) == "message_not_found"
        await at.client.chat_update(channel=sent["channel"], ts=sent["ts"], text="there")


async def test_an_ephemeral_reaches_members_only_and_cannot_be_updated() -> None:
    async with acme() as at:
        stranger = at.team.user("U0EVE", "Eve")
        shown = await at.client.chat_postEphemeral(channel=at.room.id, user=at.olive.id, text="only you")
        assert [m.text for m in at.slack.ephemerals(at.olive)] == ["only you"]
        assert at.slack.messages(at.room) == []
        refused = at.client.chat_postEphemeral(channel=at.room.id, user=stranger.id, text="x")
        assert await code(refused) == "user_not_in_channel"
        update = at.client.chat_update(channel=at.room.id, ts=shown["message_ts"], text="x")
        assert await code(update) == "message_not_found"


async def test_rooms_are_opened_listed_joined_and_their_members_paged() -> None:
    async with acme() as at:
        first = await at.client.conversations_open(users=[at.olive.id])
        again = await at.client.conversations_open(users=at.olive.id)
        assert first["channel"]["id"] == again["channel"]["id"]
        assert not first["already_open"]
        assert again["already_open"]
        page = await at.client.conversations_members(channel=at.room.id, limit=2)
        rest = await at.client.conversations_members(
            channel=at.room.id, limit=2, cursor=page["response_metadata"]["next_cursor"]
        )
        assert page["members"] + rest["members"] == [at.sam.id, at.olive.id, at.app.bot().id]
        rooms = await at.client.conversations_list(types="public_channel,private_channel")
        assert [room["id"] for room in rooms["channels"]] == ["C0OPS"]
        assert (await at.client.conversations_info(channel=at.room.id))["channel"]["is_member"]
        assert await code(at.client.conversations_join(channel=at.room.id)) == "missing_scope"


async def test_people_are_found_by_id_and_address_strangers_marked() -> None:
    async with acme() as at:
        other = at.slack.team("T0OTHER", "Other")
        eve = other.user("U0EVE", "Eve")
        at.room.add(eve)
        seen = (await at.client.users_info(user=eve.id))["user"]
        assert (seen["team_id"], seen["is_stranger"]) == ("T0OTHER", True)
        found = await at.client.users_lookupByEmail(email="olive@acme.example")
        assert found["user"]["id"] == at.olive.id
        guest = at.team.user("U0GUEST", "Gus", guest="single")
        flags = (await at.client.users_info(user=guest.id))["user"]
        assert (flags["is_restricted"], flags["is_ultra_restricted"]) == (True, True)
        assert len((await at.client.users_list())["members"]) == 4
        assert await code(at.client.users_info(user="U0NOBODY")) == "user_not_found"
        assert (await at.client.conversations_info(channel=at.room.id))["channel"]["is_ext_shared"]


async def test_reactions_come_and_go_once() -> None:
    async with acme() as at:
        sent = await at.client.chat_postMessage(channel=at.room.id, text="a")
        where = {"channel": at.room.id, "timestamp": sent["ts"], "name": "eyes"}
        await at.client.reactions_add(**where)
        assert await code(at.client.reactions_add(**where)) == "already_reacted"
        assert list(at.slack.messages(at.room)[0].reactions) == ["eyes"]
        await at.client.reactions_remove(**where)
        assert await code(at.client.reactions_remove(**where)) == "no_reaction"


async def test_a_stream_grows_until_it_is_stopped_once() -> None:
    async with acme() as at:
        root = (await at.app.mention(at.sam, at.room, "go")).message
        stream = await at.client.chat_stream(
            channel=at.room.id,
            thread_ts=root.ts,
            recipient_team_id="T0ACME",
            recipient_user_id=at.sam.id,
            buffer_size=4,
        )
        await stream.append(markdown_text="**hello** ")
        await stream.append(chunks=[{"type": "task_update", "id": "t", "title": "Look", "status": "in_progress"}])
        message = at.slack.messages(at.room, root.ts)[-1]
        update = at.client.chat_update(channel=at.room.id, ts=message.ts, text="x")
        assert await code(update) == "streaming_state_conflict"
        await stream.append(chunks=[{"type": "task_update", "id": "t", "title": "Look", "status": "complete"}])
        await stream.stop(markdown_text="world", blocks=[section("below")], session_status="active")
        assert message.text == "**hello** world"
        assert [b["type"] for b in message.blocks] == ["task_card", "section"]
        assert message.blocks[0]["status"] == "complete"
        assert at.slack.session(at.room.id, root.ts).status == "active"
        stop = at.client.chat_stopStream(channel=at.room.id, ts=message.ts)
        assert await code(stop) == "message_not_in_streaming_state"


async def test_a_stream_in_a_channel_needs_its_recipient() -> None:
    async with acme() as at:
        root = (await at.app.mention(at.sam, at.room, "go")).message
        where: dict[str, Any] = {"channel": at.room.id, "thread_ts": root.ts}
        assert await code(at.client.chat_startStream(**where)) == "missing_recipient_team_id"
        missing = at.client.chat_startStream(**where, recipient_team_id="T0ACME")
        assert await code(missing) == "missing_recipient_user_id"
        direct = (await at.app.dm(at.sam, "hi")).message
        assert (await at.client.chat_startStream(channel=direct.channel.id, thread_ts=direct.ts))["ok"]


async def test_an_agent_tells_status_title_prompts_and_session() -> None:
    async with acme() as at:
        root = (await at.app.dm(at.sam, "hi")).message
        where = {"channel_id": root.channel.id, "thread_ts": root.ts}
        await at.client.assistant_threads_setStatus(**where, status="is thinking", loading_messages=["one"])
        await at.client.assistant_threads_setTitle(**where, title="Deploy")
        prompts = [{"title": "Mine", "message": "List mine"}]
        await at.client.assistant_threads_setSuggestedPrompts(channel_id=root.channel.id, prompts=prompts)
        await at.client.agents_sessions_setStatus(**where, status="suspended", title="Deploy")
        await at.client.agents_sessions_rename(**where, title="Deploy 2")
        assert at.slack.session(root.channel.id, root.ts).title == "Deploy 2"
        assert at.slack.world.prompts[(root.channel.id, None)]["prompts"] == prompts
        await at.client.chat_postMessage(channel=root.channel.id, text="done", thread_ts=root.ts)
        shown = at.slack.world.statuses[(root.channel.id, root.ts)]
        assert [status["status"] for status in shown] == ["is thinking", ""]
        five = at.client.assistant_threads_setSuggestedPrompts(channel_id=root.channel.id, prompts=prompts * 5)
        assert await code(five) == "invalid_arguments"


async def test_a_file_is_uploaded_in_three_steps() -> None:
    async with acme() as at:
        await at.client.files_upload_v2(
            filename="plan.txt", content="apply", channel=at.room.id, initial_comment="plan"
        )
        [message] = at.slack.messages(at.room)
        assert (message.subtype, message.files[0]["name"]) == ("file_share", "plan.txt")
        assert at.slack.world.uploads[message.files[0]["id"]] == b"apply"


@pytest.mark.parametrize("how", ["query", "form", "json", "json in form", "token field"])
async def test_arguments_come_in_every_form_slack_takes(how: str) -> None:
    async with acme() as at, aiohttp.ClientSession() as http:
        url, header = f"{at.slack.api_url}chat.postMessage", {"Authorization": f"Bearer {at.token}"}
        plain = {"channel": at.room.id, "text": "hello"}
        blocks = '[{"type":"divider"}]'
        match how:
            case "query":
                sent = http.get(url, params=plain, headers=header)
            case "form":
                sent = http.post(url, data=plain, headers=header)
            case "json":
                sent = http.post(url, json=plain | {"blocks": blocks}, headers=header)
            case "json in form":
                sent = http.post(
                    url, params={"channel": at.room.id}, data={"text": "hello", "blocks": blocks}, headers=header
                )
            case _:
                sent = http.post(url, data=plain | {"token": at.token})
        async with sent as answer:
            assert (await answer.json())["ok"], await answer.text()
        assert at.slack.messages(at.room)[0].text == "hello"


async def test_an_unknown_method_says_so() -> None:
    async with acme() as at:
        assert await code(at.client.api_call("chat.postMesage")) == "unknown_method"


async def test_every_bad_token_has_its_own_code() -> None:
    async with acme() as at:
        assert await code(AsyncWebClient(base_url=at.slack.api_url).auth_test()) == "not_authed"
        assert await code(client(at.slack, "xoxb-forged").auth_test()) == "invalid_auth"
        assert await code(client(at.slack, at.app.app_token).auth_test()) == "not_allowed_token_type"
        await at.app.revoke(at.team)
        assert await code(at.client.auth_test()) == "token_revoked"
        second = at.app.install(at.team)
        at.app.installation(at.team).is_active = False
        assert await code(client(at.slack, second).auth_test()) == "account_inactive"


async def test_a_missing_scope_is_named_with_what_there_is() -> None:
    async with SlackDouble() as slack:
        team = slack.team("T0ACME")
        app = slack.app("A0CS", scopes=frozenset({"chat:write"}))
        small = client(slack, app.install(team))
        refused = await refusal(small.users_info(user="U0SAM"))
        assert (refused["error"], refused["needed"], refused["provided"]) == (
            "missing_scope",
            "users:read",
            "chat:write",
        )
        room = app.join(team.channel("C0OPS")).slack.world.channel("C0OPS")
        assert room is not None
        assert (await refusal(small.conversations_history(channel=room.id)))["needed"] == "channels:history"


async def test_membership_privacy_and_archiving_are_kept() -> None:
    async with acme() as at:
        public, secret = at.team.channel("C0ELSE", "else"), at.team.channel("C0SECRET", "secret", "private")
        assert await code(at.client.chat_postMessage(channel=public.id, text="x")) == "not_in_channel"
        assert await code(at.client.chat_postMessage(channel=secret.id, text="x")) == "channel_not_found"
        assert await code(at.client.conversations_info(channel=secret.id)) == "channel_not_found"
        assert await code(at.client.conversations_history(channel=public.id)) == "not_in_channel"
        sent = await at.client.chat_postMessage(channel=at.room.id, text="x")
        await at.app.archive(at.sam, at.room)
        assert await code(at.client.chat_postMessage(channel=at.room.id, text="x")) == "is_archived"
        assert await code(at.client.chat_update(channel=at.room.id, ts=sent["ts"], text="y")) == "is_inactive"
        elsewhere = at.slack.team("T0OTHER").channel("C0THEIRS")
        assert await code(at.client.chat_postMessage(channel=elsewhere.id, text="x")) == "channel_not_found"


@pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")  # slack_sdk's, with aiohttp 3.14
async def test_a_code_and_then_refresh_tokens_become_bot_tokens_once() -> None:
    async with SlackDouble() as slack, aiohttp.ClientSession() as http:
        slack.team("T0ACME")
        app = slack.app("A0CS", rotates=True)
        asked = {
            "client_id": app.client_id,
            "state": "s1",
            "scope": "chat:write",
            "redirect_uri": "http://127.0.0.1/back",
        }
        async with http.get(f"{slack.url}/oauth/v2/authorize", params=asked, allow_redirects=False) as back:
            place = back.headers["Location"]
        assert place.startswith("http://127.0.0.1/back?code=")
        assert place.endswith("&state=s1")
        secrets = {"client_id": app.client_id, "client_secret": app.client_secret}
        granted = place.split("code=")[1].split("&")[0]
        anyone = AsyncWebClient(base_url=slack.api_url)
        first = await anyone.oauth_v2_access(**secrets, code=granted)
        assert (first["scope"], first["expires_in"]) == ("chat:write", 43200)
        assert await code(anyone.oauth_v2_access(**secrets, code=granted)) == "invalid_code"
        renew = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"]}
        second = await anyone.oauth_v2_access(**secrets, **renew)
        assert second["access_token"] != first["access_token"]
        assert await code(anyone.oauth_v2_access(**secrets, **renew)) == "invalid_refresh_token"
        wrong = secrets | {"client_secret": "no"}
        assert await code(anyone.oauth_v2_access(**wrong, code="x")) == "bad_client_secret"
        slack.clock.skip(12 * 3600 + 1)
        assert await code(client(slack, second["access_token"]).auth_test()) == "token_expired"


async def test_an_organisations_token_reaches_all_its_teams() -> None:
    async with SlackDouble() as slack:
        one, two = slack.team("T0ONE", enterprise_id="E0ACME"), slack.team("T0TWO", enterprise_id="E0ACME")
        app = slack.app("A0CS")
        org = client(slack, app.install(one, organisation=True))
        assert (await org.auth_test())["is_enterprise_install"]
        room = two.channel("C0TWO", members=[app.bot(two)])
        await org.chat_postMessage(channel=room.id, text="hello")
        assert slack.messages(room)[0].text == "hello"


async def test_a_home_tab_is_published_and_guarded_by_its_hash() -> None:
    async with acme() as at:
        home = {"type": "home", "blocks": [section("nothing waits")]}
        first = await at.client.views_publish(user_id=at.olive.id, view=home)
        await at.client.views_publish(user_id=at.olive.id, view=home, hash=first["view"]["hash"])
        stale = at.client.views_publish(user_id=at.olive.id, view=home, hash=first["view"]["hash"])
        assert await code(stale) == "hash_conflict"
        shown = at.slack.home(at.olive)
        assert shown is not None
        assert len(shown.versions) == 2
        assert await code(at.client.views_publish(user_id=at.olive.id, view=modal())) == "invalid_arguments"
