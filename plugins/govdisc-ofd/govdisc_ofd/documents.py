"""The pages of one document of a package: their areas, templates, resources and annotations (GB/T 33190-2016, 7.5 to 7.10, 15)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from govdisc_pdf.pages import MAX_PAGES, Matrix, Page, Sheet, placed

from govdisc.plugin import InputError
from govdisc.plugin import gettext as _
from govdisc.reading import Clock, check_text
from govdisc_ofd.drawing import Drawing
from govdisc_ofd.package import Package, child, children, text_of
from govdisc_ofd.resources import Resources, numbers
from govdisc_ofd.widths import glyphs, on_others

#: Points in a millimetre.
_POINTS = 72 / 25.4
#: A4, where a file does not say how large its pages are.
_A4 = (0.0, 0.0, 210.0, 297.0)
#: More different characters than this in one place, and a larger share of all: whoever made the file gave all pieces of a line one place (easyofd).
_FEWEST_DISPLACED, _MOST_DISPLACED = 20, 0.05
#: Annotations that lie over a page and are none of its text: seals, watermarks, places to click.
_PASSED_OVER = ("Stamp", "Watermark", "Link")


def pages_of(package: Package, base: str, clock: Clock) -> Sequence[Page]:
    """Return the pages of the document whose root is the part ``base``.

    Raises:
        InputError: a part is missing or damaged, or there are more pages or characters than any report has.

    """
    root = package.part(base)
    common = child(root, "CommonData")
    listed = list(children(child(root, "Pages"), "Page"))
    if len(listed) > MAX_PAGES:
        raise InputError(
            _("the file has {count} pages, more than the {limit} that are read; split it into one file a report.").format(
                count=len(listed), limit=MAX_PAGES
            )
        )
    if not listed:
        raise InputError(_("the file has no pages; ask for it again, or open it in the program that made it and save it anew."))
    resources = Resources()
    resources.add(package, base, common)
    templates = _Templates(package, base, common, resources)
    notes = dict(_annotations(package, base, root))
    pages: list[Page] = []
    characters = displaced = 0
    for number, entry in enumerate(listed, 1):
        clock.check()
        name = package.find(base, entry.get("BaseLoc")) or entry.get("BaseLoc", "")
        page = package.part(name)
        resources.add(package, name, page)
        below, above = templates.of(page)
        sheet, matrix = _sheet(child(page, "Area"), child(child(page, "Content"), "PageArea"), child(common, "PageArea"))
        drawing = Drawing(number, resources, clock)
        for contents in (*below, page, *above, *notes.get(entry.get("ID", ""), ())):
            drawing.add(contents, matrix)
        pages.append(placed(number, sheet, list(glyphs(drawing.marks)), drawing.shapes))
        characters += len(drawing.marks)
        displaced += on_others(drawing.marks)
        check_text(0, characters)
    if displaced > max(_FEWEST_DISPLACED, characters * _MOST_DISPLACED):
        raise InputError(
            _("characters of the file are drawn on one another, so that it does not tell where they stand; ask for the Word file, or a PDF.")
        )
    return pages


def _sheet(*areas: Any | None) -> tuple[Sheet, Matrix]:
    """Return the part of the plane that a page shows, and the map from its millimetres, by the first area that tells its size."""
    boxes = (numbers(text_of(child(area, "PhysicalBox")), 4) for area in areas)
    left, top, width, height = next((box for box in boxes if box is not None and box[2] > 0 and box[3] > 0), _A4)
    matrix = (_POINTS, 0.0, 0.0, -_POINTS, -left * _POINTS, (top + height) * _POINTS)
    return Sheet(0.0, 0.0, width * _POINTS, height * _POINTS), matrix


class _Templates:
    """The templates of a document, each parsed once."""

    def __init__(self, package: Package, base: str, common: Any | None, resources: Resources) -> None:
        self._package, self._base, self._resources = package, base, resources
        self._listed = {template.get("ID"): template for template in children(common, "TemplatePage")}
        self._parsed: dict[str, Any] = {}

    def of(self, page: Any) -> tuple[list[Any], list[Any]]:
        """Return the templates that lie below a page and those that lie above it."""
        below: list[Any] = []
        above: list[Any] = []
        for used in children(page, "Template"):
            name = used.get("TemplateID", "")
            template = self._listed.get(name)
            if template is None:
                continue
            order = used.get("ZOrder") or template.get("ZOrder")
            (above if order == "Foreground" else below).append(self._contents(name, template))
        return below, above

    def _contents(self, name: str, template: Any) -> Any:
        if name not in self._parsed:
            found = self._package.named(self._base, template.get("BaseLoc"))
            if found is not None:
                self._resources.add(self._package, *found)
            self._parsed[name] = () if found is None else found[1]
        return self._parsed[name]


def _annotations(package: Package, base: str, root: Any) -> Iterator[tuple[str, list[Any]]]:
    """Yield for each page with annotations its identifier and those that are part of its text."""
    listed = package.named(base, text_of(child(root, "Annotations")))
    if listed is None:
        return
    for page in children(listed[1], "Page"):
        found = package.named(listed[0], text_of(child(page, "FileLoc")))
        if found is not None:
            notes = children(found[1], "Annot")
            yield page.get("PageID", ""), [note for note in notes if note.get("Type") not in _PASSED_OVER and note.get("Visible") != "false"]
