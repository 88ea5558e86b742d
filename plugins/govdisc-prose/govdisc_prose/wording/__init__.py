"""What the text of a report says of itself: citations, period, years, names, topics, and what was left in it (codes STR3xx)."""

from __future__ import annotations

from govdisc_prose.wording import bodies, citations, leftovers, topics, years

RULES = [*citations.RULES, *years.RULES, *bodies.RULES, *leftovers.RULES, *topics.RULES]
