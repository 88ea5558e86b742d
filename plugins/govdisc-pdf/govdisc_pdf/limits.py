"""How much of a file is looked at; how long it may take and how much memory stands in :mod:`govdisc_pdf.worker`."""

from __future__ import annotations

#: Reports have 3 to 30 pages; whole yearbooks of all agencies of a city stay below this.
MAX_PAGES = 300
#: A page of the smallest print holds some 10,000 characters.
MAX_CHARS = 100_000
#: A ruled table needs a few hundred lines, a page of dotted ones 20,000 dots; a map or a chart may have any number, and of those only so
#: many are looked at.
MAX_OBJECTS = 60_000
#: Lines and curves within one path, for the same reason.
MAX_SEGMENTS = 5_000
#: Forms within forms: PDFium itself stops near this depth.
MAX_DEPTH = 8
