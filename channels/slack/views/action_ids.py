"""The names by which our buttons, inputs and views come back from Slack. No other name of ours is ever sent."""

APPROVE = "countersign.approve"
REJECT = "countersign.reject"
EDIT = "countersign.edit"
DETAILS = "countersign.details"
CHOOSE = "countersign.choose"
"""A select of a question's answers; each option's value is a mark."""

WRITE = "countersign.write"
"""Opens the dialog in which an answer is written or a form filled in."""

OPEN = "countersign.open"
"""A button that is a link: Slack reports the click, and it means nothing."""

RESUME = "countersign.resume"
"""Lets a paused thread go on."""

OPTION = "countersign.option"
"""A reason to reject was chosen in the dialog; its value is the option's name."""

SENTENCE = "countersign.sentence"
"""A dialog that only says something: nothing comes back from it."""

HOME = "countersign.home"

INPUT = "countersign.input"
"""The element of every input block: the block's id says which input it is."""

ANSWER = "countersign.answer."
"""Followed by the number of the button; the answer itself stands in the button's mark."""

PAGE = "countersign.page."
"""Followed by the number of the Home tab's page, from 0."""


def name_answer_action(number: int) -> str:
    return f"{ANSWER}{number}"


def name_page_action(number: int) -> str:
    return f"{PAGE}{number}"


def read_page_action(action: str) -> int | None:
    """The page that a button turns to, None for any other button."""
    number = action.removeprefix(PAGE)
    return int(number) if number != action and number.isascii() and number.isdigit() and len(number) < 5 else None
