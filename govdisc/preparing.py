"""Files whose format is made ready many at a time: a converter's start is dear, so it is started once for a group.

A few sources are looked at ahead, those of such a format are converted together, and all come out in their order. A file that cannot
be converted keeps its error; whether a file is what its name says is found out when it is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from govdisc.choose import score
from govdisc.errors import InputError
from govdisc.formats.base import Format
from govdisc.guard import Broken, guarded
from govdisc.loading import PluginInfo
from govdisc.plugins import Plugins
from govdisc.records import replace
from govdisc.sources import Source, open_source

#: So many sources are looked at ahead, and so many are made ready at once.
AHEAD, GROUP = 400, 50


def slow_suffixes(plugins: Plugins) -> dict[str, Format]:
    """Return the formats that are made ready in groups, by the suffixes of their files."""
    return {suffix: format_ for format_ in plugins.formats.values() if format_.prepare is not None for suffix in format_.suffixes}


def prepared(sources: Iterable[Source], plugins: Plugins) -> Iterator[Source]:
    """Yield the sources in their order, those of slow formats made ready."""
    slow = slow_suffixes(plugins)
    if not slow:
        yield from sources
        return
    rest = iter(sources)
    while window := list(islice(rest, AHEAD)):
        yield from _window(window, slow, plugins)


def _window(window: list[Source], slow: dict[str, Format], plugins: Plugins) -> Iterator[Source]:
    places = [number for number, source in enumerate(window) if source.suffix in slow and source.path not in (None, "-") and not source.problem]
    for start in range(0, len(places), GROUP):
        group = places[start : start + GROUP]
        if len(group) > 1:  # one alone is converted when it is read
            _ready(window, group, slow, plugins)
    yield from window


def _ready(window: list[Source], group: list[int], slow: dict[str, Format], plugins: Plugins) -> None:
    by_format: dict[str, list[int]] = {}
    data: dict[int, bytes] = {}
    for number in group:
        format_ = slow[window[number].suffix]
        try:
            opened = open_source(window[number])
            if score(format_, opened.head, window[number].uri, plugins) > 0:
                data[number] = opened.data()
                by_format.setdefault(format_.name, []).append(number)
        except InputError:
            continue  # told when it is read
    formats = {format_.name: format_ for format_ in slow.values()}
    for name, numbers in by_format.items():
        try:
            made = _made(formats[name], [data[number] for number in numbers], plugins.format_owner(name))
        except (InputError, Broken):
            continue  # each is read for itself, and what is wrong is told there
        for number, ready in zip(numbers, made, strict=True):
            window[number] = replace(window[number], ready=ready)


def _made(format_: Format, files: list[bytes], owner: PluginInfo | None) -> Sequence[bytes | InputError]:
    if owner is None or owner.ours:
        ours: Sequence[bytes | InputError] = format_.called("prepare")(files)
        return ours

    def call() -> list[bytes | InputError]:
        made = list(format_.called("prepare")(files))
        if len(made) != len(files) or not all(isinstance(each, (bytes, InputError)) for each in made):
            raise ValueError("prepare gives something else than one result a file")
        return made

    return guarded(call, allowed=(InputError,))
