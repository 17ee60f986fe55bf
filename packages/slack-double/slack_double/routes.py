"""The routes of the double: its URLs, their handlers, and the faults that replace an answer."""

import asyncio
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from aiohttp import web

from slack_double import control, page
from slack_double.double import SlackDouble
from slack_double.faults import PlannedFault
from slack_double.size_limits import CallRefused
from slack_double.web_api import METHODS
from slack_double.web_api_request import WebApiCall, authorise, bearer, read_arguments

JSON = dict[str, Any]


def routes(slack: SlackDouble) -> web.Application:
    """The aiohttp application of one double."""
    app = web.Application(client_max_size=64 * 1024 * 1024)
    handlers = DoubleRoutes(slack)
    app.router.add_route("*", "/api/{method}", handlers.api)
    app.router.add_get("/oauth/v2/authorize", handlers.consent)
    app.router.add_post("/_response/{secret}", handlers.response_url)
    app.router.add_post("/_upload/{file}", handlers.upload)
    app.router.add_get("/_files/{file}/{name}", handlers.download)
    app.router.add_get("/_socket/{ticket}", slack.sockets.connect)
    control.add_routes(app, slack)
    page.add_routes(app, slack)
    return app


class DoubleRoutes:
    """The handlers of the URLs."""

    def __init__(self, slack: SlackDouble) -> None:
        self.slack = slack

    async def api(self, request: web.Request) -> web.StreamResponse:
        """Answer a Web API call, or carry out the fault that hits it."""
        name = request.match_info["method"]
        self.slack.begun.append(name)
        self.slack.unanswered += 1
        try:
            return await self._answer(request, name)
        finally:
            self.slack.unanswered -= 1

    async def _answer(self, request: web.Request, name: str) -> web.StreamResponse:
        is_by_channel = any(plan.channel for plan in self.slack.faults.plans)
        where = str((await read_arguments(request)).get("channel", "")) if is_by_channel else ""
        fault = self.slack.faults.strike(name, channel=where)
        if fault is not None:
            instead = await self._misfortune(request, fault)
            if instead is not None:
                return instead
        response = await self._answer_call(request, name)
        if fault is not None and fault.kind == "lost_after":
            return _hang_up(request)
        return response

    async def _misfortune(self, request: web.Request, fault: PlannedFault) -> web.StreamResponse | None:
        """The answer of a fault in place of the call; None when the call goes on."""
        match fault.kind:
            case "lost_before":
                return _hang_up(request)
            case "rate_limited":
                headers = {"Retry-After": str(int(fault.seconds) or 1)}
                return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
            case "status":
                return web.Response(status=fault.status, text="<html>Server Error</html>", content_type="text/html")
            case "error":
                return web.json_response(_refusal(CallRefused(fault.code, *([fault.reason] if fault.reason else []))))
            case "hang":
                await self.slack.closing.wait()
                return _hang_up(request)
            case "latency":
                await asyncio.sleep(fault.seconds)
            case "hold":
                while not (fault.is_released or self.slack.closing.is_set()):
                    await asyncio.sleep(0.005)
        return None

    async def _answer_call(self, request: web.Request, name: str) -> web.Response:
        call = WebApiCall(self.slack, name, {})
        try:
            answer = {"ok": True, **await self._call(call, request)}
        except CallRefused as refusal:
            answer = _refusal(refusal)
            self.slack.complain(name, refusal.code, refusal.sentences)
            if refusal.code == "ratelimited":
                self.slack.note(name, call.args, "", answer)
                after = {"Retry-After": str(refusal.fields["retry_after"])}
                return web.json_response(answer, status=429, headers=after)
        if call.warnings and answer["ok"]:
            answer["warning"] = ",".join(call.warnings)
            answer.setdefault("response_metadata", {})["warnings"] = list(call.warnings)
        self.slack.note(name, call.args, call.token.app_id if call.token else "", answer)
        headers = {
            "X-OAuth-Scopes": ",".join(sorted(call.scopes)),
            "X-Slack-Req-Id": self.slack.world.new_id("r").lower(),
        }
        return web.json_response(answer, headers=headers)

    async def _call(self, call: WebApiCall, request: web.Request) -> JSON:
        method = METHODS.get(call.method)
        if method is None:
            raise CallRefused("unknown_method", req_method=call.method)
        call.args = await read_arguments(request)
        if method.token == "none":
            call.args["_authorization"] = request.headers.get("Authorization")
        else:
            authorise(call, bearer(request, call.args), method.token)
            call.require_scope(*method.scopes)
            wait = self.slack.pace.call(call.token.app_id if call.token else "", call.method, method.tier)
            if wait is not None:
                raise CallRefused("ratelimited", retry_after=wait)
        return await method.answer(call)

    async def consent(self, request: web.Request) -> web.StreamResponse:
        """The consent page of an installation: the person agrees at once and is sent back with code and state.

        `team` names the workspace; `deny=1` refuses; `organisation=1` installs into the whole organisation.
        """
        query = request.query
        app = next((app for app in self.slack.apps.values() if app.client_id == query.get("client_id")), None)
        if app is None:
            return web.json_response({"ok": False, "error": "invalid_client_id"}, status=400)
        back = {"state": query.get("state", "")}
        if query.get("deny"):
            raise web.HTTPFound(_with_query(query.get("redirect_uri", ""), back | {"error": "access_denied"}))
        team = self.slack.world.teams.get(query.get("team", "")) or next(iter(self.slack.world.teams.values()))
        scopes = frozenset(scope for scope in query.get("scope", "").split(",") if scope) or None
        installation = app.ensure_installation(team, bool(query.get("organisation")), scopes)
        back = {"code": self.slack.grants.code(installation)} | back
        raise web.HTTPFound(_with_query(query.get("redirect_uri", ""), back))

    async def response_url(self, request: web.Request) -> web.StreamResponse:
        """A POST to a response URL."""
        fault = self.slack.faults.strike("response_url")
        if fault is not None:
            instead = await self._misfortune(request, fault)
            if instead is not None:
                return instead
        status, text = await self.slack.responses.use(request.match_info["secret"], await request.read())
        return _hang_up(request) if fault and fault.kind == "lost_after" else web.Response(status=status, text=text)

    async def upload(self, request: web.Request) -> web.StreamResponse:
        """The bytes of a file, as the body or in a form."""
        id = request.match_info["file"]
        if id not in self.slack.world.files:
            return web.Response(status=404, text="no such upload")
        content = await request.read()
        if request.content_type.startswith("multipart/"):
            part = next(iter((await request.post()).values()))
            content = part.file.read() if isinstance(part, web.FileField) else str(part).encode()
        self.slack.world.uploads[id] = content
        return web.Response(text=f"OK - {len(content)}")

    async def download(self, request: web.Request) -> web.StreamResponse:
        """The bytes of a file, to a request with a live token."""
        token = self.slack.grants.tokens.get(bearer(request, {}) or "")
        content = self.slack.world.uploads.get(request.match_info["file"])
        if content is None or token is None or token.is_revoked:
            return web.Response(status=404 if content is None else 403)
        return web.Response(body=content, content_type="application/octet-stream")


def _refusal(refusal: CallRefused) -> JSON:
    answer: JSON = {"ok": False, "error": refusal.code}
    answer |= {name: value for name, value in refusal.fields.items() if name != "retry_after"}
    if refusal.sentences:
        answer["response_metadata"] = {"messages": refusal.sentences}
        answer["errors"] = [sentence.removeprefix("[ERROR] ") for sentence in refusal.sentences]
    return answer


def _hang_up(request: web.Request) -> web.StreamResponse:
    """Close the connection without a word."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def _with_query(url: str, added: dict[str, str]) -> str:
    scheme, host, path, query, fragment = urlsplit(url)
    return urlunsplit((scheme, host, path, urlencode([*parse_qsl(query), *added.items()]), fragment))
