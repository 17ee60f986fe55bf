"""Keeps the request form that an endpoint took for a week, so that a refused form is not sent again at each call."""

import hashlib
import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import TypeAdapter, ValidationError

from bot.core.base_types import FrozenModel
from bot.core.prompts.model_requests import RequestForm

KEPT = 7 * 24 * 3600
"""Seconds after which an endpoint is asked in its profile's own form again."""
FILE = "model-forms.json"


class LearnedForm(FrozenModel):
    """The learned form of one endpoint. `host` and `model` are for people; `since` is seconds since 1970, UTC.

    `is_unforced`: it takes `tool_choice: required` and still answers with words. `warning`: it cut a prompt.
    """

    host: str
    model: str
    first: RequestForm
    form: RequestForm
    is_unforced: bool = False
    warning: str = ""
    since: float


_FORMS = TypeAdapter(dict[str, LearnedForm])


class FormMemory:
    """The learned forms of all endpoints, in memory and, with a path, in a file. A broken file counts as empty.

    The key is a hash, since a base URL may hold a password. Another address, model or profile is another key.
    """

    def __init__(self, path: Path | None = None, clock: Callable[[], float] = time.time) -> None:
        self._path, self._clock = path, clock
        self._found: dict[str, LearnedForm] | None = None

    def recall_form(self, base_url: str, model: str, first: RequestForm) -> LearnedForm | None:
        """The form of this endpoint that was learned within the last week."""
        found = self._load_forms().get(_make_key(base_url, model, first))
        return found if found and 0 <= self._clock() - found.since < KEPT else None

    def keep_form(
        self,
        base_url: str,
        model: str,
        first: RequestForm,
        *,
        form: RequestForm | None = None,
        is_unforced: bool | None = None,
        warning: str | None = None,
    ) -> None:
        """Keep these values, and keep the other known values of the endpoint for another week."""
        known = self.recall_form(base_url, model, first)
        if known is None:
            host = (urlsplit(base_url).hostname or "")[:200]
            known = LearnedForm(host=host, model=model, first=first, form=first, since=self._clock())
        said = {"form": form, "is_unforced": is_unforced, "warning": warning, "since": self._clock()}
        learned = known.model_copy(update={name: value for name, value in said.items() if value is not None})
        forms = self._load_forms()
        forms[_make_key(base_url, model, first)] = learned
        if self._path is not None:
            new = self._path.with_suffix(".new")
            with suppress(OSError):  # without the file, each start costs one refused request
                new.write_bytes(_FORMS.dump_json(forms, exclude_defaults=True))
                os.replace(new, self._path)

    def list_forms(self) -> list[LearnedForm]:
        """All forms that are still valid."""
        return [found for found in self._load_forms().values() if 0 <= self._clock() - found.since < KEPT]

    def _load_forms(self) -> dict[str, LearnedForm]:
        if self._found is None:
            self._found = {}
            if self._path is not None:
                with suppress(OSError, ValidationError):
                    self._found = _FORMS.validate_json(self._path.read_bytes())
        return self._found


def _make_key(base_url: str, model: str, first: RequestForm) -> str:
    return hashlib.sha256("\n".join((base_url, model, first.model_dump_json())).encode()).hexdigest()


def describe_difference(before: RequestForm, after: RequestForm) -> str:
    """The changes that an endpoint required, in words for a person; empty: none."""
    old, new = before.model_dump(), after.model_dump()
    told = [f"{name} {_show_value(old[name])} → {_show_value(new[name])}" for name in new if new[name] != old[name]]
    return ", ".join(told)


def _show_value(value: object) -> str:
    return "left out" if value in ("", None) else str(value).lower() if isinstance(value, bool) else str(value)
