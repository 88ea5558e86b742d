"""The narrative against the tables and against itself (family NAR).

Prose may speak of another scope than the tables, so what is found here is a warning at most; and every reading that an honest
report could mean is tried before anything is said.
"""

from __future__ import annotations

from govdisc_prose.narrative import counts, disputes, nil, percentages, sums

RULES = [*counts.RULES, *disputes.RULES, *nil.RULES, *sums.RULES, *percentages.RULES]
