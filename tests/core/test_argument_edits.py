"""GATE1: the call that runs after an edit has the arguments that the person saw or wrote, and no default of the tool's."""

from typing import ClassVar

import pytest

from bot.core.agent import Tool
from bot.core.argument_edits import build_edited_step, fill_in_arguments
from bot.core.base_types import FrozenModel
from bot.core.errors import FormComplaints, NotUnderstood
from bot.core.steps import Step
from tests.core.thread_log import RELEASE, TWO_OF_THREE, ThreadLog, _ran, agent, asked_to_tag, log


class ShipTarget(FrozenModel):
    region: str
    zone: str = "a"


class Ship(Step):
    """Ship to places."""

    intent: ClassVar[str] = "ship"
    tag: str
    sha: str = "c0ffee"
    to: tuple[ShipTarget, ...] = ()
    note: str = ""


SHIPPING = agent(tools=(Tool(step=Ship, run=_ran, writes=True, policy=RELEASE),))


def shipping() -> ThreadLog:
    return log(SHIPPING).opened().said("x").chose("ship", tag="v1", sha="beef", note="n", to=[]).asked()


def test_what_an_edit_leaves_out_keeps_what_the_card_showed() -> None:
    told = shipping()
    assert build_edited_step(told.call(), '{"tag":"v9"}', SHIPPING) == Ship(tag="v9", sha="beef", note="n")
    assert build_edited_step(told.call(), '{"tag":"v1","note":""}', SHIPPING) == Ship(tag="v1", sha="beef")
    with pytest.raises(FormComplaints, match="tag"):
        build_edited_step(told.call(), '{"note":""}', SHIPPING)


def test_gate1_no_default_of_the_tools_runs_that_nobody_saw_or_wrote() -> None:
    told = asked_to_tag().by(asked_to_tag().agent)
    edited = told.voted("olive", edit={"tag": "v9"})
    assert edited.call().arguments == '{"sha":"c0ffee","tag":"v9"}'
    with pytest.raises(NotUnderstood, match=r"Write out to\[0\].zone as well"):
        build_edited_step(shipping().call(), '{"tag":"v1","to":[{"region":"eu"}]}', SHIPPING)
    whole = build_edited_step(shipping().call(), '{"tag":"v1","to":[{"region":"eu","zone":"b"}]}', SHIPPING)
    assert isinstance(whole, Ship)
    assert whole.to == (ShipTarget(region="eu", zone="b"),)


@pytest.mark.parametrize("given", ["", "{", "[]", "null", '{"a":1,"a":2}', '{"sha":"1","tag":"2"}'])
def test_what_is_no_part_of_the_arguments_stays_as_it_is(given: str) -> None:
    assert fill_in_arguments('{"sha":"c0ffee","tag":"v1"}', given, {"tag"}) == given


def test_numbers_are_read_as_strictly_as_they_were_written() -> None:
    assert fill_in_arguments('{"a":1,"b":2}', '{"a":1.0}', {"b"}) == '{"b": 2, "a": 1.0}'


def test_gate6_an_edit_into_what_was_just_rejected_needs_somebody_who_asks_for_it() -> None:
    policy = RELEASE.model_copy(update={"shapers_may_decide": True})
    told = asked_to_tag(agent(policy)).voted("olive", "reject", reason="no")
    other = told.chose("tag_release", tag="v2", sha="c0ffee").asked()
    with pytest.raises(NotUnderstood, match=r"^This very call was rejected"):
        other.voted("otto", edit={"tag": "v1", "sha": "c0ffee"})
    asked = other.said("v1 after all", by="sven")
    assert asked.voted("otto", edit={"tag": "v1", "sha": "c0ffee"}).call(other.last).arguments.endswith('"v1"}')


def test_gate1_a_hundred_edits_do_not_make_an_edited_call_the_one_that_was_asked_for() -> None:
    policy = TWO_OF_THREE.model_copy(update={"edits": "by_another"})
    told = asked_to_tag(agent(policy))
    for n in range(50):
        told = told.voted("olive", edit={"tag": f"w{n}", "sha": "c0ffee"}).voted(
            "otto", edit={"tag": "v1", "sha": "c0ffee"}
        )
    assert (len(told.call().past), told.call().past[0].arguments) == (100, '{"sha":"c0ffee","tag":"v1"}')
    with pytest.raises(NotUnderstood, match=r"^It was changed 100 times"):
        told.voted("olive", edit={"tag": "w", "sha": "c0ffee"})


def test_gate1_who_wished_for_a_call_before_shapes_what_is_edited_into_it() -> None:
    told = asked_to_tag().settled("expired")
    later = told.said("now v2", by="sven").chose("tag_release", tag="v2", sha="c0ffee").asked()
    edited = later.voted("olive", edit={"tag": "v1", "sha": "c0ffee"})
    assert (
        told.thread.wishes[("tag_release", '{"sha":"c0ffee","tag":"v1"}')].keys()
        <= edited.call(later.last).shapers.keys()
    )


def test_a_field_that_does_not_fit_is_named() -> None:
    with pytest.raises(FormComplaints):
        build_edited_step(shipping().call(), '{"tag":1}', SHIPPING)
