"""The workers of a Dask scheduler as a crew: units go there and results come back; order and failures are the engine's business."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import CancelledError
from dataclasses import replace
from typing import Any

from govdisc.plugin import ConfigurationError, CrewLostError, MissingLibraryError, WorkerLostError
from govdisc.plugin import gettext as _

#: Seconds until a scheduler must answer.
ANSWER = 10
#: Seconds without a result, after which it is looked whether there still are workers.
PATIENCE = 20


def work(task: Any, unit: list[Any], judged: bool) -> list[Any]:
    """Do a unit of work; this runs on the worker."""
    found: list[Any] = task.results(unit, judged)
    return found


class DaskCrew:
    """The workers of one scheduler."""

    def __init__(self, address: str, task: Any, say: Callable[[str], None]) -> None:
        """Connect to the scheduler.

        Raises:
            ConfigurationError: when it cannot be reached, or has no workers.
            MissingLibraryError: when distributed is not installed.

        """
        try:
            import distributed
        except ModuleNotFoundError as error:
            if (error.name or "").split(".")[0] not in ("distributed", "dask"):
                raise
            raise MissingLibraryError(_("--executor dask needs distributed; install it with: pip install distributed")) from error
        if not address:
            raise ConfigurationError(_("--executor dask needs the address of a scheduler: dask:tcp://HOST:8786."))
        self._address, self._task, self._say, self._told = address, task, say, False
        connect: Any = distributed.Client  # it is half typed
        try:
            self._client: Any = connect(address, timeout=ANSWER, set_as_default=False, name="govdisc")
        except (OSError, TimeoutError, ValueError) as error:
            raise ConfigurationError(
                _("--executor dask:{address}: no scheduler answers there: {error}").format(address=address, error=error)
            ) from error
        self.workers = sum(self._client.nthreads().values())
        if not self.workers:
            self.end()
            raise ConfigurationError(_("--executor dask:{address}: the scheduler has no workers.").format(address=address))

    def submit(self, unit: list[Any], judged: bool) -> Callable[[], list[Any]]:
        """Begin with a unit."""
        seen = [replace(source, path=os.path.abspath(source.path)) if source.path not in (None, "-") else source for source in unit]
        try:
            future = self._client.submit(work, self._task, seen, judged, pure=False)
        except Exception as error:  # a client that is closed, or whose scheduler is gone, raises all kinds of them
            reason = str(error)
            return lambda: self._gone(reason)
        return lambda: self._results(future)

    def alone(self, source: Any, judged: bool) -> list[Any]:
        """Do one source again."""
        return self.submit([source], judged)()

    def renewed(self) -> bool:
        """Tell that the other units go on: the scheduler gives those of a worker that ended to another."""
        return False

    def end(self) -> None:
        """Close the connection; the scheduler and its workers are not ours."""
        self._client.close(timeout=ANSWER)

    def _results(self, future: Any) -> list[Any]:
        from distributed import KilledWorker
        from distributed import TimeoutError as DaskTimeoutError  # no TimeoutError in older Pythons
        from distributed.comm.core import CommClosedError

        while True:
            try:
                found: list[Any] = future.result(timeout=PATIENCE)
            except KilledWorker as error:
                raise WorkerLostError from error
            except (TimeoutError, DaskTimeoutError):
                if not self._has_workers():
                    return self._gone(_("no worker is left"))
            except (CancelledError, CommClosedError, OSError) as error:
                return self._gone(str(error))
            else:
                future.release()
                return found

    def _has_workers(self) -> bool:
        try:
            return self._client.status == "running" and bool(sum(self._client.nthreads().values()))
        except Exception:  # no answer is as good as none
            return False

    def _gone(self, reason: str) -> list[Any]:
        """Say once that the connection is lost; what is left is done here."""
        if not self._told:
            self._told = True
            self._say(
                _("the connection to {address} was lost ({reason}); what is left is done on this machine.").format(
                    address=self._address, reason=reason.splitlines()[0][:200] if reason else "?"
                )
            )
        raise CrewLostError
