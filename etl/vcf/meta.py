"""Meta-information lines of a VCF: `##key=value` and `##key=<ID=…,Description="…">`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

# Keys whose value must be a list of pairs in angle brackets.
STRUCTURED = ("INFO", "FORMAT", "FILTER", "ALT", "contig", "SAMPLE", "PEDIGREE", "META")
_PAIR = re.compile(r'\s*([^=,"<>]+)=("(?:[^"\\]|\\.)*"|[^",]*)(?:,|$)')
_QUOTE = re.compile(r'(?<!\\)"')


@dataclass(frozen=True, slots=True)
class Meta:
    """One meta-information line. `fields` are the pairs of a structured value, unquoted, in their order."""

    line: int
    key: str
    value: str
    fields: Mapping[str, str] = field(default_factory=dict)
    quoted: frozenset[str] = frozenset()
    problem: str | None = None

    @property
    def id(self) -> str | None:
        """The ID of a structured line."""
        return self.fields.get("ID")


def parse(line: int, text: str) -> Meta:
    """Read one line that starts with `##`. Never raises: what is wrong with it stands in `problem`."""
    key, equals, value = text.removeprefix("##").partition("=")
    if not equals or not key.strip():
        return Meta(line, key, "", problem="is not a key-value pair (##key=value)")
    if value.strip() in ("", "<>"):
        return Meta(line, key, value, problem="is not a key-value pair: the value is empty")
    if not value.startswith("<"):
        wrong = key in STRUCTURED
        return Meta(line, key, value, problem="needs a value in angle brackets: <ID=…>" if wrong else None)
    fields, quoted, problem = _pairs(value)
    # Free keys may hold anything in brackets; only lines of a defined form are held to it.
    return Meta(line, key, value, fields, quoted, problem if key in STRUCTURED else None)


def _pairs(value: str) -> tuple[dict[str, str], frozenset[str], str | None]:
    inner = value[1:-1] if value.endswith(">") else value[1:]
    fields: dict[str, str] = {}
    quoted: set[str] = set()
    problem = None if value.endswith(">") else "is not closed: no > at its end"
    if len(_QUOTE.findall(value)) % 2:
        problem = 'lacks a quotation mark, or holds one that is not escaped (\\")'
    at = 0
    while at < len(inner):
        match = _PAIR.match(inner, at)
        if match is None:
            problem = problem or _leftover(inner[at:])
            comma = inner.find(",", at)
            at = len(inner) if comma < 0 else comma + 1
            continue
        name, text = match[1].strip(), match[2]
        if text.startswith('"'):
            quoted.add(name)
            text = text[1:-1].replace('\\"', '"').replace("\\\\", "\\")
        fields.setdefault(name, text)
        at = match.end()
    return fields, frozenset(quoted), problem


def _leftover(rest: str) -> str:
    token = rest.partition(",")[0]
    if '"' in token:
        return 'holds quotation marks that are not escaped (\\")'
    return f'holds "{token[:40]}", which is no key=value pair: a comma needs quotation marks around it'
