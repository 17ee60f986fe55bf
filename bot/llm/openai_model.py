"""The openai client behind the LanguageModel port: it sends a request's exact bytes and returns the answer."""

import asyncio
import json
import time
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass, replace

from httpx2 import Response
from openai import (
    APIConnectionError,
    APIStatusError,
    APITimeoutError,
    AsyncOpenAI,
    OpenAIError,
    Timeout,
)
from pydantic import ValidationError

from bot.core.base_types import JSON
from bot.core.errors import BadSetting
from bot.core.ports import ModelRefused, ModelUnavailable, PromptTooLong
from bot.core.prompts.event_rendering import ModelPrompt
from bot.core.prompts.model_requests import ModelApi, PromptBytes, RequestForm, write_request
from bot.core.steps import ModelAnswer, RawAnswer
from bot.llm import chat_completion_answers, responses_answers
from bot.llm.context_overflow import compute_fitting_share, compute_smaller_budget, describe_cut_prompt
from bot.llm.endpoint_answer import AnswerReading, EndpointAnswer, read_choice
from bot.llm.endpoint_errors import EndpointFailure, describe_broken_connection, read_failure, read_wait
from bot.llm.endpoint_profiles import (
    LEAST_THINKING,
    MOST_BUDGET,
    PROFILES,
    ModelProfile,
    check_base_url,
    find_profile,
)
from bot.llm.learned_request_forms import FormMemory
from bot.llm.lossless_json import BodyError
from bot.llm.request_fallbacks import MOST_FORMS, choose_next_form
from bot.llm.size_limited_http_client import AnswerTooLong, BoundedClient
from bot.llm.tool_calls_in_text import may_be_call, strip_thinking

NO_KEY = "no-key-needed"
"""The key that is sent to a server that needs none, since the client requires a value."""

UNFORCED_AFTER = 2
"""Successive answers in words only, or unexplained failures that a request without force cured, after which an endpoint
counts as unforceable.
"""

LEAST_ANSWER = 1_000
"""Tokens of an answer below which it is not made smaller for a long prompt."""


_LOWER_EFFORTS = {"max": "xhigh", "xhigh": "high", "high": "medium", "medium": "low"}
_KINDS: Mapping[ModelApi, str] = {"chat": "chat completion", "responses": "response"}


class _EndpointRefusal(Exception):
    """The endpoint answered with an error status."""

    def __init__(self, failure: EndpointFailure) -> None:
        super().__init__()
        self.failure = failure


class OpenAIModel:
    """A model behind the Responses API or a chat completions endpoint.

    `timeout` is the seconds that one try may stay silent, `deadline` the seconds for all tries and their pauses
    together; a server's Retry-After is honoured within it. An empty `base_url` means OPENAI_BASE_URL, else OpenAI.
    `profile` names one of `PROFILES`, by default the one of the address; `setting` is the name of the address in an
    error. Raises BadSetting for a key, an address or a profile that cannot work.
    """

    def __init__(
        self,
        *,
        api_key: str,
        model: str,
        base_url: str | None = None,
        profile: str | ModelProfile = "",
        budget: int | None = None,
        timeout: float | None = None,
        deadline: float | None = None,
        retries: int | None = None,
        memory: FormMemory | None = None,
        setting: str = "OPENAI_BASE_URL",
    ) -> None:
        address = check_base_url(base_url, setting)
        if isinstance(profile, str):
            if profile and profile not in PROFILES:
                known = ", ".join(PROFILES)
                raise BadSetting("profile", profile, f"there is no such model profile; there are: {known}")
            profile = PROFILES[profile] if profile else find_profile(address)
        said = {"timeout": timeout, "deadline": deadline, "retries": retries}
        self.profile = profile.model_copy(update={name: value for name, value in said.items() if value is not None})
        self.name, self.budget = model, budget
        self._memory = memory or FormMemory()
        self._key = api_key.strip() or NO_KEY
        if not api_key.strip() and address is None:
            raise BadSetting("OPENAI_API_KEY", "", "set it, or point OPENAI_BASE_URL at a server that needs no key")
        if not self._key.isascii() or not self._key.isprintable():
            raise BadSetting("OPENAI_API_KEY", "…", "it holds a character that no header may hold; copy it again")
        self._client = AsyncOpenAI(
            api_key=self._key,
            base_url=address,
            timeout=Timeout(self.profile.timeout, connect=min(self.profile.timeout, 5.0)),
            max_retries=self.profile.retries,
            http_client=BoundedClient(),
        )
        self._turns: asyncio.Semaphore | None = asyncio.Semaphore(1) if self.profile.is_serial else None
        self._words_in_a_row = self._doubts = 0

    def __repr__(self) -> str:
        return f"OpenAIModel({self.name!r} at {self._client.base_url.host!r})"

    @property
    def _endpoint(self) -> tuple[str, str, RequestForm]:
        return str(self._client.base_url), self.name, self.profile.form

    @property
    def form(self) -> RequestForm:
        """The current request form for this endpoint."""
        learned = self._memory.recall_form(*self._endpoint)
        return learned.form if learned else self.profile.form

    def shape_prompt(self, prompt: ModelPrompt) -> ModelPrompt:
        """The prompt with the form and the budget of this endpoint. After an answer of thinking only, with twice that
        budget and less effort.

        The budget is that of the model's table, else of the agent's limits, else of the profile; the latter two are at
        least `LEAST_THINKING` for a reasoning model.
        """
        form, budget = self.form, self.budget or prompt.max_tokens or self.profile.budget
        if self.profile.is_reasoning and not self.budget:
            budget = max(budget, LEAST_THINKING)
        if prompt.spent:
            room = max(2 * prompt.spent, LEAST_THINKING if self.profile.is_serial else 2 * LEAST_THINKING)
            budget = max(min(room, MOST_BUDGET), prompt.spent, budget)
            form = form.model_copy(update={"effort": _LOWER_EFFORTS.get(form.effort, form.effort)})
        return prompt.model_copy(update={"form": form, "max_tokens": budget})

    def write_request(self, prompt: ModelPrompt) -> bytes:
        """The exact bytes that `choose` sends first for this prompt."""
        return write_request(self.shape_prompt(prompt))

    async def choose(self, request: bytes) -> ModelAnswer:
        """Ask the model. A request that the endpoint refuses for its form is sent in other forms; the accepted one is
        remembered and returned as `ModelAnswer.sent`.

        Raises PromptTooLong, or ModelRefused when the same request would be refused again, else ModelUnavailable; all
        with one line.
        """
        try:
            return await self._send_until_taken(request)
        except _EndpointRefusal as refused:
            failure = refused.failure
            if failure.overflow is not None:
                share = 0.5  # of the history that fits, where the endpoint does not say
                if isinstance(request, PromptBytes):
                    prompt = request.prompt
                    sizes = len(prompt.user), len(prompt.system) + len(prompt.tools)
                    share = compute_fitting_share(failure.overflow, prompt.max_tokens, *sizes)
                raise PromptTooLong(str(failure), share) from None
            unanswered = (ModelRefused if failure.is_final else ModelUnavailable)(str(failure))
            unanswered.retry_after = failure.retry_after
            raise unanswered from None

    async def close(self) -> None:
        """Close the connections. The model cannot be used afterwards."""
        await self._client.close()

    async def _send_until_taken(self, request: bytes) -> ModelAnswer:
        prompt = request.prompt if isinstance(request, PromptBytes) else None
        tried: list[RequestForm] = []
        is_doubtful = False
        while True:
            try:
                chosen = await self._ask_endpoint(request)
            except _EndpointRefusal as refused:
                if written := refused.failure.generation:  # the model's fault, not an outage
                    fault = f"The server could not read the call: {refused.failure.line or 'it does not say why'}"
                    raw = RawAnswer(words=written, finish=refused.failure.code)
                    return ModelAnswer(words=written[:4_000], fault=fault, raw=raw)
                if prompt is None or len(tried) >= MOST_FORMS:
                    raise
                failure, form = refused.failure, prompt.form
                if failure.overflow is not None:  # a smaller answer, once; else another form
                    budget = compute_smaller_budget(failure.overflow, prompt.max_tokens, LEAST_ANSWER)
                    if not budget or form in tried:
                        raise
                    prompt = prompt.model_copy(update={"max_tokens": budget})
                elif next_form := choose_next_form(form, failure, [*tried, form]):
                    prompt = prompt.model_copy(update={"form": next_form})
                else:
                    raise
                tried.append(form)
                is_doubtful = is_doubtful or (failure.status == 500 and failure.is_unexplained)
                request = write_request(prompt)
            else:
                if prompt is not None:
                    self._learn_form([*tried, prompt.form], is_doubtful)
                return chosen if prompt is None else chosen.model_copy(update={"sent": prompt})

    def _learn_form(self, forms: list[RequestForm], is_doubtful: bool) -> None:
        """Remember the last of these forms, which was accepted. An unexplained 500 may be an outage that passed: the
        forced call counts as its cause only when it happens again at the next call.
        """
        first, taken = forms[0], forms[-1]
        self._doubts = self._doubts + 1 if is_doubtful else 0
        if is_doubtful and self._doubts < UNFORCED_AFTER:
            taken = taken.model_copy(update={"tool_choice": first.tool_choice})
        # Only the changed fields are kept: an effort that was lowered for one answer is not.
        if changed := {name: value for name, value in taken.model_dump().items() if value != getattr(first, name)}:
            self._memory.keep_form(*self._endpoint, form=self.form.model_copy(update=changed))

    async def _ask_endpoint(self, request: bytes) -> ModelAnswer:
        """One request and its answer. Raises _EndpointRefusal, ModelUnavailable."""
        sent = _SentRequest.read(request)
        async with self._turns or nullcontext():
            response = await self._send(request, sent.port)
        answer = self._read(response, sent.port)
        learned = self._memory.recall_form(*self._endpoint)
        is_unforced = sent.tool_choice != "required" or (learned is not None and learned.is_unforced)
        how = AnswerReading(
            offered=sent.tools,
            words_reply=self.profile.words_reply or is_unforced or self._is_unforced(answer),
            reads_written_calls=self.profile.reads_written_calls,
        )
        warning = describe_cut_prompt(len(request), answer.input_tokens) if self.profile.may_cut else ""
        if warning and not (learned and learned.warning):
            self._memory.keep_form(*self._endpoint, warning=warning)
        return read_choice(answer, how).model_copy(update={"budget": sent.budget, "warning": warning})

    def _is_unforced(self, answer: EndpointAnswer) -> bool:
        """Whether this answer shows that the endpoint accepts the field that forces a call and ignores it."""
        words = strip_thinking(answer.words)
        is_half = answer.is_cut and may_be_call(words)
        is_words = bool(words.strip()) and not answer.calls and not is_half and answer.refusal is None
        self._words_in_a_row = self._words_in_a_row + 1 if is_words else 0
        if self._words_in_a_row < UNFORCED_AFTER:
            return False
        self._memory.keep_form(*self._endpoint, is_unforced=True)
        return True

    async def _send(self, request: bytes, port: ModelApi) -> Response:
        path = responses_answers.PATH if port == "responses" else chat_completion_answers.PATH
        try:
            async with asyncio.timeout(self.profile.deadline):
                # `content=` is the client's way for raw bytes, an httpx2.Response its way to leave the body unparsed:
                # auth, retries, time-outs and proxies stay the client's.
                return await self._client.post(path, cast_to=Response, content=bytes(request))
        except TimeoutError as error:
            raise ModelUnavailable(f"no answer within {self.profile.deadline:g} seconds") from error
        except APIStatusError as error:
            failure = read_failure(error.status_code, error.response.content, self._key)
            wait = read_wait(error.response.headers, time.time())
            raise _EndpointRefusal(replace(failure, retry_after=wait)) from None
        except APITimeoutError as error:
            raise ModelUnavailable("timed out") from error
        except APIConnectionError as error:
            raise ModelUnavailable(describe_broken_connection(error)) from None
        except AnswerTooLong as error:
            raise ModelUnavailable(str(error)) from None
        except OpenAIError as error:
            raise ModelUnavailable(type(error).__name__) from None  # the foreign text may quote the key

    def _read(self, response: Response, port: ModelApi) -> EndpointAnswer:
        read = responses_answers.read_response if port == "responses" else chat_completion_answers.read_chat_answer
        try:
            answer = read(response.content, self._key)
        except (BodyError, ValidationError) as error:
            mismatch = str(error)
            if isinstance(error, ValidationError):
                wrong = error.errors(include_url=False, include_context=False, include_input=False)[0]
                field = ".".join(map(str, wrong["loc"]))
                mismatch = f"{field + ': ' if field else ''}{wrong['msg'][:100]}"
            raise ModelUnavailable(f"{response.status_code}: not a {_KINDS[port]}: {mismatch}") from error
        if answer.outage is None:
            return answer
        said = f" ({answer.outage.line})" if answer.outage.line else ""
        kind = ModelRefused if answer.outage.is_final else ModelUnavailable
        raise kind(f"{response.status_code}: {answer.broken}{said}")


@dataclass(frozen=True)
class _SentRequest:
    """The parts of a request that its answer is read with. `tools` are the schemas of the arguments by name."""

    port: ModelApi
    tool_choice: JSON
    tools: Mapping[str, JSON]
    budget: int

    @classmethod
    def read(cls, request: bytes) -> "_SentRequest":
        body = json.loads(request)
        found = body if isinstance(body, dict) else {}
        functions = [tool.get("function", tool) for tool in found.get("tools", ())]
        budgets = [found.get(name) for name in ("max_output_tokens", "max_completion_tokens", "max_tokens")]
        return cls(
            port="responses" if "input" in found else "chat",
            tool_choice=found.get("tool_choice", "required" if "tools" not in found else ""),
            tools={each["name"]: each.get("parameters") or {} for each in functions},
            budget=next((budget for budget in budgets if isinstance(budget, int)), 0),
        )
