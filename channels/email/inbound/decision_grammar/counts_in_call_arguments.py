"""The count of a call as a reply writes it: `12 servers`, `twelve`, `zwölf`. Pure.

A count is a whole number of an argument that says how many: `replicas = 12`. A call with two such arguments has none: a reply could mean
either. A number word means the count in the language that has it; every other number word is another number.
"""

import re
from functools import lru_cache

from bot.core.card.card import RequestCard
from channels.email.inbound.decision_grammar.phrase_rules import VALUE
from channels.email.inbound.decision_grammar.vocabulary import fold_accents

_COUNTED_TEXT = (
    "servers server replicas instances nodes workers machines pods hosts count number quantity size capacity seats licences licenses units copies threads shards partitions "
    "desired scale replica instance"
)
_COUNTED = frozenset(_COUNTED_TEXT.split())
"""Parts of the name of an argument whose number says how many."""

_NOT_COUNTED = frozenset(
    {"id", "order", "invoice", "version", "port", "old", "previous", "current", "from", "min", "max"}
)
_NAME_PART = re.compile(r"[A-Za-z][a-z]*|[A-Z]+")
MAX_COUNT = 999
"""The greatest count that is read so; a greater number is found as a value (`line_text.py`)."""

_NUMBER_TEXT = """
2 two zwei deux dos due dois duas twee två dwa dwie dwóch 二
3 three drei trois tres tre três drie trzy trzech 三
4 four vier quatre cuatro quattro quatro fyra cztery czterech 四
5 five fünf cinq cinco cinque vijf fem pięć pięciu 五
6 six sechs seis sei zes sex sześć sześciu 六
7 seven sieben sept siete sette sete zeven sju siedem siedmiu 七
8 eight acht huit ocho otto oito åtta osiem ośmiu 八
9 nine neun neuf nueve nove negen nio dziewięć dziewięciu 九
10 ten zehn dix diez dieci dez tien tio dziesięć dziesięciu 十
11 eleven elf onze once undici elva jedenaście jedenastu 十一
12 twelve zwölf douze doce dodici doze twaalf tolv dwanaście dwunastu 十二
13 thirteen dreizehn treize trece tredici treze dertien tretton trzynaście trzynastu 十三
14 fourteen vierzehn quatorze catorce quattordici catorze veertien fjorton czternaście czternastu 十四
15 fifteen fünfzehn quinze quince quindici vijftien femton piętnaście piętnastu 十五
16 sixteen sechzehn seize dieciséis sedici dezesseis dezasseis zestien sexton szesnaście szesnastu 十六
18 eighteen achtzehn dix-huit dieciocho diciotto dezoito achttien arton osiemnaście osiemnastu 十八
20 twenty zwanzig vingt veinte venti vinte twintig tjugo dwadzieścia dwudziestu 二十
24 twenty-four vierundzwanzig vingt-quatre veinticuatro ventiquattro vierentwintig tjugofyra 二十四
30 thirty dreißig trente treinta trenta trinta dertig trettio trzydzieści trzydziestu 三十
40 forty vierzig quarante cuarenta quaranta quarenta veertig fyrtio czterdzieści 四十
50 fifty fünfzig cinquante cincuenta cinquanta cinquenta vijftig femtio pięćdziesiąt 五十
60 sixty sechzig soixante sesenta sessanta sessenta zestig sextio sześćdziesiąt 六十
100 hundred hundert cent cien cento cem honderd hundra sto 百
"""
_NUMBERS = {
    form: int(number)
    for number, *words in (row.split() for row in _NUMBER_TEXT.strip().split("\n"))
    for word in words
    for form in (word, fold_accents(word))
}
"""By word, in ten languages, also without accents: its number."""

_CJK = "二三四五六七八九十百"
_NUMBER = re.compile(
    rf"(?<![\w.,/-])(?:{'|'.join(sorted((word for word in _NUMBERS if word[0] not in _CJK), key=len, reverse=True))})(?![\w-])"
    rf"|(?<![\d.,:/-])(?<![A-Za-z])\d{{1,3}}(?![\d:/-]|[.,]\d|\s?%|[A-Za-z])|[{_CJK}]+(?=台|個|つ|機|ノード)",
    re.I,
)
_COUNT = re.compile(r"(\d{1,3}) [a-z]+")


def list_counts(card: RequestCard) -> tuple[str, ...]:
    """Return the one count of the call as `12 servers`; none where two arguments are counts."""
    found = {
        (int(text), parts[-1])
        for each in card.arguments
        if (text := each.text.strip('"')).isdecimal()
        and 1 < int(text) <= MAX_COUNT
        and (parts := [part.casefold() for part in _NAME_PART.findall(each.name)])
        and _COUNTED & set(parts)
        and not _NOT_COUNTED & set(parts)
    }
    return tuple(f"{number} {name}" for number, name in found) if len(found) == 1 else ()


def find_count(values: tuple[str, ...]) -> int | None:
    """Return the number among the values that is a count of `list_counts`."""
    return next((int(match[1]) for each in values if (match := _COUNT.fullmatch(each))), None)


_NOUNS = (
    "servers?|nodes|instances?|replicas?|workers|machines|knoten|instanzen|maschinen|serveurs|servidores|instancias|maquinas|máquinas|nodi|istanze|macchine|instâncias|"
    "servrar|instanser|maskiner|serwerów|serwery|instancji|maszyn"
)
_WRITTEN = (
    rf"(?:{'|'.join(sorted((word for word in _NUMBERS if word[0] not in _CJK), key=len, reverse=True))}|\d{{1,3}})"
)
_RAISED = re.compile(
    rf"\b(?:from|von|de|da|van|från|z|ze)\s{_WRITTEN}\s(?P<to>to|auf|à|a|para|pra|naar|till|do|na)\s(?P<new>{_WRITTEN})(?P<of>\s(?:{_NOUNS}))?(?!\w)(?![:.,]?\d|\s?%|\s?(?!(?:now|today|please|jetzt|bitte|ahora|adesso|agora|nu|teraz|is|are|ist|est|es|è|é|är|jest)\b)\w)"
    rf"|(?P<bare>{_WRITTEN})\s(?:{_NOUNS})(?!\w)|\d{{1,3}}台から(?P<counted>\d{{1,3}})台|(?P<alone>\d{{1,3}})台",
    re.I,
)


def mark_raised_counts(text: str, values: tuple[str, ...], mark: str = VALUE) -> str:
    """Return the text with a mark for the call's count with its noun, or behind the count of now: "from 4 to 12", "12 servers"."""
    count = find_count(values)
    if count is None:
        return text

    def replace(found: re.Match[str]) -> str:
        new = next(each for each in (found["new"], found["bare"], found["counted"], found["alone"]) if each)
        number = int(new) if new.isdecimal() and new.isascii() else _NUMBERS.get(new.casefold())
        if number != count:
            return found[0]
        return f"{found['to']} {mark}" if found["to"] else mark

    return _RAISED.sub(replace, text)


@lru_cache(maxsize=1_024)
def mark_counts(text: str, values: tuple[str, ...]) -> tuple[str, bool]:
    """Return the text with `VALUE` for each number or number word that is the call's count, and whether it has another number word."""
    count = find_count(values)
    if count is None:
        return text, False
    others: list[str] = []

    def replace(found: re.Match[str]) -> str:
        number = int(found[0]) if found[0].isdecimal() and found[0].isascii() else _NUMBERS.get(found[0].casefold())
        if number == count:
            return VALUE
        if not found[0].isascii() or not found[0].isdecimal():
            others.append(found[0])
        return found[0]

    return _NUMBER.sub(replace, text), bool(others)
