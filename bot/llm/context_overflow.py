"""Finds that a prompt is longer than the context of its endpoint: by the error, and how much; by the count of tokens. Pure.

The texts are those of OpenAI, Azure, DeepSeek and OpenRouter ("maximum context length"), vLLM, llama.cpp
(`exceed_context_size_error`), Ollama, LM Studio, Anthropic, Gemini, Mistral and Groq.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.base_types import JSON

LEAST_MEASURED = 1_500
"""Tokens of a prompt, by our own count, below which no cut is reported."""
CUT_BELOW = 0.6
"""Share of our own count below which a prompt counts as cut by the server."""
BYTES_A_TOKEN = 4
"""Bytes of a request for each token: a low estimate. English text has as many; JSON, code and other scripts have fewer.
"""

_SIGNS = (
    "context_length_exceeded",
    "exceed_context_size",
    "maximum context length",
    "available context size",
    "exceeds the context length",
    "exceeds context length",
    "exceeds the context window",
    "exceeded max context length",
    "context length is only",
    "context length of only",
    "model_max_prompt_tokens_exceeded",
    "longer than the maximum model length",
    "prompt is too long",
    "prompt too long",
    "exceeds the maximum number of tokens allowed",
)
_CONTEXT = (
    r"maximum context length (?:is|of) (\d+)",
    r"(\d+) maximum context length",
    r"context length (?:is|of) (?:only )?(\d+)",
    r"context size \((\d+)",
    r"maximum model length of (\d+)",
    r"tokens > (\d+) maximum",
    r"number of tokens allowed \((\d+)\)",
)
_PROMPT = (
    r"(\d+) in the messages",
    r"messages resulted in (\d+)",
    r"has (\d+) input tokens",
    r"passed (\d+) input tokens",
    r"request \((\d+) tokens\)",
    r"too long: (\d+) tokens",
    r"token count \((\d+)\)",
    r"contains (\d+) tokens",
    r"prompt \(length (\d+)\)",
    r"first (\d+) tokens",
    r"requested (?:about )?(\d+) tokens",
)
_FORMAL = frozenset({400, 413, 422, 500})
SPARE = 0.05
"""Share of the context that is kept free, because our own count of characters is an estimate."""


@dataclass(frozen=True)
class ContextOverflow:
    """The prompt was longer than the context. Both numbers are tokens; 0 where the error does not say."""

    context: int = 0
    prompt: int = 0


def read_overflow(status: int, said: str, error: Mapping[str, JSON]) -> ContextOverflow | None:
    """The overflow that an error reports; None: the error has another cause. `said` is its text in lower case."""
    if status not in _FORMAL or not any(sign in said for sign in _SIGNS):
        return None
    context = _read_count(error.get("n_ctx")) or _find_number(_CONTEXT, said)
    prompt = _read_count(error.get("n_prompt_tokens")) or _find_number(_PROMPT, said)
    return ContextOverflow(context, prompt)


def compute_smaller_budget(overflow: ContextOverflow, budget: int, least: int) -> int:
    """Tokens of the answer with which this prompt fits; 0: fewer than `least`, or unknown."""
    if not overflow.context or not overflow.prompt:
        return 0
    room = overflow.context - overflow.prompt - int(overflow.context * SPARE)
    return room if least <= room < budget else 0


def compute_fitting_share(overflow: ContextOverflow, budget: int, history: int, rest: int) -> float:
    """The share of `history` that fits beside `rest` (characters both) and the answer's budget; 0.5 where it is
    unknown.
    """
    if not overflow.context or not overflow.prompt or not history:
        return 0.5
    characters_per_token = (history + rest) / overflow.prompt
    room = overflow.context * (1 - SPARE) - min(budget, overflow.context // 2)
    return min(max((room * characters_per_token - rest) / history, 0.05), 0.9)


def _find_number(patterns: tuple[str, ...], said: str) -> int:
    plain = re.sub(r"(?<=\d),(?=\d{3})", "", said)
    found = (re.search(pattern, plain) for pattern in patterns)
    return next((_read_count(int(match[1][:15])) for match in found if match), 0)


def _read_count(value: JSON) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**40 else 0


def describe_cut_prompt(sent: int, counted: int) -> str:
    """The warning when the server counted far fewer tokens than were sent: it cuts a long prompt at its front, which
    holds the instructions.
    """
    estimate = sent // BYTES_A_TOKEN
    if not counted or estimate < LEAST_MEASURED or counted >= CUT_BELOW * estimate:
        return ""
    return (
        f"The model's server cut the prompt: it read {counted} of about {estimate} tokens, so the agent's instructions may be "
        "missing. Give the server a larger context (Ollama: OLLAMA_CONTEXT_LENGTH)."
    )
