"""Texts that a careful reader would not call a yes to exactly this call: a condition, another thing, a later time, a question."""

import pytest

from channels.email.inbound.decision_grammar.decision_parser import ApprovingReply
from tests.channels.email.inbound.decision_grammar.test_ml2_receipts import decide, split

TEXTS = """
それは結構です | リリースは結構です。ありがとうございます | 公開は結構です | 実行は結構です | もうリリースは結構です | リリースは大丈夫です
Please release it this evening | Go ahead this evening | Approved for this evening | Release it this afternoon
Approved with that change | Genehmigt mit dieser Änderung | Bitte mit der Änderung ausrollen | Akkoord met deze wijziging
Aprobado con este cambio | Approvato con questa modifica | Aprovado com esta alteração | Godkänt med ändringen | 変更で承認します
Please deploy the old version | Please publish the old release | Approved for the hotfix | Bitte die alte Version ausrollen
Kann man das ausrollen | Kan dit live | Mag dit live | 承認しますよね | 承認しましたよね | リリースしても | Yes and then
"""


@pytest.mark.parametrize("text", split(TEXTS))
def test_ml2_what_is_no_clear_yes_to_this_call_does_not_approve(text: str) -> None:
    assert not isinstance(decide(text), ApprovingReply)
