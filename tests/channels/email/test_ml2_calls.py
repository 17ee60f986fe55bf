"""Replies about payments, mails, accounts, servers and rights: what names the call approves, what names anything else never does."""

import random
from functools import lru_cache

import pytest

from bot.core.card.card import RequestCard
from channels.email.inbound.decision_grammar.call_rule_builder import (
    ALWAYS,
    build_call_rules,
    list_act_rows,
    list_written,
)
from channels.email.inbound.decision_grammar.call_rule_tables import CALL_TABLES
from channels.email.inbound.decision_grammar.decision_parser import (
    ApprovingReply,
    RejectingReply,
    ReplyAuthor,
    ReplyDecision,
    decide_reply,
)
from channels.email.inbound.decision_grammar.line_text import list_own_values
from channels.email.inbound.decision_grammar.phrase_rules import build_rules
from channels.email.inbound.decision_grammar.sentence_reading import list_call_acts
from channels.email.inbound.decision_grammar.vocabulary import fold_accents
from channels.email.inbound.parsing.parsed_mail import ParsedMail
from channels.email.inbound.parsing.parser import parse_mail
from channels.email.inbound.reply_text.reply_extraction import ExtractedReply, extract_reply
from channels.email.options import LOCALES
from tests.channels.email.call_near_misses import NEAR_MISSES, OTHER_CALLS
from tests.channels.email.call_replies import CALLS, FRAMES, ORDERS
from tests.channels.email.mail_programs import gmail_web
from tests.channels.email.quoted_mails import PersonWords, ours, raw
from tests.channels.slack.sample_cards import approval
from tests.random_seed import IS_FULL_CAMPAIGN, seed_of_run

DRAWN = 15
"""Framed orders of a language that a run draws; a full campaign takes all."""

YES = {"en": "Yes, ", "de": "Ja, ", "fr": "Oui, ", "es": "Sí, ", "it": "Sì, ", "pt": "Sim, ", "nl": "Ja, ", "sv": "Ja, ", "pl": "Tak, ", "ja": "はい、"}  # fmt: skip


@lru_cache
def write_author(call: str) -> ReplyAuthor:
    return build_author(CALLS[call])


def build_author(card: RequestCard) -> ReplyAuthor:
    return ReplyAuthor(
        locales=LOCALES, signs=("Tess Whitlock", "Tess"), names=("Tess Whitlock", "tess"), others=("Jonas", "Ben Adler"), bot="Countersign",
        bots=(card.agent,), asked=("Jonas",), values=list_own_values(card), call_acts=list_call_acts(card),
    )  # fmt: skip


def decide(text: str, call: str) -> ReplyDecision:
    return decide_reply(ExtractedReply(text=text), write_author(call))


def approves(text: str, call: str) -> bool:
    return isinstance(decide(text, call), ApprovingReply)


def split(rows: str) -> list[str]:
    return [" ".join(text.split()) for line in rows.split("\n") for text in line.split(" | ") if text.strip()]


def list_orders(language: str) -> list[tuple[str, str]]:
    return [(call, order) for call, row in ORDERS[language].items() for order in split(row)]


@pytest.mark.parametrize("language", ORDERS)
def test_ml2_an_order_that_names_the_call_approves_it_with_and_without_a_yes(language: str) -> None:
    said = [(call, text) for call, order in list_orders(language) for text in (f"{order}.", YES[language] + order)]
    assert [each for each in said if not approves(each[1], each[0])] == []


@pytest.mark.parametrize("language", ORDERS)
def test_ml2_the_first_order_of_each_call_approves_around_our_real_mail(language: str) -> None:
    for call, row in ORDERS[language].items():
        mail = ours(CALLS[call])
        parsed = parse_mail(raw(gmail_web(PersonWords(f"{YES[language]}{split(row)[0]}.\n\nTess"), mail), "both"))
        assert isinstance(parsed, ParsedMail)
        assert decide_reply(extract_reply(parsed, mail.sent), write_author(call)) == ApprovingReply(), (call, row)


@pytest.mark.parametrize("language", FRAMES)
def test_ml2_no_negation_condition_question_other_time_person_part_or_thing_around_an_order_approves(
    language: str,
) -> None:
    framed = [
        (call, frame.replace("{}", order)) for call, order in list_orders(language) for frame in split(FRAMES[language])
    ]
    drawn = framed if IS_FULL_CAMPAIGN else random.Random(seed_of_run()).sample(framed, DRAWN)
    assert [each for each in drawn if approves(each[1], each[0])] == []


@pytest.mark.parametrize("language", NEAR_MISSES)
def test_ml2_no_report_state_other_amount_or_other_person_approves(language: str) -> None:
    assert [text for text in split(NEAR_MISSES[language]) if approves(text, "refund")] == []


def test_ml2_no_other_thing_place_person_or_report_approves_any_call() -> None:
    said = [
        (call, form)
        for call, rows in OTHER_CALLS.items()
        for text in split(rows)
        for form in (text, f"Yes, {text[0].lower()}{text[1:]}")
    ]
    assert [each for each in said if approves(each[1], each[0])] == []


OTHERS = {"refund": "delete", "send": "restart", "delete": "refund", "restart": "grant", "pay": "delete", "grant": "send"}  # fmt: skip


@pytest.mark.parametrize("language", ORDERS)
def test_ml2_an_order_of_another_call_never_approves(language: str) -> None:
    said = [(OTHERS[call], text) for call, order in list_orders(language) for text in (order, YES[language] + order)]
    assert [each for each in said if approves(each[1], each[0])] == []


ACCENTED = [
    *[("refund", text) for text in split("Sí, devuélvele el dinero | devuélveselo, está todo bien | C'est bon, remboursez la cliente, c'était notre faute | Zgadzam się, proszę zwrócić pieniądze")],
    *[("refund", text) for text in split("Ja, för över pengarna | ja, återbetala | Tudo certo, pode fazer a devolução | Sì, procedete al rimborso, è tutto in regola | zrób przelew | wypłać jej środki")],
    *[("send", text) for text in split("Sí, envía el boletín | Wyślij wiadomość | Podés enviar el boletín")[:2]],
]  # fmt: skip


def test_ml2_an_approval_without_accents_is_read_as_with_them() -> None:
    said = [(call, form) for call, text in ACCENTED for form in (text, fold_accents(text))]
    said += [("refund", "Bitte zurueckzahlen"), ("refund", "ja, ueberweis ihr das geld"), ("delete", "bitte loeschen")]
    assert [each for each in said if not approves(each[1], each[0])] == []


def test_ml2_a_word_of_doubt_gets_no_accent() -> None:
    """ "Si el jefe quiere" is "if the boss wants"; "mas" is "but" in Portuguese, "se" is "if"."""
    for text in split(
        "si el jefe quiere, devuelve el dinero | si quieres, pagale | pode devolver mas metade | se vuoi rimborsa | si"
    ):
        assert not approves(text, "refund"), text


AMOUNTS = split(
    "240 | the 240 | 240 euros | 240 EUR | €240 | 240€ | 240 € | 240.00 | 240,00 EUR | EUR 240 | the full 240 euros"
)
OTHER_AMOUNTS = split("241 | 24 | 2400 | 2.400 | 240.000 | 240,000 | 240.50 | 240 dollars | $240 | 240 USD | £240 | 240 zł | 240% | 240k | -240 | 240 of 500 | two times 240 | 240 + 10 | 240 and 50 | 5812 euros | 0240.5")  # fmt: skip


def test_ml2_an_amount_is_the_calls_in_any_spelling_and_with_no_other_number_or_currency() -> None:
    for frame in ("Yes, refund {}.", "Refund Mrs Lindqvist {}"):
        assert [each for each in AMOUNTS if not approves(frame.replace("{}", each), "refund")] == []
        assert [each for each in OTHER_AMOUNTS if approves(frame.replace("{}", each), "refund")] == []
    assert approves("Oui, payez les 1 250 euros", "pay")
    assert approves("Ja, bitte 1.250,00 € überweisen", "pay")
    assert not approves("Ja, bitte 1.260,00 € überweisen", "pay")


def test_ml2_a_call_shows_which_amounts_numbers_and_names_a_reply_may_name() -> None:
    def values(**arguments: object) -> tuple[str, ...]:
        return list_own_values(approval(arguments, tool="refund_order"))

    assert values(amount=240, currency="EUR", order="5812") == ("5812", "240 EUR")
    assert values(amount=240, order_id=5812) == ("5812", "240")
    assert values(amount_cents=24000, currency="EUR") == ("240 EUR",)
    assert values(amount="240.00 EUR") == ("240 EUR",)
    assert values(amount="€240") == ("240 EUR",)
    assert values(net_amount=200, gross_amount=238) == ()
    assert values(count=4711) == ()
    assert values(customer="Mrs Lindqvist") == ("Mrs Lindqvist", "Lindqvist")
    assert values(customer="not yet known", reason="Do Not Refund") == ()
    assert values(order_from="5812", order_to="5813") == ()


def test_ml2_a_noun_is_the_act_of_a_tool_only_where_no_verb_is() -> None:
    acts = {
        "refund_order": ("refund",), "create_refund": ("refund", "create"), "send_invoice": ("invoice", "send"), "pay_invoice": ("pay",),
        "order_laptop": ("order",), "cancel_order": ("cancel",), "delete_account": ("delete", "account"), "reset_password": ("rotate",),
        "transfer_funds": ("pay",), "merge_pull_request": ("merge",), "post_message": ("send", "publish"), "archive": (),
    }  # fmt: skip
    assert {tool: list_call_acts(approval({"x": 1}, tool=tool)) for tool in acts} == acts


REFUSALS = {
    "refund": "Please don't refund her, we already sent a replacement. | We're not refunding that. | Bitte nicht erstatten | Ne remboursez pas la cliente | No le devuelvas el dinero | Non si paga. | Não pagues! | Niet terugbetalen, de garantie is voorbij | Betala inte ut | Nie zwracajcie | 返金しないでください。",
    "delete": "Do not delete the account | Konto nicht löschen | Ne supprimez pas le compte | No borres la cuenta | Non eliminare l'account | Não apagues a conta | Account niet verwijderen | Radera inte kontot | Nie usuwaj konta | アカウントは削除しないでください",
}  # fmt: skip


def test_ml2_a_negated_act_of_the_call_refuses_it() -> None:
    said = [(call, text) for call, row in REFUSALS.items() for text in split(row)]
    assert [each for each in said if not isinstance(decide(each[1], each[0]), RejectingReply)] == []


def test_ml2_a_refusal_behind_a_question_of_disbelief_is_asked_about_as_one() -> None:
    for text in split(
        "Her again? We are not refunding that. | Zij weer? Wordt niet betaald. | Otra vez esta señora? No se paga. | Zwariowałeś? Nie, ani grosza."
    ):
        found = decide(text, "refund")
        assert isinstance(found, RejectingReply) or found == found.model_copy(update={"leaning": "reject"}), text


def test_ml2_a_reason_beside_an_order_or_a_bare_yes_is_asked_about() -> None:
    said = "Please go ahead. She has called twice. | I've checked the order, 240 is right. Please go ahead. | Approved - Jonas showed me the photos. | Hab mit der Kundin gesprochen, bitte erstatten. | J'ai vu les photos, remboursez. | He visto las fotos, devuélvele el dinero. | Ho visto le foto, rimborsa. | Vi as fotos, devolve o dinheiro. | Foto's gezien, betaal haar terug. | Har sett bilderna, betala tillbaka. | Widziałam zdjęcia, zwracaj. | 写真を確認しました。返金してください。"
    assert [text for text in split(said) if approves(text, "refund")] == []
    bare = "Yes, she has called twice. | Ja, ich habe mit der Kundin gesprochen. | Oui, j'ai vu les photos. | Sí, he visto las fotos. | Sì, ho visto le foto. | はい、写真を確認しました。"
    assert [text for text in split(bare) if approves(text, "refund")] == []


@pytest.mark.parametrize("language", CALL_TABLES)
def test_ml2_each_table_of_calls_is_well_formed_and_has_the_acts_of_the_english_one(language: str) -> None:
    rows = list_act_rows(language)
    acts = {act for act, _, _ in rows}
    assert acts == {act for act, _, _ in list_act_rows("en")}
    assert ALWAYS in acts
    assert all(list_written(words) for _, slot, words in rows if slot in ("V", "I", "P", "N", "O", "T"))
    base = build_rules(language, frozenset())
    assert all(build_call_rules(base, (act,)).is_kind("approve", "\ue00f") is False for act in acts)
