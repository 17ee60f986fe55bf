"""Checks, when an agent is built, that a tool's functions can be called with its step."""

import inspect
import types
from functools import partial
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin, get_type_hints

SHAPES = {1: "(step)", 2: "(step, at)"}
"""The arguments of a tool's functions, by their number."""


def describe_mismatch(function: object, step: type, count: int, *, is_optional: bool = True) -> str:
    """Return why `function` cannot be called with `count` arguments of which the first is a `step`; empty: it can, or
    is None where it `is_optional`.

    Missing annotations are accepted.
    """
    if function is None:
        return "" if is_optional else "there is none"
    plain: Any = function
    while isinstance(plain, partial):
        plain = plain.func
    name = str(getattr(plain, "__qualname__", None) or type(plain).__qualname__)
    if not callable(function):
        return f"{name} is no function"
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return ""  # written in C: it does not say
    try:
        signature.bind(*range(count))
    except TypeError as error:
        return f"{name}{signature} is called as {SHAPES[count]} with a {step.__name__}: {error}"
    first = next(iter(signature.parameters.values()))
    is_plain = inspect.isfunction(plain) or inspect.ismethod(plain)
    try:
        hints = get_type_hints(
            plain if is_plain else inspect.getattr_static(type(plain), "__call__"), include_extras=True
        )
    except Exception:  # noqa: BLE001  a name in an annotation may be any expression, also of a module that only type checkers import
        hints = {}
    annotation = hints.get(first.name, first.annotation)
    if not _is_accepting(annotation, step):
        taken = getattr(annotation, "__name__", str(annotation))
        return f"{name} takes a {taken} as {first.name!r}, but the tool's step is {step.__name__}"
    return ""


def _is_accepting(annotation: Any, step: type) -> bool:
    """Return whether an argument with this annotation may be such a step."""
    if get_origin(annotation) is Annotated:
        return _is_accepting(get_args(annotation)[0], step)
    if get_origin(annotation) in (Union, types.UnionType):
        return any(_is_accepting(each, step) for each in get_args(annotation))
    if isinstance(annotation, TypeVar):
        return annotation.__bound__ is None or _is_accepting(annotation.__bound__, step)
    is_said = isinstance(annotation, type) and annotation not in (Any, inspect.Parameter.empty)
    return not is_said or issubclass(step, annotation)
