"""The tools by which the conformance kit tries the tasks extension, with tasks in memory."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import mcp_types as t
from mcp.server.context import HandlerResult

from bot.core.base_types import JSON
from bot.http.mcp.tool_and_task_server import CallContext, ServedTool, has_tasks, make_unknown_task, require_tasks
from tests.http.mcp.kit.fixture_values import TEXT, content_of, dump, form, text_result, tool


def moment() -> str:
    return datetime.now(UTC).isoformat().replace("+00:00", "Z")


@dataclass
class MemoryTask:
    """A task. `asked` are the open input requests; `answers` came for those that are not open any more."""

    status: str = "working"
    more: dict[str, JSON] = field(default_factory=dict)
    asked: dict[str, JSON] = field(default_factory=dict)
    answers: dict[str, JSON] = field(default_factory=dict)
    id: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    created: str = field(default_factory=moment)
    changed: str = field(default_factory=moment)
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    work: asyncio.Task[None] | None = None

    def show(self) -> dict[str, JSON]:
        return {
            "taskId": self.id,
            "status": self.status,
            "createdAt": self.created,
            "lastUpdatedAt": self.changed,
            "ttlMs": 600_000,
            "pollIntervalMs": 100,
        }

    def end(self, status: str, **more: JSON) -> None:
        if self.status in ("working", "input_required"):
            self.status, self.more, self.asked, self.changed = status, more, {}, moment()

    async def ask(self, asked: Mapping[str, t.ElicitRequest]) -> Mapping[str, JSON]:
        """Ask the client, and wait until it has answered all."""
        self.asked = {
            key: each.model_dump(by_alias=True, exclude_none=True, mode="json") for key, each in asked.items()
        }
        self.status, self.changed = "input_required", moment()
        await self.answered.wait()
        self.status, self.changed = "working", moment()
        return self.answers


Work = Callable[[MemoryTask, dict[str, Any]], Awaitable[str]]


class JobFault(Exception):
    """A fault of the server, not of the tool."""


class MemoryTasks:
    """The tasks of the kit's tools. One that is done is kept."""

    def __init__(self) -> None:
        self.tasks: dict[str, MemoryTask] = {}

    async def get_task(self, ctx: CallContext, id: str) -> dict[str, JSON]:
        task = self.find(id)
        return {**task.show(), **task.more, **({"inputRequests": task.asked} if task.asked else {})}

    async def update_task(self, ctx: CallContext, id: str, responses: Mapping[str, JSON]) -> None:
        task = self.find(id)
        for key in [key for key in responses if key in task.asked]:
            task.answers[key] = responses[key]
            del task.asked[key]
        if not task.asked:
            task.answered.set()

    async def cancel_task(self, ctx: CallContext, id: str) -> None:
        task = self.find(id)
        task.end("cancelled")
        if task.work is not None:
            task.work.cancel()

    def find(self, id: str) -> MemoryTask:
        if (task := self.tasks.get(id)) is None:
            raise make_unknown_task()
        return task

    def start(self, work: Work, arguments: dict[str, Any]) -> HandlerResult:
        task = MemoryTask()
        self.tasks[task.id] = task
        task.work = asyncio.create_task(self._run(task, work, arguments))
        return {"resultType": "task", **task.show()}

    async def _run(self, task: MemoryTask, work: Work, arguments: dict[str, Any]) -> None:
        try:
            text = await work(task, arguments)
        except JobFault as error:
            task.end("failed", error={"code": -32603, "message": str(error)})
        except ValueError as error:
            task.end("completed", result=dump(text_result(str(error), is_error=True)))
        else:
            task.end("completed", result=dump(text_result(text)))

    def list_tools(self) -> list[ServedTool]:
        return [
            tool("greet", greet, {"name": TEXT}),
            self._tool("slow_compute", compute, {"seconds": {"type": "number"}, "label": TEXT}),
            self._tool("failing_job", fail, needs_task=True),
            self._tool("protocol_error_job", break_down),
            self._tool("confirm_delete", confirm, {"filename": TEXT}),
            self._tool("multi_input", ask_two),
            tool("test_tool_with_task", self._ask_then_work),
        ]

    def _tool(
        self, name: str, work: Work, schema: Mapping[str, Any] | None = None, needs_task: bool = False
    ) -> ServedTool:
        async def call(ctx: CallContext, params: t.CallToolRequestParams) -> HandlerResult:
            if needs_task:
                require_tasks(ctx)
            arguments = params.arguments or {}
            return self.start(work, arguments) if has_tasks(ctx) else text_result(await work(MemoryTask(), arguments))

        return tool(name, call, schema)

    async def _ask_then_work(self, ctx: CallContext, params: t.CallToolRequestParams) -> HandlerResult:
        require_tasks(ctx)
        name = content_of(params, "user_name", "name")
        if not isinstance(name, str):
            return t.InputRequiredResult(input_requests={"user_name": form("Who?", {"name": TEXT})}, request_state="1")
        return self.start(compute, {"seconds": 0, "label": name})


async def greet(ctx: CallContext, params: t.CallToolRequestParams) -> HandlerResult:
    return text_result(f"Hello, {(params.arguments or {}).get('name')}!")


async def compute(task: MemoryTask, arguments: dict[str, Any]) -> str:
    await asyncio.sleep(arguments.get("seconds", 0))
    return f"Computed {arguments.get('label', '')}"


async def fail(task: MemoryTask, arguments: dict[str, Any]) -> str:
    await asyncio.sleep(1)
    raise ValueError("The job failed.")


async def break_down(task: MemoryTask, arguments: dict[str, Any]) -> str:
    raise JobFault("The server broke down.")


async def confirm(task: MemoryTask, arguments: dict[str, Any]) -> str:
    said = await task.ask({secrets.token_hex(4): form("Delete it?", {"confirm": {"type": "boolean"}})})
    return f"{arguments.get('filename')}: {said}"


async def ask_two(task: MemoryTask, arguments: dict[str, Any]) -> str:
    said = await task.ask({secrets.token_hex(4): form(f"Question {n}?", {"answer": TEXT}) for n in (1, 2)})
    return str(said)
