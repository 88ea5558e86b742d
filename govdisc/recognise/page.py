"""What stands around a report on its page, loaded from ``page.toml``."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from govdisc.records import record
from govdisc.text.labels import simplified, squeeze
from govdisc.text.tomltext import read_toml


@record(frozen=True)
class Page:
    """Patterns of titles, labels of facts, and the words with which a page goes on behind the report.

    ``labels`` says for each label which fact it gives (``title``, ``agency``, ``published``, "" for none of them) and its rank among
    the labels of that fact; ``label`` matches any of them in front of its value.
    """

    title: re.Pattern[str]
    labels: dict[str, tuple[str, int]]
    label: re.Pattern[str]
    chrome: frozenset[str]
    footers: tuple[str, ...]
    footer_words: tuple[str, ...]


@record(frozen=True, slots=True)
class Labelled:
    """A label on a line, the fact that it gives, its rank, the value behind it, and where on the line it stands."""

    label: str
    fact: str
    rank: int
    value: str
    at: int


@lru_cache(maxsize=1)
def page() -> Page:
    """Return the patterns of pages."""
    data = read_toml(Path(__file__).with_name("page.toml"))
    labels = {label: (fact, rank) for fact, known in data["labels"].items() for rank, label in enumerate(known)}
    return Page(
        re.compile(data["title"]),
        labels,
        _label_pattern(labels),
        frozenset(data["chrome"]),
        tuple(squeeze(footer) for footer in data["footers"]),
        tuple(squeeze(word) for word in data["footer_words"]),
    )


def _label_pattern(labels: dict[str, tuple[str, int]]) -> re.Pattern[str]:
    """Any label: a long one behind anything, one of two characters only where no word goes on before it, and with a colon or bar."""
    ordered = sorted(labels, key=len, reverse=True)
    long, short = ([r"\s*".join(label) for label in ordered if (len(label) > 2) is wanted] for wanted in (True, False))
    end = r"[】\]\s]*[:：|][:：|\s]*"
    return re.compile(
        rf"(?:[【\[]\s*)?(?:(?P<long>{'|'.join(long)})(?:{end}|[】\]\s]*(?=$|[\s\d|]))|(?<![一-鿿])(?P<short>{'|'.join(short)}){end})"
    )


#: A label that is none of those known ends a value, too.
_OTHER_LABEL = re.compile(r"[\s|]+[^\s|:：]{2,8}[:：]|\s*[【\[]|\s+(?=(?:19|20)\d\d)")


def labelled(line: str) -> list[Labelled]:
    """Return the labels on a line with their values; a value ends where the next label begins."""
    plain = simplified(line)
    found = list(page().label.finditer(plain))
    out: list[Labelled] = []
    for match, behind in pairwise([*found, None]):
        assert match is not None
        label = "".join((match["long"] or match["short"]).split())
        fact, rank = page().labels[label]
        value = line[match.end() : behind.start() if behind else len(line)]
        cut = _OTHER_LABEL.search(value, 1)
        value = (value[: cut.start()] if cut else value).strip(" |\t\xa0\u3000")
        out.append(Labelled(label, fact, rank, value.split("|")[0].strip(), match.start()))
    return out
