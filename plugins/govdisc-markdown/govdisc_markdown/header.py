"""The front matter of a Markdown file: what govdisc declares about a report, and what other writers say of theirs.

Each line is ``name: value`` with the value as a JSON string, which is YAML as well, so that site generators read it too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

from govdisc.plugin import Report
from govdisc.reading import DECLARED_KEYS, declared_facts

#: The first key of our own header, and the version of its meaning.
MARK, VERSION = "govdisc", "1"
#: A front matter with more lines is none.
LONGEST_HEADER = 60

_LINE = re.compile(r"([A-Za-z_][A-Za-z0-9_\-]*):(?:[ \t]+(.*))?")
#: Keys of other writers' front matter, and what they are in a document's metadata.
_FOREIGN = {"title": "title", "date": "published", "published": "published", "agency": "agency", "author": "agency"}
# what a JSON string may hold and YAML, a terminal or a page that does not know front matter takes for something else: line ends and
# control characters, and the signs of markup
_ESCAPED = {
    ord(sign): f"\\u{ord(sign):04x}" for sign in ("\x7f", *map(chr, range(0x80, 0xA0)), "\u2028", "\u2029", "\ufeff", "<", ">", "&")
}


def write_header(report: Report) -> str:
    """Return the front matter of a report, with what its text alone does not say for certain."""
    return "\n".join(["---", f'{MARK}: "{VERSION}"', *(f"{name}: {_quoted(text)}" for name, text in declared_facts(report).items()), "---"])


def _quoted(text: str) -> str:
    quoted = json.dumps(text, ensure_ascii=False).translate(_ESCAPED)
    return json.dumps(text) if re.search("[\ud800-\udfff]", quoted) else quoted


def read_header(lines: Sequence[str]) -> tuple[dict[str, str], dict[str, str], int]:
    """Return what the front matter declares, the metadata that it states, and how many lines it takes (0 when there is none)."""
    if not lines or lines[0].rstrip() != "---":
        return {}, {}, 0
    end = next((i for i, line in enumerate(lines[1:LONGEST_HEADER], 1) if line.rstrip() == "---"), 0)
    matches = [_LINE.fullmatch(line.rstrip()) for line in lines[1:end]]
    if not end or not matches or matches[0] is None:
        return {}, {}, 0
    values = {match[1]: _value(match[2] or "") for match in matches if match}
    if values.get(MARK) == VERSION:
        return {name: values[name] for name in DECLARED_KEYS if name in values}, {}, end + 1
    return {}, _metadata(values), end + 1


def _metadata(values: Mapping[str, str]) -> dict[str, str]:
    found = {name: values[key] for key, name in reversed(_FOREIGN.items()) if values.get(key)}
    return dict(sorted(found.items()))


def _value(text: str) -> str:
    text = text.strip()
    if text.startswith('"'):
        try:
            value = json.loads(text)
        except ValueError:
            return text.strip('"')
        return value if isinstance(value, str) else text
    return text.strip("'")
