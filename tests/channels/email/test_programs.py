"""What must never approve, written in every mail program: neither the cutting nor the grammar makes a yes of it."""

import os
import random

import pytest

from channels.email.decision import Approve, decide
from channels.email.extract import reply_of
from channels.email.mail import Mail
from channels.email.parse import parse
from tests.channels.email.mails import part, parts
from tests.channels.email.synthetic import PROGRAMS, SENT, SIGNATURES
from tests.channels.email.test_decision import EVERYWHERE, NEVER
from tests.channels.email.tongues import TONGUES

FULL = os.environ.get("COUNTERSIGN_CAMPAIGN") == "full"
REPLIES = 100_000 if FULL else 2_000


@pytest.mark.campaign
def test_eml10_no_program_makes_an_approval_of_what_is_none() -> None:
    seed = int(os.environ.get("COUNTERSIGN_SEED") or random.SystemRandom().randrange(1_000_000))
    dice = random.Random(seed)
    for number in range(REPLIES):
        program = dice.choice(list(PROGRAMS))
        write, may_bottom = PROGRAMS[program]
        text, tongue = dice.choice(NEVER), TONGUES[dice.choice(list(TONGUES))]
        written = write(text, tongue, dice.choice(["top", "bottom"]) if may_bottom else "top", dice.choice(SIGNATURES))
        found = parse(
            parts(
                part(written.plain), *([part(written.html, "text/html; charset=utf-8")] if dice.random() < 0.5 else [])
            )
        )
        assert isinstance(found, Mail)
        reply = reply_of(found, SENT)
        where = f"COUNTERSIGN_SEED={seed}, reply {number}: {text!r} in {program} became {reply!r}"
        assert not isinstance(decide(reply, EVERYWHERE), Approve), where
