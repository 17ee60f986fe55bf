"""Amounts and names of a call as a reply writes them: `€240`, `240,00 EUR`, `Mrs Lindqvist`. Pure.

An amount in a reply is the call's when the number is equal, and its currency, where one is written, is the one that the card shows. A card
with two numbers that are amounts has none: a reply could mean either.
"""

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache

from bot.core.card.card import RequestCard
from channels.email.inbound.decision_grammar.doubt_words import has_doubt
from channels.email.inbound.decision_grammar.phrase_rules import PARTY, VALUE

_NAME_PART = re.compile(r"[A-Za-z][a-z]*|[A-Z]+")

_AMOUNTS_TEXT = "amount total sum price value payment refund fee cost budget credit betrag summe montant importe importo valor bedrag belopp kwota"
_AMOUNTS = frozenset(_AMOUNTS_TEXT.split())
"""Parts of the name of an argument that is an amount of money."""

_MINOR = frozenset({"cent", "cents", "minor", "pence", "ore", "grosz"})
_NUMBERS_TEXT = "order invoice ticket booking case id number no nr reference ref account bill document contract po"
_NUMBERS = frozenset(_NUMBERS_TEXT.split())
"""Parts of the name of an argument whose number names a thing."""

_PARTIES_TEXT = "customer client name user username recipient to payee supplier vendor member company beneficiary employee person contact owner guest tenant"
_PARTIES = frozenset(_PARTIES_TEXT.split())
"""Parts of the name of an argument that is a person or a company."""

_CURRENCIES = {
    "EUR": "€ eur euro euros eurot ユーロ", "USD": "$ us$ usd dollar dollars dólares dollari dolarów ドル", "GBP": "£ gbp pound pounds pfund livres libras sterline funtów ポンド",
    "SEK": "sek kr kronor kr. skr", "NOK": "nok kr kroner kr.", "DKK": "dkk kr kroner kr.", "PLN": "pln zł zl złotych zlotych złote", "CHF": "chf fr. sfr franken francs",
    "JPY": "¥ jpy yen 円", "CZK": "czk kč korun", "BRL": "r$ brl reais real", "CAD": "c$ cad $ dollars", "AUD": "a$ aud $ dollars",
}  # fmt: skip
"""By currency (ISO 4217): how it is written beside a number."""

_WRITTEN = sorted({form for row in _CURRENCIES.values() for form in row.split()}, key=len, reverse=True)
_ANY_CURRENCY = "|".join(map(re.escape, _WRITTEN))
_FIGURE = re.compile(
    rf"(?<![\w.,/+€$£¥-])(?<!\d\s)(?:(?P<front>{_ANY_CURRENCY})\s?)?(?P<number>\d{{1,3}}(?:[.,'\u00a0\u202f ]\d{{3}})+(?:[.,]\d{{2}})?|\d+(?:[.,]\d{{1,2}})?)(?:,-|\.-)?"
    rf"(?:\s?(?P<behind>{_ANY_CURRENCY})(?![A-Za-zÀ-ž]))?(?![A-Za-zÀ-ž%/+-]|[.,]?\d|\s?%)",
    re.I,
)
_AMOUNT = re.compile(r"\d+(?:\.\d+)?(?: [A-Z]{3})?")
_TEXT = re.compile(r'"([^"\\]*)"')
_PLAIN_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_NAME = re.compile(r"[^\W\d_][^\W\d_.'’-]*(?:[ .'’-]+[^\W\d_]+)*\.?")
_ACCOUNT = re.compile(r"[a-z]{2,30}[._][a-z]{2,30}")
"""The name of an account that is no word: `tomas.berg`."""

_TITLE_WORDS = (
    "mr mrs ms miss dr herr herrn frau familie monsieur madame mme mlle m señor señora señorita sr sra srta don doña signor signora sig dott senhor senhora dona "
    "dhr mevrouw mevr mw meneer de heer fru fröken pan pani pana panu państwo"
)
_TITLES = frozenset(_TITLE_WORDS.split())
_TITLE = rf"(?:(?:{'|'.join(sorted(_TITLES, key=len, reverse=True))})\.?\s)?"
_HONORIFIC = r"(?:\s?(?:さん|さま|様|殿|氏)|'s|’s)?"
MAX_NAME = 60
MIN_NAME = 3


def list_amounts(card: RequestCard) -> tuple[str, ...]:
    """Return the one amount of the call as `240` or `240 EUR`; none where two arguments are amounts."""
    found = {
        amount
        for each in card.arguments
        if is_amount_name(each.name) and (amount := _read_amount(each.name, _read_text(each.text)))
    }
    if len(found) != 1:
        return ()
    (number, own) = found.pop()
    currency = own or _find_currency(card)
    return (f"{number:f} {currency}" if currency else f"{number:f}",)


def is_amount_name(name: str) -> bool:
    """Whether an argument of this name is an amount of money: `amount`, `refund_total`; `amount_currency` is none."""
    parts = _split_name(name)
    return bool(parts & _AMOUNTS) and not parts & {"currency", "id", "reason", "type", "method", "date"}


def list_thing_numbers(card: RequestCard) -> tuple[str, ...]:
    """Return the whole numbers of arguments that name a thing by its number: `order_id = 5812`."""
    return tuple(
        each.text
        for each in card.arguments
        if _split_name(each.name) & _NUMBERS and not is_amount_name(each.name) and each.text.isdecimal()
    )


def list_parties(card: RequestCard) -> tuple[str, ...]:
    """Return the names of people and companies that the call is about, whole and by the last word: `Mrs Lindqvist`, `Lindqvist`."""
    names = [
        text
        for each in card.arguments
        if _split_name(each.name) & _PARTIES and (_is_name(text := _read_text(each.text)) or _ACCOUNT.fullmatch(text))
    ]
    lasts = [name.split()[-1] for name in names if not _ACCOUNT.fullmatch(name)]
    return tuple(dict.fromkeys([*names, *(last for last in lasts if len(last) >= MIN_NAME)]))


def is_party_name(name: str) -> bool:
    """Whether an argument of this name is a person or a company: `user`, `customer_name`."""
    return bool(_split_name(name) & _PARTIES)


def mark_figures(line: str, values: tuple[str, ...]) -> str:
    """Return the line with `VALUE` for each amount that is the call's and `PARTY` for each name that the call is about."""
    amounts, names = _read_values(values)
    if amounts and any(map(str.isdigit, line)):
        line = _FIGURE.sub(lambda found: _mark_amount(found, amounts), line)
    for name in names:
        line = name.sub(PARTY, line)
    return line


def is_word_value(value: str) -> bool:
    """Whether a value of `list_own_values` is looked up as a word: it is no amount with a currency and no name."""
    return any(map(str.isdigit, value)) and " " not in value


@lru_cache(maxsize=128)
def _read_values(values: tuple[str, ...]) -> tuple[tuple[tuple[Decimal, str], ...], tuple[re.Pattern[str], ...]]:
    amounts = [each.partition(" ") for each in values if _AMOUNT.fullmatch(each)]
    names = sorted((each for each in values if not any(map(str.isdigit, each))), key=len, reverse=True)
    return (
        tuple((Decimal(number), currency) for number, _, currency in amounts),
        tuple(
            re.compile(rf"(?<!\w){_TITLE}{re.escape(each)}{_HONORIFIC}(?![^\W\u3040-\u9fff])", re.I) for each in names
        ),
    )


def _mark_amount(found: re.Match[str], amounts: Iterable[tuple[Decimal, str]]) -> str:
    written = {each.casefold() for each in (found["front"], found["behind"]) if each}
    if len(written) > 1 or (number := _read_number(found["number"])) is None:
        return found[0]
    codes = {code for code, forms in _CURRENCIES.items() if written & set(forms.split())}
    is_own = any(number == amount and (not written or currency in codes) for amount, currency in amounts)
    return VALUE if is_own else found[0]


def _read_number(written: str) -> Decimal | None:
    """Return the number that digits with separators mean: three digits behind one are thousands, two are a fraction."""
    bare = re.sub(r"[\u00a0\u202f' ]", "", written)
    whole, mark, rest = bare, "", ""
    if found := re.fullmatch(r"(.*)([.,])(\d{1,2})", bare):
        whole, mark, rest = found[1], found[2], found[3]
    separators = set(re.findall(r"[.,]", whole))
    if len(separators) > 1 or mark in separators:
        return None
    return Decimal(f"{re.sub(r'[.,]', '', whole)}.{rest or 0}")


def _read_amount(name: str, text: str) -> tuple[Decimal, str] | None:
    """Return the number and the currency of an argument, in the major unit; the currency may be empty."""
    own = next((code for code in _CURRENCIES if code.casefold() in _split_name(name)), "")
    if _PLAIN_NUMBER.fullmatch(text):
        number = Decimal(text) / (100 if _split_name(name) & _MINOR else 1)
        return (number.normalize(), own) if number > 0 else None
    found = _FIGURE.fullmatch(text.strip())
    if not found or (number_written := _read_number(found["number"])) is None:
        return None
    written = (found["front"] or found["behind"] or "").casefold()
    codes = [code for code, forms in _CURRENCIES.items() if written in forms.split()] if written else []
    return (number_written.normalize(), codes[0] if codes else own)


def _find_currency(card: RequestCard) -> str:
    """Return the one currency that an argument names by its code; empty when there is none or two."""
    texts = {_read_text(each.text).upper() for each in card.arguments if "currency" in _split_name(each.name)}
    return texts.pop() if len(texts) == 1 and texts <= set(_CURRENCIES) else ""


def _is_name(text: str) -> bool:
    words = text.split()
    return (
        MIN_NAME <= len(text) <= MAX_NAME
        and _NAME.fullmatch(text) is not None
        and len(words) <= 4
        and words[-1].casefold().rstrip(".") not in _TITLES
        and not has_doubt(text)
        and (words[0][0].isupper() or not text.isascii())
        and words[-1][0] == words[-1][0].upper()
    )


def _read_text(text: str) -> str:
    found = _TEXT.fullmatch(text)
    return found[1] if found else text


def _split_name(name: str) -> frozenset[str]:
    return frozenset(part.casefold() for part in _NAME_PART.findall(name))
