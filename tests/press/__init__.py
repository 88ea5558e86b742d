"""The press: random reports printed by real programs, read back, and counted cell by cell.

A chain is one way in which offices make files: a page printed by a browser with borders, a Word document exported by LibreOffice, and so
on. Each family of chains is one file in ``chains/`` with a tuple ``CHAINS``; to add a chain, add it there. ``tools/press.py`` prints the
matrix; a small part of it runs in the tests.
"""
