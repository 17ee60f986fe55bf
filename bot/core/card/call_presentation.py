"""How a tool presents its calls on cards: a title, the argument that comes first, and the kind of each value. Pure.

A presentation is data of the tool, read when a card is built. It is no part of the digest, and hides nothing: all
arguments are shown beside the title.
"""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Literal, NamedTuple, TypeAlias

from bot.core.canonical_json import parse_json
from bot.core.escaping import quote_label, show_scalar
from bot.core.memoization import remember
from bot.core.secrets.redaction import redact_secrets
from bot.core.steps import Step

DisplayKind = Literal["text", "code", "diff", "mail", "money", "link", "secret"]
"""How a value is shown. The default is `text`. `secret`: a value that channels outside of the server do not show."""

MAX_TITLE = 150
"""Characters of a title; a longer one is cut."""

NO_KINDS: Mapping[str, DisplayKind] = MappingProxyType({})

_FIRST_SENTENCE = re.compile(r".+?[.!?](?= [A-Z]|$)")
_PLACE = re.compile(r"\{([a-z][a-z0-9_]*)(?::([1-9][0-9]?))?\}")


class DisplayAs(NamedTuple):
    """The mark of a step's field that is shown in another way: `patch: Annotated[str, DisplayAs("diff")]`."""

    kind: DisplayKind


class CallPresentation(NamedTuple):
    """`title` is a text with the names of arguments in braces, such as `Release {tag} at {commit:7}`: seven characters
    of the commit. `sentence` is the first sentence of the tool's description, `first` the argument that is shown first.
    """

    title: str = ""
    sentence: str = ""
    first: str = ""
    kinds: Mapping[str, DisplayKind] = NO_KINDS

    @property
    def secret_names(self) -> frozenset[str]:
        """The names of the arguments that hold secrets."""
        return frozenset(name for name, kind in self.kinds.items() if kind == "secret")

    def format_title(self, tool: str, arguments: str) -> str:
        """Return the title of a call with these canonical arguments; the tool's name where a value is missing.

        Values are escaped as on cards, on one line, and quoted where they have several words. A secret value is none for a title.
        """
        return _format_title(self.title, self.secret_names, tool, arguments)


@remember(longest=4_000, most=1_000)
def _format_title(title: str, secret_names: frozenset[str], tool: str, arguments: str) -> str:
    held = {
        name: value
        for name, value in parse_json(arguments).items()
        if name not in secret_names and not _is_secret(name, show_scalar(value))
    }
    texts = {name: _show_title_value(held.get(name), int(size or 0)) for name, size in _PLACE.findall(title)}
    if not title or not all(texts.values()):
        return tool
    filled = _PLACE.sub(lambda found: texts[found[1]], title)
    return filled if len(filled) <= MAX_TITLE else f"{filled[: MAX_TITLE - 1]}…"


def _is_secret(name: str, text: str) -> bool:
    """Whether a value is a secret by its form or by the name of its argument."""
    line = f"{name} = {text}"
    return redact_secrets(line) != line or redact_secrets(text) != text


PLAIN_PRESENTATION = CallPresentation()

ToolPresentations: TypeAlias = Mapping[str, CallPresentation]
"""The presentations of an agent's tools, by intent."""

NO_PRESENTATIONS: ToolPresentations = MappingProxyType({})


def read_presentation(step: type[Step], title: str = "", first: str = "") -> CallPresentation:
    """Return the presentation of a step's calls. Raises `ValueError` when `title` or `first` names no field of it."""
    fields = step.model_fields
    named = [name for name, _ in _PLACE.findall(title)]
    for name in (*named, *([first] if first else [])):
        if name not in fields:
            raise ValueError(f"{name!r} is not one of its fields: {', '.join(fields) or 'it has none'}")
    if "{" in _PLACE.sub("", title) or "}" in _PLACE.sub("", title):
        raise ValueError(f"the title {title!r} has a brace that belongs to no {{field}} or {{field:length}}")
    marks = {
        name: mark.kind for name, field in fields.items() for mark in field.metadata if isinstance(mark, DisplayAs)
    }
    about = " ".join((step.__doc__ or "").strip().partition("\n\n")[0].split())
    sentence = _FIRST_SENTENCE.match(about)
    return CallPresentation(
        title=title, sentence=sentence[0] if sentence else about, first=first, kinds=MappingProxyType(marks)
    )


def order_names(names: Sequence[str], first: str) -> tuple[str, ...]:
    """Return the names in their order, `first` before all others."""
    return tuple(sorted(names, key=lambda name: name != first))


def _show_title_value(value: object, size: int) -> str:
    """Return a value for a title; one of several words is quoted, so that it is no sentence of the title."""
    text = " ".join(show_scalar(value).split())
    text = text[:size] if size else text
    return quote_label(text) if " " in text else text
