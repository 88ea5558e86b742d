"""Copies of the files with a comment at each wrong cell and sentence, to send back (退回修改); the files themselves stay untouched.

How a comment is put into a file is its format's affair (``Format.mark``); of what kinds there is no marked copy is said once for each.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from govdisc.plugin import Format, GovdiscError, Mark, Outcome, ReportContext, explained, printed_value, untaken
from govdisc.plugin import gettext as _
from govdisc_review.board import Leaf, board
from govdisc_review.flat import Flat
from govdisc_review.words import LEVELS

#: The largest file that is copied, in bytes; a report has some kilobytes.
LARGEST_COPIED = 200_000_000


def folder(outcome: Outcome, context: ReportContext) -> Iterator[tuple[str, bytes]]:
    """Yield a marked copy of each file in which something was found, under the file's own name."""
    files: dict[str, list[Leaf]] = {}
    for leaf in board(outcome, context).reports:
        files.setdefault(leaf.entry.uri, []).append(leaf)
    taken: set[str] = set()
    for uri, leaves in files.items():
        marks = [mark for leaf in leaves for mark in marks_of(leaf)]
        format_ = _format(leaves[0], context)
        if not marks or format_ is None:
            continue
        if format_.mark is None:
            context.say(_("no marked copy is made of {kind} files, only of: {known}.").format(kind=format_.name, known=_known(context)))
            continue
        try:
            yield _name(uri, taken), format_.called("mark")(_bytes(uri, leaves[0]), marks)
        except (GovdiscError, OSError) as error:
            reason = (error.strerror or str(error)) if isinstance(error, OSError) else str(error)
            context.say(_("no marked copy of {uri}: {reason}").format(uri=uri, reason=reason))


def marks_of(leaf: Leaf) -> Iterator[Mark]:
    """Yield the comments on one report: its findings that count, then the cells that are certainly the wrong ones."""
    for flat in leaf.findings:
        if flat.finding.counts:
            yield Mark(_comment(flat), flat.finding.place, flat.finding.quote)
    for explanation in leaf.explanations:
        if explanation["certain"]:
            (sentence,) = explained([explanation], leaf.labels)
            for change in explanation["cells"]:
                words = _("probably {numbers}").format(numbers=printed_value(change["expected"]))
                yield Mark(f"{words}\n{sentence}", leaf.places.get(change["cell"]))


def _comment(flat: Flat) -> str:
    """What a comment says: the finding, both numbers where they are numbers, what to do, and the article."""
    finding = flat.finding
    lines = [f"【{_(LEVELS[finding.severity])} {finding.code}】{finding.message}"]
    if finding.place is None or (flat.label and flat.label not in finding.message):
        lines.append(flat.label)
    if finding.expected is not None:
        lines.append(_("Expected") + f" {_printed(finding.expected)}")
    if finding.suggestion:
        lines.append(finding.suggestion)
    if finding.basis:
        lines.append(_("basis: {text}").format(text=finding.basis))
    return "\n".join(line for line in lines if line)


def _printed(value: object) -> str:
    return value if isinstance(value, str) else printed_value(value)  # type: ignore[arg-type]  # a number of a cell


def _format(leaf: Leaf, context: ReportContext) -> Format | None:
    source = leaf.source
    # a report that came as data names the file that it was once read from, which is not at hand
    named = source.format if source is not None and source.uri == leaf.entry.uri else Path(leaf.entry.uri).suffix[1:]
    found = context.formats.get(named)
    if found is None:
        context.say(_("no marked copy is made of {kind} files, only of: {known}.").format(kind=named or "?", known=_known(context)))
    return found


def _known(context: ReportContext) -> str:
    return ", ".join(format_.name for format_ in context.formats.values() if format_.mark is not None) or "-"


def _bytes(uri: str, leaf: Leaf) -> bytes:
    """The bytes of a file as they were when it was checked.

    Raises:
        GovdiscError: when it is no file of its own, or another one by now.
        OSError: when it cannot be read.

    """
    path = Path(uri)
    if not path.is_file():
        raise GovdiscError(_("it is no file of its own (it came through a pipe, or lies in a ZIP); unpack it first."))
    if path.stat().st_size > LARGEST_COPIED:
        raise GovdiscError(_("it is too large."))
    data = path.read_bytes()
    if leaf.entry.sha256 != hashlib.sha256(data).hexdigest():
        raise GovdiscError(_("it was changed since it was checked; check it again."))
    return data


def _name(uri: str, taken: set[str]) -> str:
    """The file's own name, with a number where another folder has a file of that name."""
    own = re.sub(r'[\x00-\x1f\x7f<>:"/\\|?*]', "_", uri.replace("\\", "/").rpartition("/")[2])[-150:] or "report"
    stem, dot, suffix = own.rpartition(".")
    return untaken(stem, dot + suffix, taken) if dot else untaken(own, "", taken)
