"""The checks of `countersign doctor` that use the network: each model, and the server that the command line calls."""

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx2

from bot.core.doctor_findings import CheckFinding
from bot.core.ports import LanguageModel, ModelUnavailable
from bot.core.prompts.event_rendering import ModelPrompt
from bot.core.steps import Done, InvalidAnswer, Step, read_step, write_tools_json
from bot.engine.platform import CountersignPlatform
from bot.llm.openai_model import OpenAIModel
from bot.settings import EnvironmentSettings

PATIENCE = 10.0
"""Seconds in which the server must answer."""
THINKING = 60.0
"""Seconds in which a model must answer."""
_STEPS: dict[str, type[Step]] = {Done.intent: Done}
_CHECK = (Path(__file__).parents[1] / "prompts" / "installation_check.md").read_text(encoding="utf-8").strip()


async def ask_models(platform: CountersignPlatform) -> list[CheckFinding]:
    """One finding for each model that is called over the network: whether it answers now, and how fast."""
    asked = {(model.name, repr(model)): model for model in platform.models.values() if isinstance(model, OpenAIModel)}
    return [await ask_model(model) for model in asked.values()]


async def ask_model(model: LanguageModel) -> CheckFinding:
    """Ask `model` to call the tool `done`."""
    prompt = ModelPrompt(model=model.name, system=_CHECK, user="ready?", tools=write_tools_json(_STEPS), max_tokens=0)
    what, began = f"Model {model.name}", time.monotonic()
    try:
        async with asyncio.timeout(THINKING):
            chosen = await model.choose(model.write_request(prompt))
    except ModelUnavailable as error:
        hint = "Correct OPENAI_API_KEY, OPENAI_BASE_URL and OPENAI_MODEL, or [agents.<name>.model]; see docs/models.md."
        return CheckFinding(what, str(error), "fail", hint)
    except TimeoutError:
        return CheckFinding(what, f"it did not answer within {THINKING:g} seconds", "fail", "See docs/models.md.")
    took = f"{time.monotonic() - began:.1f} s"
    if isinstance(step := read_step(chosen, _STEPS), InvalidAnswer):
        hint = "Agents need a model that calls tools; see docs/models.md."
        return CheckFinding(
            what, f"it answered in {took}, but not with the tool it was told to call: {step.reason[:200]}", "warn", hint
        )
    return CheckFinding(what, f"it answered in {took}")


async def ask_server(settings: EnvironmentSettings) -> list[CheckFinding]:
    """Check the server of COUNTERSIGN_URL (or of COUNTERSIGN_BASE_URL, when a key is set), and the API key."""
    key = settings.api_key.get_secret_value()
    url = settings.url or (settings.base_url if key else "")
    if not url:
        return []
    what = f"Server {url.rstrip('/')}"
    # The proxy variables of the environment do not apply to this machine.
    by_proxy = urlsplit(url).hostname not in ("localhost", "127.0.0.1", "::1")
    try:
        async with httpx2.AsyncClient(base_url=url.rstrip("/"), timeout=PATIENCE, trust_env=by_proxy) as http:
            answer = await http.get("/readyz")
            me = await http.get("/api/v1/me", headers={"Authorization": f"Bearer {key}"}) if key else None
    except (httpx2.HTTPError, httpx2.InvalidURL, ValueError) as error:
        hint = "Start it with `countersign serve`, or correct COUNTERSIGN_URL."
        return [CheckFinding(what, f"it does not answer: {error or type(error).__name__}", "fail", hint)]
    found = [*_check_readiness(what, answer)]
    if me is None:
        text = "COUNTERSIGN_API_KEY is not set, so the command line cannot speak to it"
        found.append(CheckFinding(what, text, "warn", "Make a key: `countersign keys create`."))
    elif me.status_code == 401:
        hint = "Make a new key: `countersign keys create`."
        found.append(CheckFinding(what, "it does not take COUNTERSIGN_API_KEY", "fail", hint))
    elif me.status_code == 200:
        said = me.json()
        owner = said.get("name") or said.get("person")
        found.append(CheckFinding(what, f"COUNTERSIGN_API_KEY is {owner}'s, scope {said.get('scope')}"))
    return found


def _check_readiness(what: str, answer: httpx2.Response) -> Iterator[CheckFinding]:
    try:
        said = answer.json()
        status = said["status"]
    except (ValueError, KeyError, TypeError):
        yield CheckFinding(
            what,
            f"it answers, but not like a Countersign server (status {answer.status_code})",
            "fail",
            "Correct COUNTERSIGN_URL.",
        )
        return
    yield CheckFinding(
        what,
        str(status),
        "ok" if answer.status_code == 200 else "fail",
        "" if answer.status_code == 200 else "See its log.",
    )
    if fault := said.get("configuration_not_taken"):
        hint = "It goes on with the old configuration. Its log names the fault; when the file is corrected, it is applied automatically."
        yield CheckFinding(what, f"its countersign.toml was changed and not applied: {fault}", "fail", hint)
    if waiting := said.get("configuration_changes_that_wait"):
        hint = "See `countersign audit`; to accept them, send the server SIGHUP; changes of channels are applied at a restart."
        yield CheckFinding(what, f"{waiting} changes of its countersign.toml wait for you", "warn", hint)
