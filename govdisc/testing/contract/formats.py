"""What is written is read again, file formats tell themselves apart, and bad files are refused with a sentence."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterable, Iterator
from typing import Any

from govdisc.choose import readable
from govdisc.errors import ConfigurationError, InputError, MissingLibraryError
from govdisc.formats.base import Format, ReadContext, WriteContext
from govdisc.guard import Broken, guarded
from govdisc.model.document import Document
from govdisc.model.form import Form
from govdisc.model.report import Report
from govdisc.testing.contract.subject import Breach, Check, Subject, bind, breach
from govdisc.testing.damage import bad_files
from govdisc.testing.running import read_reports

#: So many random and so many awkward reports of each form go through a format and back.
RANDOM, AWKWARD = 2, 6
#: A file's head, as detection sees it.
HEAD = 4096


def checks(subject: Subject) -> Iterator[Check]:
    """Yield the promises of each file format."""
    for format_ in subject.brought("formats"):
        name = format_.name
        yield Check(f"{name} is described", bind(_described, format_))
        if format_.write is not None:
            yield Check(f"{name} writes the same bytes twice and leaves the report alone", bind(_steady, subject, format_))
        if format_.write is not None and format_.read is not None:
            yield Check(f"{name} loses nothing", bind(_round_trips, subject, format_))
            yield Check(f"{name} knows its own files", bind(_knows_its_own, subject, format_))
        if format_.read is not None:
            yield Check(f"{name} leaves the files of others alone", bind(_leaves_others, subject, format_))
            yield Check(f"{name} refuses bad files with a sentence", bind(_refuses, subject, format_))


def _described(format_: Format) -> None:
    if not format_.title or not format_.suffixes or not all(suffix.startswith(".") and suffix == suffix.lower() for suffix in format_.suffixes):
        breach(f"the format {format_.name} needs a title, and suffixes in small letters with their dot, such as ('.tabs',).")
    if format_.read is None and format_.write is None:
        breach(f"the format {format_.name} neither reads nor writes.")


def written(subject: Subject, format_: Format, report: Report) -> bytes:
    """Return a report in a format, as bytes."""
    data = format_.writer()([report], WriteContext(subject.plugins.forms))
    if not isinstance(data, bytes):
        breach(f"the writer of {format_.name} returns {type(data).__name__}, not bytes.")
    return data


def accepted(subject: Subject, format_: Format, reports: Iterable[tuple[Form, Report]]) -> Iterator[tuple[Form, Report]]:
    """Yield the reports that a format holds: one that is made for some forms refuses the others with a sentence, and not all of them."""
    some = False
    for form, report in reports:
        before = copy.deepcopy(report)
        try:
            written(subject, format_, report)
        except (ConfigurationError, InputError) as error:
            if not str(error).strip():
                breach(f"{format_.name} refuses a report of form {form.variant or form.id} without a sentence.")
            continue
        if report != before:
            breach(f"the writer of {format_.name} changes the report that it is given ({form.variant or form.id}).")
        some = True
        yield form, report
    if not some:
        breach(f"{format_.name} writes no report of any installed form.")


def _steady(subject: Subject, format_: Format) -> None:
    for form, report in accepted(subject, format_, subject.correct(1, remarks=True)):
        data = written(subject, format_, report)
        if written(subject, format_, report) != data:
            breach(f"the writer of {format_.name} writes other bytes the second time ({form.variant or form.id}); no clock, no random names.")


def _round_trips(subject: Subject, format_: Format) -> None:
    reports = [*subject.correct(RANDOM, remarks=True, blank_zeros=True), *subject.awkward(AWKWARD)]
    for form, report in accepted(subject, format_, reports):
        where = f"form {form.variant or form.id}, {report.agency.name} {report.year}"
        suffix = format_.suffixes[0]
        found = list(read_reports(written(subject, format_, report), f"report{suffix}", subject.plugins, format_.name, report.variant))
        if len(found) != 1 or not isinstance(found[0], Report):
            breach(f"{format_.name} does not read what it wrote ({where}): {found[0] if found else 'nothing'}")
        for path, was, now in differences(comparable(report), comparable(found[0])):
            breach(f"{format_.name} loses {path} ({where}): {_short(was)} became {_short(now)}")


def comparable(report: Report) -> dict[str, Any]:
    """Return a report's own keys, without what belongs to the file that it was read from."""
    data = report.to_dict()
    for key in ("source", "places", *report.extracted):
        data.pop(key, None)
    return data


def differences(was: Any, now: Any, path: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Yield where two JSON values differ, as (path, one, the other)."""
    if isinstance(was, dict) and isinstance(now, dict):
        for key in dict.fromkeys([*was, *now]):
            yield from differences(was.get(key), now.get(key), f"{path}.{key}" if path else str(key))
    elif isinstance(was, list) and isinstance(now, list) and len(was) == len(now):
        for number, (before, after) in enumerate(zip(was, now, strict=True)):
            yield from differences(before, after, f"{path}[{number}]")
    elif was != now:
        yield path, was, now


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:80]}…"


def _knows_its_own(subject: Subject, format_: Format) -> None:
    for _form, report in accepted(subject, format_, subject.correct(1)):
        data = written(subject, format_, report)
        scores = {other.name: _score(other, data, f"report{format_.suffixes[0]}") for other in readable(subject.plugins).values()}
        best = max(scores.values())
        rivals = [name for name, score in scores.items() if score == best and name != format_.name]
        if scores[format_.name] < best or (best and rivals):
            breach(f"a file of {format_.name} is taken for {', '.join(rivals)}; let detect look for a mark of its own.")
        if not best:
            breach(f"no format knows a file of {format_.name} by its content; give it a detect.")


def _score(format_: Format, data: bytes, name: str) -> int:
    detect = format_.detector()
    score = 0 if detect is None else detect(data[:HEAD], name)
    if isinstance(score, bool) or not isinstance(score, int) or not 0 <= score <= 100:
        breach(f"detect of {format_.name} returns {score!r}, where a number from 0 to 100 is asked for.")
    return score


def _leaves_others(subject: Subject, format_: Format) -> None:
    _form, report = next(iter(subject.correct(1)))
    for other in subject.plugins.formats.values():
        if other.name == format_.name or other.write is None or other.read is None:
            continue
        try:
            data = written(subject, other, report)
        except MissingLibraryError:
            continue
        name = f"report{other.suffixes[0]}"
        if _score(format_, data, name) >= _score(other, data, name):
            breach(f"{format_.name} takes a file of {other.name} for its own.")
    _score(format_, b"", "")
    _score(format_, bytes(range(256)) * 16, "no.suffix")


def _refuses(subject: Subject, format_: Format) -> None:
    own = written(subject, format_, next(iter(subject.correct(1)))[1]) if format_.write is not None else None
    context = ReadContext(f"bad{format_.suffixes[0]}", subject.plugins.forms, subject.plugins.formats)
    for what, data in bad_files(random.Random(13), own):
        try:
            guarded(bind_read(format_, data, context), allowed=(InputError, MissingLibraryError, Breach))
        except MissingLibraryError as error:
            breach(str(error))
        except InputError as error:
            if not str(error).strip() or "\n" in str(error).strip():
                breach(f"{format_.name} refuses {what} without one sentence: {error!r}")
        except Broken as error:
            breach(f"{format_.name} fails on {what}, where InputError with one sentence is asked for: {error}")


def bind_read(format_: Format, data: bytes, context: ReadContext) -> Any:
    """Return a call that reads a whole file."""

    def read() -> None:
        made = format_.reader()(data, context)
        if isinstance(made, Document):
            return
        if made is None or isinstance(made, (str, bytes)) or not isinstance(made, Iterable):
            breach(f"the reader of {format_.name} returns {type(made).__name__}, where a Document or reports are asked for.")
        for found in made:
            if not isinstance(found, (Report, InputError)):
                breach(f"the reader of {format_.name} yields {type(found).__name__}, where reports are asked for.")

    return read
