"""Productive rules: fresh phrases of a language are understood, and what takes a yes back, reports it or names another is none."""

import os
import random

import pytest

from bot.core.escaping import show_arguments
from channels.email.inbound.decision_grammar.decision_parser import (
    ApprovingReply,
    RejectingReply,
    ReplyDecision,
    UndecidedReply,
    decide_reply,
)
from channels.email.inbound.decision_grammar.line_text import is_value_named, list_own_values
from channels.email.inbound.decision_grammar.phrase_patterns import build_pattern
from channels.email.inbound.decision_grammar.phrase_rules import VALUE, build_rules, list_dangerous_words
from channels.email.inbound.decision_grammar.replier_profile import ReplyAuthor
from channels.email.inbound.parsing.parsed_mail import ParsedMail
from channels.email.inbound.parsing.parser import parse_mail
from channels.email.inbound.reply_text.reply_extraction import ExtractedReply, extract_reply
from channels.email.options import LOCALES
from tests.channels.email.mail_programs import gmail_web
from tests.channels.email.quoted_mails import PersonWords, ours, raw
from tests.channels.email.rule_phrases import LANGUAGES, NEGATED, phrases
from tests.channels.slack.sample_cards import approval
from tests.random_seed import seed_of_run

FULL = os.environ.get("COUNTERSIGN_CAMPAIGN") == "full"
FRAMED = 20
"""How many of the framed phrases of a language an ordinary run draws."""
COMMIT = "46b7cdb9f2a1d3c4e5f60718293a4b5c6d7e8f90"
CARD = approval({"commit": COMMIT, "tag": "v1.4.3"}, requested_by="Sam")
OURS = ours(CARD)
OLIVE = ReplyAuthor(
    locales=LOCALES,
    signs=("Olive Ops", "Olive"),
    names=("Olive Ops",),
    others=("Sam", "Max Muster"),
    bot="Countersign",
    bots=("deploybot",),
    asked=("Sam",),
    values=list_own_values(CARD),
)


def of(words: str, speaker: ReplyAuthor = OLIVE) -> ReplyDecision:
    """What a reply with these words, around our real mail and read back from its bytes, decides."""
    mail = parse_mail(raw(gmail_web(PersonWords(words), OURS)))
    assert isinstance(mail, ParsedMail)
    return decide_reply(extract_reply(mail, OURS.sent), speaker)


def table(text: str) -> list[str]:
    return [part.strip().replace(" / ", "\n") for row in text.strip().split("\n") for part in row.split("|")]


APPROVES = {
    "en": "We hereby authorise the deployment.|You have our full sign-off for this release|Let's get this shipped|I reviewed the diff, no concerns on my end, so please go ahead|You're clear to roll it out|Consider this my approval|Happy for this to go out|Go ahead, Sam|Approved, thanks Sam. Let me know when it's done.|All good from my side|My decision is yes",
    "de": "Hiermit erteile ich die Freigabe für den Release|Ihr dürft das gerne so umsetzen|Habe den Commit geprüft, alles in Ordnung, bitte ausrollen|Meine Zustimmung habt ihr|Kann so veröffentlicht werden|Für mich passt das so|Moin Sam, / gebe ich frei. / LG Olive|Machen Sie das bitte so|Führt es bitte durch",
    "fr": "Vous pouvez lancer la mise en production|Je vous confirme mon accord pour cette version|Aucune objection de ma part, allez-y|Merci de procéder|Tout est validé de mon côté|J'ai relu le diff, c'est bon pour moi|Bon pour déploiement|Pas de souci, vas-y",
    "es": "Pueden publicar esta versión|Doy mi visto bueno para el despliegue|Sin objeciones por mi parte, procedan|Se autoriza|Favor de proceder|Por mi parte está todo bien|He revisado los cambios, adelante|Ejecútenlo por favor",
    "it": "Potete rilasciare questa versione|Do il mio benestare|Nessuna obiezione da parte mia, procedete|Si proceda|Procedere pure|Per me va bene|Ho controllato le modifiche, tutto a posto, rilasciate pure",
    "pt": "Podem publicar esta versão|Dou o meu aval|Sem objeções da minha parte, podem avançar|Prosseguir|De acordo|Por mim tudo bem, pode executar|Verifiquei as alterações, está tudo certo, aprovo",
    "nl": "Jullie mogen de release uitvoeren|Ik geef hierbij mijn goedkeuring|Geen bezwaar van mijn kant, ga maar door|Mag doorgevoerd worden|Heb de wijzigingen bekeken, helemaal akkoord|Wat mij betreft prima|Hierbij keur ik dit goed",
    "pl": "Możecie wdrażać tę wersję|Niniejszym wyrażam zgodę na wydanie|Nie mam zastrzeżeń, proszę wdrożyć|Akceptacja|Z mojej strony ok|Sprawdziłem zmiany, zatwierdzam|Macie moją zgodę",
    "sv": "Ni kan köra detta|Härmed godkänner jag releasen|Inga invändningar från min sida, kör på|Du har mitt klartecken|Ok för min del|Har granskat ändringarna, ser bra ut, godkänt",
    "ru": "Можете выпускать релиз|Подтверждаю согласование|С моей стороны возражений нет, выполняйте|Даю добро на выкладку|Давайте|Проверил изменения, всё верно, согласовано",
    "ja": "お疲れ様です。 / 承認いたします。|お世話になっております。 / 内容を確認し、問題ありませんでしたので、承認いたします。 / よろしくお願いいたします。|本件、進めていただいて構いません。|リリースしてください|特に問題ありませんので承認します|Samさん / 実施をお願いします。",
}  # fmt: skip

RELATED = {
    "en": "We would authorise the deployment.|You will have our sign-off on Monday|Let's not get this shipped|No concerns on my end, but ask Max|Consider this a maybe|Max is happy for this to go out|Approved, Max|Please approve this|Granted, the tests are green|It has been approved by Max|Approved, let me know when Max agrees|Yes I can|I can approve this|Put it off|Let it go|Status: approved|Go ahead as soon as it is green",
    "de": "Hiermit würde ich die Freigabe erteilen|Ihr dürft das morgen umsetzen|Angenommen, die Tests sind grün|Max erteilt die Freigabe|Bitte genehmigen|Meine Zustimmung habt ihr, sobald es grün ist|Könnt ihr das so umsetzen?|Freigabe durch Max|Wurde freigegeben|Alles klar für mich",
    "fr": "Vous pourrez lancer demain|Mon accord suivra|Aucune objection si les tests passent|Max a validé|Merci de valider|Pouvez-vous lancer ?|Bon pour déploiement lundi|Merci Lance|Merci / Lance",
    "es": "Podrán publicar mañana|Si procede|Sin objeciones si pasan las pruebas|Max da su visto bueno|Por favor aprueben|Lo revisará Max|Gracias Dale|Ok Dale",
    "it": "Potrete rilasciare domani|Se si procede|Nessuna obiezione se i test passano|Max ha approvato|Da approvare|Procediamo?|Potrei approvare",
    "pt": "Poderão publicar amanhã|Sem objeções se os testes passarem|O Max aprovou|Por favor aprovem|Pode não ser hoje|Podem publicar?|Aprovaria",
    "nl": "Jullie mogen morgen de release uitvoeren|Geen bezwaar als de tests groen zijn|Max geeft goedkeuring|Graag goedkeuren|Mag dit doorgevoerd worden?|Laat maar|Ik zou akkoord gaan",
    "pl": "Możecie wdrażać jutro|Nie mam zastrzeżeń, jeśli testy przejdą|Max wyraża zgodę|Proszę o akceptację|Czy mogę zatwierdzić|Zatwierdzę później",
    "sv": "Ni kan köra imorgon|Inga invändningar om testerna är gröna|Max godkänner|Godkänn detta|Kan ni köra?|Jag skulle godkänna",
    "ru": "Можете выпускать завтра|Возражений нет, если тесты зелёные|Макс согласовал|Прошу согласовать|Согласую позже|По мне",
    "ja": "承認お願いします|承認、お願いします|承認をお願いします|承認してください|テストが通れば承認します|マックスが承認しました|承認しますか？|明日承認します|承認の予定です",
}  # fmt: skip


@pytest.mark.parametrize("language", APPROVES)
def test_ml2_fresh_texts_of_a_language_approve(language: str) -> None:
    assert [text for text in table(APPROVES[language]) if of(text) != ApprovingReply()] == []


@pytest.mark.parametrize("language", RELATED)
def test_ml2_close_relatives_of_an_approval_are_none(language: str) -> None:
    assert [text for text in table(RELATED[language]) if isinstance(of(text), ApprovingReply)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_ml2_nothing_that_the_rules_make_approves_in_a_frame_that_takes_it_back(language: str) -> None:
    """Phrases drawn from the tables, in every frame of the language: all of a fixed seed in a full campaign, else a new share."""
    made = phrases(language, "approve", 60)
    assert sum(decide_reply(ExtractedReply(text=each), OLIVE) == ApprovingReply() for each in made) >= 0.9 * len(made)
    fresh = made if FULL else phrases(language, "approve", 60, seed_of_run())
    framed = [frame.format(each) for each in fresh for frame in NEGATED[language]]
    assert len(framed) > FRAMED
    drawn = framed if FULL else random.Random(seed_of_run()).sample(framed, FRAMED)
    assert [text for text in drawn if isinstance(decide_reply(ExtractedReply(text=text), OLIVE), ApprovingReply)] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["reject", "hold", "courtesy"])
def test_ml2_no_refusal_delay_or_courtesy_of_the_rules_approves_in_any_language(language: str, kind: str) -> None:
    for each in phrases(language, kind, 80):
        found = decide_reply(ExtractedReply(text=each), OLIVE)
        assert not isinstance(found, ApprovingReply), each
        assert kind != "reject" or getattr(found, "leaning", "") != "approve", each


@pytest.mark.parametrize(
    "text",
    table("""Approved v1.4.3|Approved: v1.4.3|I approve the release of v1.4.3|Approved for v1.4.3 on 46b7cdb.|Please tag 46b7cdb as v1.4.3
Go ahead with v1.4.3|v1.4.3 ist freigegeben|v1.4.3 approuvée|Zatwierdzam v1.4.3|v1.4.3のリリースを承認します|Yes, v1.4.3 looks good"""),
)  # fmt: skip
def test_ml2_a_value_of_the_requests_own_may_be_named(text: str) -> None:
    assert of(text) == ApprovingReply()
    for own, foreign in (("v1.4.3", "v1.4.4"), ("46b7cdb", "46b7cdc")):
        if own in text:
            assert not isinstance(of(text.replace(own, foreign)), ApprovingReply)
    assert not isinstance(of(text, OLIVE.model_copy(update={"values": ()})), ApprovingReply)


@pytest.mark.parametrize(
    "text",
    table("""Approved v1.4|Approved v1.4.3.1|Approved V1.4.3-rc1|approve v1.4.3 and v1.4.4|approve not v1.4.3|approve v1.4.3?|approve 46b7cd
approve 46b7cdbx|approve v1.4.3x|approve xv1.4.3|approve v1.4.3/v1.4.4|no: v1.4.3 approved|Max: v1.4.3 approved|approve -v1.4.3|approve \ue000|\ue000 approved"""),
)  # fmt: skip
def test_ml2_no_other_value_is_one_of_the_requests_own(text: str) -> None:
    assert not isinstance(of(text), ApprovingReply)


def test_ml2_a_value_counts_only_where_no_other_argument_could_be_meant() -> None:
    def values(**arguments: object) -> tuple[str, ...]:
        import json

        return list_own_values(CARD.model_copy(update={"arguments": show_arguments(json.dumps(arguments))}))

    assert values(commit=COMMIT, tag="v1.4.3") == (COMMIT, "v1.4.3")
    assert values(start="v1.4.2", tag="v1.4.3") == ()
    assert values(tag="v1.4.3", message="since v1.4.2") == ()
    assert values(tag="v1.4.3", message="Release 1.4.3") == ("v1.4.3",)
    assert values(tags=["v1.4.2"], tag="v1.4.3") == ()
    assert values(commit=COMMIT, parent=COMMIT[::-1]) == ()
    assert values(note="not v1.4.3 yet", count=4711, word="production", day="2") == ()
    assert is_value_named("46b7cdb", (COMMIT,))
    assert not is_value_named("46b7cd", (COMMIT,))
    assert not is_value_named("v1.4", ("v1.4.3",))


@pytest.mark.parametrize(
    ("text", "leaning"),
    [
        *((text, "approve") for text in table("No issues from my side|Rien à redire|С моей стороны возражений нет|Nie mam zastrzeżeń|Aprroved|yesss|genehmogt|🚀|Thumbs up from me|問題ありません")),
        *((text, "reject") for text in table("I am not comfortable with this|noooo|Rejekted|Das gefällt mir gar nicht|Ce n'est pas prudent|Не уверен, что это безопасно, скорее против")),
        *((text, "") for text in table("ok, but only after Monday|approve?|Maybe|when Max agrees, yes|wait for Max")),
    ],
)  # fmt: skip
def test_ml2_an_unclear_reply_is_asked_about_in_its_own_direction(text: str, leaning: str) -> None:
    found = of(text)
    assert isinstance(found, UndecidedReply)
    assert found.leaning == leaning


@pytest.mark.parametrize(
    "text",
    table("""Se rechaza|Brak akceptacji|Merci d'annuler|NG|Unable to approve|No apruebo esta versión|Je ne peux pas valider ça|Kann ich so nicht freigeben
お疲れ様です。 / 却下します。|申し訳ありませんが、承認できません。|Ik kan dit niet goedkeuren|Nie wyrażam zgody na to wydanie|Jag kan inte godkänna detta|Не могу согласовать
The tests are red, rejected.|Falscher Commit, nein.|We are not releasing this|Não podem publicar esta versão|Non potete rilasciare, non approvo|Decision: rejected"""),
)
def test_ml2_fresh_refusals_reject(text: str) -> None:
    assert isinstance(of(text), RejectingReply)


@pytest.mark.parametrize(
    "text",
    table(
        """Please hold off for now|Bitte noch nicht ausführen|Attendez lundi|Espera al lunes|Aspetta lunedì|Espere até segunda|Wacht tot maandag|Poczekaj do poniedziałku|Vänta till måndag|月曜まで待ってください"""
    ),
)
def test_ml2_a_wish_to_wait_is_heard_whatever_follows(text: str) -> None:
    found = of(text)
    assert isinstance(found, UndecidedReply)
    assert "you ask to wait" in found.why
    assert found.leaning == ""


def test_ml2_who_asked_may_be_greeted_and_nobody_else() -> None:
    for text in (
        "Hi Sam,\n\napproved.\n\nOlive",
        "Sam,\n\napproved",
        "Hello Sam, go ahead",
        "Go ahead Sam",
        "Thanks Sam, approved",
    ):
        assert of(text) == ApprovingReply(), text
    for text in (
        "Hi Max,\n\napproved",
        "Max,\n\napproved",
        "Go ahead Max",
        "Sam: approved",
        "Sam approved",
        "approved\n\nSam",
    ):
        assert not isinstance(of(text), ApprovingReply), text
    for name in ("Not", "Wait", "No", "Only Staging", "But later"):
        assert not isinstance(of(f"approved, {name}", OLIVE.model_copy(update={"asked": (name,)})), ApprovingReply), (
            name
        )


def test_ml2_the_notation_of_the_rules_is_read_exactly() -> None:
    pattern = build_pattern(["(go|run) [now|{WHEN}] on<,to> it"], {"WHEN": "at once"}, " ")
    assert sorted(pattern.list_words()) == ["at", "go", "it", "it", "now", "on", "once", "onto", "run"]
    for row in ("(go", "go)", "[go|(now]", "go]"):
        with pytest.raises(ValueError, match="bracket"):
            build_pattern([row], {}, " ")


@pytest.mark.parametrize("language", sorted({"en", *LOCALES}))
def test_ml2_long_and_repeated_phrases_fit_no_rule(language: str) -> None:
    rules = build_rules(language, frozenset({"go ahead", "承認"}))
    for phrase in ("", " ", "go ahead " * 30, "承認" * 40, "yes yes", "ok ok ok", VALUE * 3):
        assert not rules.is_kind("approve", phrase.strip()), phrase


def test_ml2_a_word_of_doubt_in_one_language_is_no_word_of_another_without_its_accent() -> None:
    assert "last" in list_dangerous_words()
    everywhere = OLIVE.model_copy(update={"locales": LOCALES})
    approved = [
        each for each in ("100% approved, last", "Approved, last", "Godkänt, last") if decides(each, everywhere)
    ]
    assert approved == []


def decides(words: str, author: ReplyAuthor) -> bool:
    return isinstance(of(words, author), ApprovingReply)
