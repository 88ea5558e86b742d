"""Facts of reports of a regime that is known by its patterns alone: how it titles reports, writes days and labels facts.

The national forms' own sources (sentences that announce a report, names of bodies) are those of a language, and stand beside this.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from govdisc.model.document import Grid, Paragraph
from govdisc.model.form import Form
from govdisc.model.regime import Regime
from govdisc.recognise.facts import Facts
from govdisc.recognise.titles import Title
from govdisc.text.dates import is_iso_day

#: A title and labels stand within so many lines; a title goes over so many of them at most.
HEAD_LINES, TITLE_LINES = 80, 4
#: The longest line that may be a title or hold a label.
LONGEST_LINE = 300
_YEAR = re.compile(r"(?:19|20)\d\d")


def find_plain_facts(blocks: Sequence[Paragraph | Grid], metadata: Mapping[str, str], form: Form) -> Facts:
    """Read agency, year and date of publication by the patterns of the form's regime."""
    regime, lines = form.regime, list(_head(blocks))
    title = next(iter(titles_in(lines, regime)), None) or next(iter(titles_in([metadata.get("title", "")], regime)), None)
    labelled = dict(_labelled(lines, regime))
    published = regime.read_date(metadata.get("published", "")) or regime.read_date(labelled.get("published", ""))
    agency = (title.agency if title else None) or labelled.get("agency") or metadata.get("agency") or None
    return Facts(title.text if title else None, agency, title.year if title else None, published if is_iso_day(published or "") else None, title)


def titles_in(lines: Sequence[str], regime: Regime) -> Iterator[Title]:
    """Yield the titles among lines, each over as few of them as will do."""
    for first in range(len(lines)):
        for count in range(1, TITLE_LINES + 1):
            text = " ".join(" ".join(lines[first : first + count]).split())
            if not text or len(text) > LONGEST_LINE or first + count > len(lines):
                break
            read = regime.read_title(text)
            if read is not None:
                yield Title(text, read[0], read[1], first, first + count - 1)
                break


def _head(blocks: Sequence[Paragraph | Grid]) -> Iterator[str]:
    """The first lines of a document, those of small tables of facts among them."""
    count = 0
    for block in blocks:
        texts = [block.text] if isinstance(block, Paragraph) else [" ".join(cell.text for cell in row) for row in block.rows[:3]]
        for text in texts:
            if text.strip() and len(text) <= LONGEST_LINE:
                yield text
                count += 1
            if count >= HEAD_LINES:
                return


def _labelled(lines: Sequence[str], regime: Regime) -> Iterator[tuple[str, str]]:
    """What stands behind the regime's labels of facts, the last label of each first, so that the first one counts."""
    for fact, labels in regime.labels.items():
        for label in reversed(labels):
            for line in reversed(lines):
                head, colon, value = line.partition(":")
                if colon and " ".join(head.split()).lower() == label.lower() and value.strip():
                    yield fact, " ".join(value.split())
