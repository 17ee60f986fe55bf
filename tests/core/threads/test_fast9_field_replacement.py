"""The faster `_replace` of wide named tuples gives what `NamedTuple` gives."""

from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.fast_namedtuple_replace import with_fast_replace
from bot.core.threads.shaper_tracking import ShapingState
from bot.core.threads.thread import Thread, ToolCall

WHOLE: tuple[Any, ...] = (
    Thread(id="t1", seq=4, title="x"),
    ToolCall(id="t1-3", intent="tag", arguments="{}", state="asked"),
    ShapingState(writer="sam"),
)


@with_fast_replace
class WideRecord(NamedTuple):
    """A named tuple of this test."""

    a: int
    b: str = "b"
    c: tuple[int, ...] = ()


@pytest.mark.parametrize("before", WHOLE, ids=lambda each: type(each).__name__)
@given(data=st.data())
def test_fast9_fields_are_replaced_as_a_named_tuple_replaces_them(before: Any, data: st.DataObject) -> None:
    changes = data.draw(st.dictionaries(st.sampled_from(before._fields), st.integers()))
    after = before._replace(**changes)
    assert type(after) is type(before)
    assert after == type(before)(**{**before._asdict(), **changes})
    assert after._asdict() == {**before._asdict(), **changes}


def test_fast9_the_tuple_before_is_not_changed() -> None:
    before: Any = WideRecord(1)
    assert before._replace(a=2, c=(3,)) == (2, "b", (3,))
    assert before == (1, "b", ())
    assert before._replace() == before


def test_fast9_an_unknown_field_is_refused_and_named() -> None:
    before: Any = WideRecord(1)
    with pytest.raises(ValueError, match=r"unexpected field names: \['nope'\]"):
        before._replace(a=2, nope=3)
