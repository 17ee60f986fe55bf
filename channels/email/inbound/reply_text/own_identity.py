"""Recognises our name, our address and the time of our mails in the lines that programs write above a quote. Pure."""

import re
from datetime import datetime
from typing import NamedTuple

from channels.email.inbound.reply_text.program_lines import normalize_line

QUARTER = 15
"""Minutes. Time zones differ by multiples of it."""

_TIME = re.compile(r"(\d{1,2})[:.h](\d{2})|(\d{1,2})時(\d{1,2})|\d{1,2}[点點시]")
_DATE = re.compile(r"\d{4}|\d{1,2}[./-]\d{1,2}[./-]\d{2}")
_NUMBER = re.compile(r"\d+")
_SECONDS = re.compile(r"(?<![\d:])\d{1,2}[:.](\d{2})[:.](\d{2})(?![\d:])")
_CLOCK = re.compile(r"\d{1,2}(?:[:h]\d{2}){1,2}|\d{1,2}時\d{1,2}分?|(?:GMT|UTC)[+-]\d{1,2}", re.I)
_ADDRESS = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)*|https?://[^\s<>]+", re.I | re.ASCII)
"""An address or a link. Its letters are no text: the token of a reply address may have `2345` or `5h27` in it."""

_REPLIED = re.compile(r"^(?:(?:re|aw|sv|antw|odp|rif|vs|回复|答复)\s*[:：]\s*)+", re.I)


class QuotedSender(NamedTuple):
    """Our side of a quote: the bot's address, the name beside it, the normalised subject of the quoted mail, and the times of our mails.

    `sent` is empty where the times are not known.
    """

    address: str
    name: str
    subject: str = ""
    sent: tuple[datetime, ...] = ()


def strip_subject_prefix(subject: str) -> str:
    """Return a subject without "Re:" and "AW:", normalised for comparing."""
    return normalize_line(_REPLIED.sub("", subject.strip()))


def has_our_address(text: str, sender: QuotedSender) -> bool:
    """Whether the text has our address, with or without a token, in brackets or beside a colon."""
    address = _make_address_pattern(sender)
    pattern = rf"[<\[(]\s*(?:mailto:)?{address}[>\])]|[:：]\s*{address}\s*$|(?:^|\s){address}\s?[:：]\s*$"
    return re.search(pattern, text.lower()) is not None


def has_our_name(text: str, sender: QuotedSender) -> bool:
    """Whether the text has our name, or our address without brackets (Front)."""
    if len(sender.name) > 2 and sender.name.casefold() in text.casefold():
        return True
    return re.search(rf"(?:^|\s){_make_address_pattern(sender)}(?:\s|$)", text.lower()) is not None


def strip_our_name(text: str, sender: QuotedSender) -> str:
    """Return the text without our address and our name."""
    text = re.sub(_make_address_pattern(sender), " ", text, flags=re.I)
    return re.sub(re.escape(sender.name), " ", text, flags=re.I) if sender.name else text


def strip_addresses(text: str) -> str:
    """Return the text without mail addresses and links, so that no letter of a token reads as a date, a time or a word."""
    return _ADDRESS.sub(" ", text)


def is_dated(text: str) -> bool:
    """Whether the text has a time of day and a date, outside of addresses."""
    bare = strip_addresses(text)
    return _TIME.search(bare) is not None and _DATE.search(bare) is not None


def has_moment(text: str) -> bool:
    """Whether the text has a time of day or a date, outside of addresses."""
    bare = strip_addresses(text)
    return (_TIME.search(bare) or _DATE.search(bare)) is not None


def is_our_moment(text: str, sender: QuotedSender) -> bool:
    """Whether the text has the exact second of a mail of ours, in any time zone.

    Where no time of ours is known, seconds alone are enough, because people do not write them.
    """
    bare = strip_addresses(text)
    times = [(int(found[1]), int(found[2])) for found in _SECONDS.finditer(bare)]
    if not times or not is_dated(bare):
        return False
    numbers = _list_date_numbers(bare)
    return not sender.sent or any(
        any((minute - at.minute) % QUARTER == 0 and second == at.second for minute, second in times)
        and not _list_days(at).isdisjoint(numbers)
        for at in sender.sent
    )


def is_about_our_moment(text: str, sender: QuotedSender) -> bool:
    """Whether the text has the minute of a mail of ours, in any time zone, for programs that show no seconds.

    True where no time of ours is known.
    """
    bare = strip_addresses(text)
    minutes = {int(each[2] or each[4]) for each in _TIME.finditer(bare) if each[2] or each[4]}
    numbers = _list_date_numbers(bare)
    return not sender.sent or any(
        any((minute - at.minute) % QUARTER == 0 for minute in minutes) and not _list_days(at).isdisjoint(numbers)
        for at in sender.sent
    )


def _list_date_numbers(text: str) -> set[int]:
    """Return the numbers outside of times of day, since a second may equal the number of a day."""
    return {int(number) for number in _NUMBER.findall(_CLOCK.sub(" ", text)) if len(number) <= 2}


def _list_days(at: datetime) -> set[int]:
    """Return the days of the month that `at` may fall on in any time zone."""
    return {at.fromordinal(at.toordinal() + shift).day for shift in (-1, 0, 1)}


def _make_address_pattern(sender: QuotedSender) -> str:
    local, _, domain = sender.address.lower().partition("@")
    return rf"{re.escape(local)}(?:\+[a-z0-9-]+)?@{re.escape(domain)}"
