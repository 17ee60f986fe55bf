"""Runs the evals of an agent: asks a model, or takes a recorded answer, and compares the step. No tool is ever run."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from pydantic import TypeAdapter, ValidationError

from bot.core.agent import Agent
from bot.core.base_types import FrozenModel
from bot.core.ports import AnyModel, EventModel, ModelUnavailable
from bot.core.prompts.event_rendering import compute_sha256
from bot.core.steps import InvalidAnswer, ModelAnswer, read_step
from bot.core.token_prices import TokenPrices
from bot.evals.eval_cases import BadEval, EvalCase, explain_difference
from bot.evals.eval_threads import EvalThread

RECORDED = "recorded"
"""The folder of the recorded answers, beside the files of the cases."""


class RecordedAnswer(FrozenModel):
    """An answer of a model to the prompt of a case. `prompt` is the SHA-256 of system text, history and tools."""

    prompt: str
    model: str
    tool: str | None = None
    arguments: str = ""
    words: str = ""
    input_tokens: int = 0
    output_tokens: int = 0

    @property
    def answer(self) -> ModelAnswer:
        return ModelAnswer(tool=self.tool, arguments=self.arguments, words=self.words)


class EvalResult(NamedTuple):
    """The result of one case. `fault` is empty when it passed; `source` is the model, with a note for a recorded answer."""

    case: EvalCase
    fault: str
    step: str
    source: str
    input_tokens: int = 0
    output_tokens: int = 0
    recorded: RecordedAnswer | None = None


def compute_cost(prices: TokenPrices, results: Sequence[EvalResult]) -> float | None:
    """The cost of these results; None without both prices."""
    return prices.compute_cost(sum(each.input_tokens for each in results), sum(each.output_tokens for each in results))


async def run_case(case: EvalCase, agent: Agent, model: AnyModel, recorded: RecordedAnswer | None) -> EvalResult:
    """Take the recorded answer of the case, or ask the model. An answer to another prompt is a fault: it proves nothing."""
    told = EvalThread(case, agent)
    shown = told.build_prompt(model.name)
    prompt = compute_sha256(json.dumps([shown.prompt.system, shown.prompt.user, shown.prompt.tools]))
    if recorded is not None:
        if recorded.prompt != prompt:
            why = "the prompt has changed since the answer was recorded; ask the model again: --model … --record"
            return EvalResult(case, why, "", f"{recorded.model} (recorded)")
        return _judge(case, agent, recorded, f"{recorded.model} (recorded)")
    try:
        if isinstance(model, EventModel):
            chosen = model.choose_from(told.thread, told.list_shown(shown))
        else:
            chosen = await model.choose(model.write_request(shown.prompt))
    except ModelUnavailable as error:
        return EvalResult(case, str(error), "", model.name)
    answer = RecordedAnswer(
        prompt=prompt,
        model=model.name,
        tool=chosen.tool,
        arguments=chosen.arguments,
        words=chosen.words,
        input_tokens=chosen.input_tokens,
        output_tokens=chosen.output_tokens,
    )
    return _judge(case, agent, answer, model.name, chosen)


def _judge(
    case: EvalCase, agent: Agent, answer: RecordedAnswer, source: str, chosen: ModelAnswer | None = None
) -> EvalResult:
    step = read_step(chosen or answer.answer, agent.steps)
    if isinstance(step, InvalidAnswer):
        fault, name = f"no step: {step.reason}", answer.tool or ""
    else:
        fault, name = explain_difference(case.expect, step.intent, step.model_dump(mode="json")), step.intent
    return EvalResult(case, fault, name, source, answer.input_tokens, answer.output_tokens, answer)


def read_recordings(folder: Path, variant: str) -> Mapping[tuple[str, str], RecordedAnswer]:
    """The recorded answers of the prompt of this variant, by file and case. Raises `BadEval`."""
    found: dict[tuple[str, str], RecordedAnswer] = {}
    for path in sorted((folder / RECORDED / variant).glob("*.json")):
        try:
            answers = TypeAdapter(dict[str, RecordedAnswer]).validate_json(path.read_bytes())
        except (OSError, ValidationError) as error:
            raise BadEval(f"{RECORDED}/{path.name}", f"{type(error).__name__}. Delete it, and record again.") from error
        found |= {(path.stem, name): answer for name, answer in answers.items()}
    return found


def write_recordings(folder: Path, variant: str, results: Sequence[EvalResult]) -> None:
    """Keep the answers of these results, one file for each file of cases. Answers that failed are kept too: they are facts."""
    target = folder / RECORDED / variant
    target.mkdir(parents=True, exist_ok=True)
    for file in sorted({each.case.file for each in results}):
        answers = {each.case.name: each.recorded for each in results if each.case.file == file and each.recorded}
        body = {name: answer.model_dump() for name, answer in answers.items()}
        text = json.dumps(body, ensure_ascii=False, indent=2, sort_keys=True)
        (target / f"{file}.json").write_text(f"{text}\n", "utf-8")
