"""The steps that an agent may choose: typed data, imperative. Choosing a step has no effect.

A built-in step has a module of its own, with its fields, its form in the `tools` of a request and the events that follow
its choice. It is offered by its place in `COMMON_STEPS`; the engine's part of it is in
`bot.engine.model.built_in_step_events`.
"""

from bot.core.steps.answer_parser import MAX_NAMED as MAX_NAMED
from bot.core.steps.answer_parser import MAX_REASON as MAX_REASON
from bot.core.steps.answer_parser import AnswerCall as AnswerCall
from bot.core.steps.answer_parser import InvalidAnswer as InvalidAnswer
from bot.core.steps.answer_parser import ModelAnswer as ModelAnswer
from bot.core.steps.answer_parser import RawAnswer as RawAnswer
from bot.core.steps.answer_parser import describe_validation_errors as describe_validation_errors
from bot.core.steps.answer_parser import read_arguments as read_arguments
from bot.core.steps.answer_parser import read_step as read_step
from bot.core.steps.base import BuiltInStep as BuiltInStep
from bot.core.steps.base import Step as Step
from bot.core.steps.base import StepSituation as StepSituation
from bot.core.steps.delegation import Delegate as Delegate
from bot.core.steps.look_back import LookBack as LookBack
from bot.core.steps.questions import AskField as AskField
from bot.core.steps.questions import AskHuman as AskHuman
from bot.core.steps.request_approval import RequestApproval as RequestApproval
from bot.core.steps.speech import Done as Done
from bot.core.steps.speech import NothingToDo as NothingToDo
from bot.core.steps.speech import Reply as Reply
from bot.core.steps.tool_schemas import NotStrict as NotStrict
from bot.core.steps.tool_schemas import write_tool_schema as write_tool_schema
from bot.core.steps.tool_schemas import write_tools_json as write_tools_json
from bot.core.steps.waiting import Wait as Wait
from bot.core.steps.waiting import compute_wake_time as compute_wake_time
from bot.core.steps.withdrawal import Withdraw as Withdraw

COMMON_STEPS: tuple[type[BuiltInStep], ...] = (Reply, AskHuman, RequestApproval, Withdraw, Wait, Done, NothingToDo)
"""The steps of every agent besides its own tools, as far as it does not leave them out."""

BUILT_IN: tuple[type[BuiltInStep], ...] = (*COMMON_STEPS, Delegate, LookBack)
"""The steps above; `Delegate`, for agents that may give tasks to others; and `LookBack`, which is offered while a part of the
history is left out."""
