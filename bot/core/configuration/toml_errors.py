"""Explains an error in a text that is no TOML: the line, its key, and the right form. Pure.

Only the key of the line, or the header of a table, is quoted: the text after the key may be a secret.
"""

import re

_PLACE = re.compile(r"^(?P<what>.*) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$", re.DOTALL)
_OPEN = re.compile(r"Untermin|Unclosed|Invalid value|string|escape", re.IGNORECASE)
_TWICE = re.compile(r"Cannot (?:declare|mutate|overwrite) .*?\((?P<parts>'.*?'),?\)")
_KEY = re.compile(r"\s*([A-Za-z0-9_.-]{1,60})\s*[=:]")
_HEADER = re.compile(r"\s*(\[{1,2}[^\]\n=]{1,80}\]{0,2})\s*$")
_CURLY = "“”„‟«»‘’‚‛"
_MERGE = ("<<<<<<<", "=======", ">>>>>>>")


def explain_toml(text: str, said: str) -> str:
    """Explain the error message `said` of `tomllib` about the text: "Invalid value (at line 5, column 8)"."""
    found, lines = _PLACE.match(said), text.rstrip().split("\n")
    if found is None:
        return f"it is no TOML: {said}"
    what = found["what"]
    if found["line"] is None and _OPEN.search(what):
        return f"it is no TOML: {_shorten(what)}, up to its end; close what was opened: a quote, a bracket, a brace"
    number = int(found["line"] or len(lines))
    line = lines[number - 1] if number <= len(lines) else ""
    rest = line[int(found["column"]) - 1 :] if found["line"] else ""
    name = _KEY.match(line) or _HEADER.match(line)
    about = f", {name[1]}" if name else ""
    return f"it is no TOML: line {number}{about}: {_suggest_form(what, line, rest)}"


def _suggest_form(what: str, line: str, rest: str) -> str:
    if line.startswith(_MERGE):
        return "a merge left conflict markers; remove them"
    if twice := _TWICE.match(what):
        table = ".".join(part.strip().strip("'") for part in twice["parts"].split(","))
        return f"[{table}] is there already; put the keys of both into one table"
    if any(quote in line for quote in _CURLY):
        return 'write straight quotation marks: "…"'
    if re.match(r"(True|False|TRUE|FALSE|yes|no|on|off)\b", rest):
        return "write true or false, in small letters"
    if re.match(r"(None|null|nil)\b", rest):
        return "TOML has no word for nothing; leave the key out"
    if rest.startswith(":") or re.match(r"\s*[A-Za-z0-9_-]+\s*:", line):
        return "write = between a key and its value"
    if what == "Invalid value" and re.match(r"[^\s\"'\[{#,]", rest):
        return 'write text in quotation marks, "…", and a number without'
    if "end of a table declaration" in what:
        return "a name in [ ] has no spaces, and ] closes it: [people.sam-dev]"
    if line.lstrip().startswith("["):
        return f"{_shorten(what)}; a table begins with its name in brackets: [people.sam]"
    return f"{_shorten(what)}; a line is KEY = VALUE, or the name of a table: [people.sam]"


def _shorten(what: str) -> str:
    return what[:1].lower() + what[1:]
