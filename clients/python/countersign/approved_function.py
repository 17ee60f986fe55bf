"""Functions that run once a person approved exactly their arguments."""

import asyncio
import functools
import inspect
import logging
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, TypeVar, get_type_hints, overload

from pydantic import TypeAdapter
from pydantic_core import PydanticSerializationError, to_jsonable_python

from countersign.errors import ApiRefusal, ApprovalRefused, ServerUnreachable, UnshownArgument
from countersign.models import Request

if TYPE_CHECKING:
    from countersign.client import Countersign

P = ParamSpec("P")
R = TypeVar("R")

log = logging.getLogger("countersign")

MAX_RESULT = 2_000
"""Characters of a result or an error that are reported."""


@dataclass(frozen=True)
class ApprovalOptions:
    """The title, and further options of `Countersign.approve`."""

    title: str = ""
    more: Mapping[str, Any] = field(default_factory=dict)


class _ApprovedCall:
    """One wrapped function: how it asks, and how it runs with what was approved."""

    def __init__(self, client: "Countersign", function: Callable[..., Any], options: ApprovalOptions) -> None:
        self.client, self.function, self.options = client, function, options
        self.signature = inspect.signature(function)
        self.hints = get_type_hints(function)

    async def ask(self, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Request:
        """Ask people about all arguments, those with defaults too. Raises `UnshownArgument`."""
        bound = self.signature.bind(*args, **kwargs)
        bound.apply_defaults()
        arguments = {name: _show_argument(name, value) for name, value in bound.arguments.items()}
        title = self.options.title or self.function.__name__
        return await self.client.approve(title, arguments, **self.options.more)

    async def begin(self, id: str) -> inspect.BoundArguments:
        """Wait for the decision, claim the approval, and return the approved arguments. Raises `ApprovalRefused`."""
        decided = await self.client.wait(id)
        if decided.status != "approved":
            raise ApprovalRefused(decided)
        bound = self.read_arguments(decided.arguments)
        await self.client.claim(id)
        return bound

    async def report_result(self, id: str, result: Any) -> None:
        await self._report(id, failed=False, text="" if result is None else str(result)[:MAX_RESULT])

    async def report_error(self, id: str, error: BaseException) -> None:
        tries = {} if isinstance(error, Exception) else {"tries": 1}  # a program that ends does not wait
        await self._report(id, failed=True, text=f"{type(error).__name__}: {error}"[:MAX_RESULT], **tries)

    async def _report(self, id: str, **report: Any) -> None:
        """Report. The function ran: a report that is lost takes neither its result nor its error from the caller."""
        try:
            await self.client.report(id, **report)
        except (ServerUnreachable, ApiRefusal) as error:
            log.warning("%s ran, and the report of request %s is lost: %s", self.function.__name__, id, error)

    def read_arguments(self, approved: Mapping[str, Any]) -> inspect.BoundArguments:
        """Return the approved arguments with the types of the function. Raises `pydantic.ValidationError`: an approver may
        have changed them."""
        bound = self.signature.bind_partial()
        for name, parameter in self.signature.parameters.items():
            if name not in approved:
                raise UnshownArgument(f"{name!r} is not among the approved arguments.")
            kind: Any = self.hints.get(name, Any)
            if parameter.kind is inspect.Parameter.VAR_POSITIONAL:
                kind = tuple[kind, ...]
            if parameter.kind is inspect.Parameter.VAR_KEYWORD:
                kind = dict[str, kind]
            bound.arguments[name] = TypeAdapter(kind).validate_python(approved[name])
        return bound

    def with_key(self, key: str) -> "_ApprovedCall":
        options = replace(self.options, more={**self.options.more, "key": key})
        return _ApprovedCall(self.client, self.function, options)


class ApprovedCoroutine(Generic[P, R]):
    """An `async def` that asks before it runs. `resume` goes on with a request of an earlier process."""

    def __init__(self, call: _ApprovedCall) -> None:
        self._call = call
        functools.update_wrapper(self, call.function)

    async def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        asked = await self._call.ask(args, kwargs)
        return await self.resume(asked.id)

    async def resume(self, request: str) -> R:
        """Wait for this request and run with what was approved."""
        call = self._call
        bound = await call.begin(request)
        try:
            result: R = await call.function(*bound.args, **bound.kwargs)
        except BaseException as error:
            await call.report_error(request, error)
            raise
        await call.report_result(request, result)
        return result

    def key(self, key: str) -> "ApprovedCoroutine[P, R]":
        """Return the function with an idempotency key: a repeat of the same call asks nothing new."""
        return ApprovedCoroutine(self._call.with_key(key))


class ApprovedFunction(Generic[P, R]):
    """A `def` that asks before it runs, for programs without an event loop. It runs outside of any: it may begin one."""

    def __init__(self, call: _ApprovedCall) -> None:
        self._call = call
        functools.update_wrapper(self, call.function)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        return self.resume(asyncio.run(self._call.ask(args, kwargs)).id)

    def resume(self, request: str) -> R:
        """Wait for this request and run with what was approved."""
        call = self._call
        bound = asyncio.run(call.begin(request))
        try:
            result: R = call.function(*bound.args, **bound.kwargs)
        except BaseException as error:
            asyncio.run(call.report_error(request, error))
            raise
        asyncio.run(call.report_result(request, result))
        return result

    def key(self, key: str) -> "ApprovedFunction[P, R]":
        """Return the function with an idempotency key: a repeat of the same call asks nothing new."""
        return ApprovedFunction(self._call.with_key(key))


class ApprovalDecorator:
    """The decorator: an `async def` becomes an `ApprovedCoroutine`, a `def` an `ApprovedFunction`."""

    def __init__(self, client: "Countersign", options: ApprovalOptions) -> None:
        self._client, self._options = client, options

    @overload
    def __call__(  # type: ignore[overload-overlap]  # a coroutine function is the narrower case, and comes first
        self, function: Callable[P, Coroutine[Any, Any, R]]
    ) -> ApprovedCoroutine[P, R]: ...

    @overload
    def __call__(self, function: Callable[P, R]) -> ApprovedFunction[P, R]: ...

    def __call__(self, function: Callable[..., Any]) -> Any:
        call = _ApprovedCall(self._client, function, self._options)
        return ApprovedCoroutine(call) if inspect.iscoroutinefunction(function) else ApprovedFunction(call)


def _show_argument(name: str, value: Any) -> Any:
    try:
        return to_jsonable_python(value)
    except (PydanticSerializationError, ValueError) as error:
        raise UnshownArgument(f"The argument {name!r} has no JSON form, so nobody could approve it.") from error
