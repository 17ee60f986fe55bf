"""Kinds of access and of money that a call may be about: a reply that names another kind than the call approves something else. Pure.

"Leserechte sind ok" approves no role `admin`, and "d'accord pour un avoir" no refund. An approval that names a kind which the card of the
call has nowhere is asked about once, whatever list or rule has read it.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from bot.core.card.card import RequestCard
from channels.email.inbound.decision_grammar.unrelated_matter_words import MATTERS


class CallKind(NamedTuple):
    """One kind of rights or of money.

    `shown` finds it in the words of a card; `acts` are those of `list_call_acts` that are about it whatever the card says; `named` finds it
    in a reply, by language.
    """

    shown: re.Pattern[str]
    acts: frozenset[str]
    named: Mapping[str, re.Pattern[str]]


def _build_kind(shown: str, acts: str, named: Mapping[str, str]) -> CallKind:
    return CallKind(
        shown=re.compile(shown, re.I),
        acts=frozenset(acts.split()),
        named={
            language: re.compile(words if language == "ja" else rf"\b(?:{words})\b", re.I)
            for language, words in named.items()
        },
    )


KINDS: Mapping[str, CallKind] = {
    "read": _build_kind(
        r"read|view|browse|select|lese|lecture|lectura|lettura|leitura|lees|läs|odczyt|閲覧|参照|読", "",
        {
            "en": r"read[- ]?only|read (?:access|rights?|permissions?|role)|view(?:er|ing)?(?:[- ]only| access| rights?| permissions?| role)|viewer",
            "de": r"lese(?:recht|zugriff|zugang|berechtigung)\w*|lesend\w*|nur lesen|read[- ]?only",
            "fr": r"lecture|consultation",
            "es": r"(?:de |en )?(?:solo|sólo) lectura|(?:acceso|accesos|permiso|permisos|derechos|rol) (?:de|en) lectura|lectura",
            "it": r"(?:in|di) (?:sola )?lettura|sola lettura|lettura",
            "pt": r"(?:de|em) (?:só |somente )?leitura|(?:só|somente|apenas) leitura|leitura",
            "nl": r"lees(?:recht|toegang|machtiging|bevoegdhe|rol)\w*|alleen[- ]lezen|read[- ]?only",
            "sv": r"läs(?:åtkomst|rättighet|behörighet|access|roll)\w*|bara läsa",
            "pl": r"odczyt\w*|podgląd\w*",
            "ja": r"閲覧|参照権|読み?取り?|リードオンリー",
        },
    ),
    "write": _build_kind(
        r"write|writer|edit|schreib|écriture|ecriture|escritura|scrittura|escrita|schrijf|skriv|zapis|書|編集", "",
        {
            "en": r"(?:write|edit(?:or|ing)?) (?:access|rights?|permissions?|role)",
            "de": r"schreib(?:recht|zugriff|zugang|berechtigung)\w*|schreibend\w*",
            "fr": r"(?:en|d')\s?écriture|droits? écriture",
            "es": r"(?:de|en) escritura",
            "it": r"(?:in|di) scrittura",
            "pt": r"(?:de|em) (?:escrita|gravação)",
            "nl": r"schrijf(?:recht|toegang|machtiging|bevoegdhe)\w*",
            "sv": r"skriv(?:åtkomst|rättighet|behörighet|access)\w*",
            "pl": r"(?:do |prawa )zapisu",
            "ja": r"書き?込み?|編集権|更新権",
        },
    ),
    "admin": _build_kind(
        r"admin|owner|root|super|beheer|管理", "",
        {
            "en": r"(?:admin(?:istrator)?|owner|root)[- ](?:access|rights?|permissions?|privileges?|role)|superuser",
            "de": r"(?:admin|administrator(?:en)?)[- ]?(?:recht|zugriff|zugang|berechtigung|rolle)\w*|superuser",
            "fr": r"(?:droits?|accès|rôle) (?:d'|d’)?admin\w*|superutilisateur",
            "es": r"(?:permisos?|acceso|derechos|rol) de admin\w*|superusuario",
            "it": r"(?:permess[oi]|access[oi]|diritti|ruolo) (?:di |da |d')?(?:admin|amministrat)\w*",
            "pt": r"(?:permiss\w+|acessos?|direitos|perfil) de admin\w*",
            "nl": r"(?:admin|beheers?|beheerders)-?(?:recht|toegang|rol)\w*",
            "sv": r"admin(?:istratörs)?-?(?:rättighet|åtkomst|behörighet|roll)\w*",
            "pl": r"(?:uprawnienia|prawa|rola|rolę|dostęp) admin\w*",
            "ja": r"管理者権限|アドミン権限",
        },
    ),
    "voucher": _build_kind(
        r"voucher|credit|coupon|gift|gutsch|avoir|bon\b|vale|nota|tegoed|tillgodo|クーポン|ポイント", "credit",
        {
            "en": r"vouchers?|store credit|credit notes?|gift ?cards?|coupons?",
            "de": r"gutschein\w*|warengutschrift\w*",
            "fr": r"(?:un|l'|l’|cet|d'un|en|par|bon d')\s?avoir|avoirs|avoir (?:de|d'|client|commercial)|bons? d'achat|geste commercial",
            "es": r"(?:un|el|con|en) (?:vale|bono)|nota de crédito|cupón",
            "it": r"(?:un|il|con|in) buono|buono (?:sconto|acquisto)|nota di credito|voucher|coupon",
            "pt": r"vale[- ](?:compra|presente|desconto)s?|nota de crédito|voucher|cupom|cupão",
            "nl": r"tegoed\w*|credit ?nota|voucher|cadeaubon|waardebon",
            "sv": r"tillgodo\w*|presentkort\w*|kreditnota\w*|värdecheck\w*",
            "pl": r"bon(?:u|em|ie)?(?= (?:podarunk|zakup|upomink|na )\w*)|bonem|voucher\w*|kupon\w*",
            "ja": r"クーポン|ポイント|商品券|金券",
        },
    ),
    "discount": _build_kind(
        r"discount|rebate|rabat|remise|réduction|descuento|sconto|desconto|korting|zniżk|割引|値引", "credit",
        {
            "en": r"discounts?|rebates?|price (?:cut|reduction)",
            "de": r"rabatt\w*|preisnachl\w+|nachlass",
            "fr": r"remise(?! (?:en|à))|réduction|rabais|ristourne",
            "es": r"descuentos?|rebaja",
            "it": r"scont[oi]",
            "pt": r"descontos?|abatimento",
            "nl": r"korting\w*",
            "sv": r"rabatt\w*|prisavdrag\w*",
            "pl": r"rabat\w*|zniżk\w+",
            "ja": r"値引き?|割引",
        },
    ),
}  # fmt: skip
"""By name: the kinds of rights, and of money that goes back."""


_JOINTS = re.compile(r"_|(?<=[a-z])(?=[A-Z])")
"""Between the words of one name: `push_tag`, `pushTag`."""


def list_card_kinds(card: RequestCard, acts: tuple[str, ...]) -> tuple[str, ...]:
    """Return the kinds that a call is about, by its tool, the names of its arguments, their values, and its acts."""
    words = " ".join([card.tool, *(part for each in card.arguments for part in (each.name, each.text))])
    found = [name for name, kind in KINDS.items() if kind.shown.search(words) or kind.acts.intersection(acts)]
    spaced = _JOINTS.sub(" ", words)
    matters = [
        name
        for name, each in MATTERS.items()
        if (re.search(each.shown, spaced, re.I) or set(each.acts.split()).intersection(acts))
        and not set(each.against.split()).intersection(acts)
    ]
    return (*found, *matters)


def names_other_kind(text: str, languages: tuple[str, ...], kinds: tuple[str, ...]) -> bool:
    """Whether a text names a kind that is none of `kinds`, in one of these languages."""
    return any(
        name not in kinds
        and any(language in kind.named and kind.named[language].search(text) for language in languages)
        for name, kind in KINDS.items()
    )
