"""What a plugin may bring beside formats, forms and rules: reporters, extractors, families, overrides, solvers, executors."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field
from typing import TYPE_CHECKING, Any, Protocol

from govdisc.formats.base import Format
from govdisc.model.parameters import Parameter
from govdisc.records import record

if TYPE_CHECKING:
    from govdisc.model.book import FormBook
    from govdisc.model.document import Document
    from govdisc.model.form import Form
    from govdisc.model.report import Report


@record(frozen=True)
class Reporter:
    """A format for findings: of one file, of a folder of files, or both.

    ``write(outcome, context)`` yields pieces of text or bytes, which are written one after another; ``folder(outcome, context)`` yields
    the files of a folder as (name, bytes), a name may have folders in it (``a/b.html``). Either may be None. With ``whole`` the files
    belong together: the folder comes to be as a whole, one that holds anything is replaced only with ``--param replace=yes``, and what is
    yielded may be pieces of files, those of one name in their order. ``streams`` says that the
    outcome is walked once, by :meth:`~govdisc.account.Outcome.results`, and the pieces for a report are made when that report is
    done, so that nothing has to be kept; others may walk it as often as they like; ``binary`` that they are no text, which no
    terminal is sent. ``suffixes`` tell the format by a file's name; ``parameters`` are what ``--param`` sets, as texts in
    ``context.params``.
    """

    name: str
    title: str
    write: Callable[..., Iterator[str | bytes]] | None = None
    suffixes: tuple[str, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    streams: bool = False
    binary: bool = False
    folder: Callable[..., Iterator[tuple[str, bytes]]] | None = None
    whole: bool = False


@record(frozen=True)
class ExtractContext:
    """What an extractor may look at beside the report: its form (with its variant) and, where it asked, the document."""

    form: Form
    document: Document | None = None


@record(frozen=True)
class Extractor:
    """What reads something of its own out of a report: ``read(report, context)`` gives the JSON value of ``key``, None for nothing.

    ``after`` are keys of other extractors that it looks at; ``forms`` the forms or variants that it is about (empty: any);
    ``needs`` may hold ``document``.
    """

    key: str
    read: Callable[[Any, ExtractContext], Any]
    schema: Mapping[str, Any] = field(default_factory=dict)
    after: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


@record(frozen=True)
class RosterRequest:
    """What a roster is read from: a file, reports that were read beside the batch as those of a parent's bodies, or both."""

    path: str | None
    children: tuple[Report, ...]
    forms: FormBook
    formats: Mapping[str, Format]


@record(frozen=True)
class RosterGiven:
    """What a roster gives to a run: days of publication by body, and who belongs to whom, for rules with ``needs=("roster",)``.

    ``roster`` must be picklable, since every worker has it. ``expected`` are the bodies that must send a report, each with all its
    names, so that reporters can tell who is missing.
    """

    roster: Any
    dates: Mapping[str, str] = field(default_factory=dict)
    expected: tuple[tuple[str, ...], ...] = ()


@record(frozen=True)
class RosterReader:
    """What reads ``govdisc validate --roster FILE --children PATH``; a file that is wrong raises a ConfigurationError."""

    name: str
    read: Callable[[RosterRequest], RosterGiven]


@record(frozen=True)
class Solver:
    """What names wrong cells where the core's own search for one or two finds none.

    ``solve`` gets a :class:`govdisc.explain.System`, the sums of a table that hang together and what each is off by, and gives sets of
    cells with the numbers that would settle all of them.
    """

    name: str
    solve: Callable[[Any], Iterable[Mapping[str, Any]]]


@record(frozen=True)
class Family:
    """Three letters for rules of one's own, and what they are about."""

    letters: str
    title: str


@record(frozen=True)
class Override:
    """Another severity for a rule, or ``off``, with the basis for that; ``forms`` are where it holds (empty: everywhere).

    ``replaced_by`` is the code of the rule that looks in its place, which ``govdisc rules CODE`` tells.
    """

    code: str
    severity: str | None = None
    basis: str | None = None
    replaced_by: str | None = None
    forms: tuple[str, ...] = ()


class WorkerLostError(Exception):
    """A worker ended while it did a unit of work: one of its sources may be what ended it."""


class CrewLostError(Exception):
    """No worker can be reached any more; what was not done yet is done elsewhere."""


class Crew(Protocol):
    """Workers that do units of work, which are lists of sources; the engine keeps the order and looks after what fails."""

    @property
    def workers(self) -> int:
        """How many units are done at a time."""

    def submit(self, unit: list[Any], judged: bool) -> Callable[[], list[Any]]:
        """Begin with a unit; what is returned waits for it, and gives its results or raises WorkerLostError or CrewLostError."""

    def alone(self, source: Any, judged: bool) -> list[Any]:
        """Do one source of a unit that was lost, where nothing else can be lost with it; raises as what ``submit`` returns."""

    def renewed(self) -> bool:
        """After a WorkerLostError: be ready for more, and tell whether the units that were submitted before are lost as well."""

    def end(self) -> None:
        """Let the workers go."""


@record(frozen=True)
class Executor:
    """What does the units of work of a run elsewhere: ``--executor NAME:ADDRESS``.

    ``open(address, task, say)`` gives a :class:`Crew`, whose workers call ``task.results(unit, judged)``, the task being pickled; ``say``
    tells the user a sentence. An address that leads nowhere raises a ConfigurationError.
    """

    name: str
    open: Callable[[str, Any, Callable[[str], None]], Crew]
