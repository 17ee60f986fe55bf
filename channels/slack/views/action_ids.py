"""The ids of our buttons, inputs and views, which come back in the payloads of Slack."""

APPROVE = "countersign.approve"
REJECT = "countersign.reject"
EDIT = "countersign.edit"
DETAILS = "countersign.details"
CHOOSE = "countersign.choose"
"""A select of a question's answers; each option's value is a button token."""

WRITE = "countersign.write"
"""Opens the dialog in which an answer is written or a form filled in."""

FORMS = (APPROVE, REJECT, EDIT, WRITE)
"""The dialogs that are sent, by the buttons that open them."""

OPEN = "countersign.open"
"""A button that is a link: Slack reports the click, which has no effect."""

RESUME = "countersign.resume"
"""Lets a paused thread go on."""

OPTION = "countersign.option"
"""A reason to reject was chosen in the dialog; its value is the option's name."""

SENTENCE = "countersign.sentence"
"""A dialog that only says something: nothing comes back from it."""

HOME = "countersign.home"

INPUT = "countersign.input"
"""The element of every input block: the block's id tells the input."""

ANSWER = "countersign.answer."
"""Followed by the number of the button; the answer itself is in the button's token."""

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
