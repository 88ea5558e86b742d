"""What severities and states are called, once for all pages and workbooks."""

from __future__ import annotations

from govdisc.plugin import N_

#: A finding's severity, or what came of a report as a whole.
LEVELS = {"error": N_("error"), "warning": N_("warning"), "info": N_("note"), "good": N_("nothing found"), "unread": N_("not read"), "missing": N_("missing")}
#: What became of a file that was not read.
STATUS = {"refused": N_("cannot be read"), "passed_over": N_("passed over")}
