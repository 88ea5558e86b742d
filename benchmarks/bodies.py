"""Reports for benchmarks: each of a body of its own, some twice, some for two years, as a national collection has them."""

from __future__ import annotations

import random
from collections.abc import Iterator

from govdisc.testing import Options, random_report
from govdisc.testing.bodies import invented_body
from govdisc.text.jsontext import dumps

#: So many names :func:`invented_body` has; beyond them the same stand within another city.
_NAMES = 36_864
_CITIES = "甲乙丙丁戊己庚辛壬癸"
#: So many different reports are made; the others have their numbers and another body's name.
_MADE = 200


def name_of(number: int) -> str:
    """The name of a body; no two numbers have the same."""
    round_, at = divmod(number, _NAMES)
    name = invented_body(at).name
    assert name is not None
    return f"{_CITIES[round_ % len(_CITIES)]}州市{name}" if round_ else name


def lines(count: int) -> Iterator[bytes]:
    """Yield reports as JSON Lines: of each ten, the eighth and ninth are a body's for two years, and the tenth is a double of the seventh."""
    chance = random.Random(1)
    made = [random_report(chance, Options(year=2023, places=True)) for _number in range(_MADE)]
    texts = [(dumps(report.to_dict()), report.agency.name or "") for report in made]
    for number in range(count):
        text, name = texts[number % _MADE]
        text = text.replace(name, name_of(number - {8: 1, 9: 3}.get(number % 10, 0)))
        yield (text.replace("2023", "2022") if number % 10 == 7 else text).encode() + b"\n"
