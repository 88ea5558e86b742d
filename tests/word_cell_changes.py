"""Changes to what stands in the cells of a document's tables, numbers and labels; beside :mod:`word_changes`, which keeps them all."""

from __future__ import annotations

import copy
import random
import re
from typing import Any

from word_changes import CHANGES, change
from word_kit import (
    W,
    cells,
    labels,
    made,
    merged,
    numbers,
    rows,
    run,
    set_runs,
    set_span,
    set_text,
    span,
    text_of,
)  # fmt: skip

__all__ = ["CHANGES"]

# --- numbers ----------------------------------------------------------------------------------------------------------------------


@change
def revised_numbers(of: Any, random: random.Random) -> None:
    for each in numbers(of):
        if random.random() < 0.3:
            text = text_of(each)
            at = random.randrange(len(text))
            old = f"<w:del><w:r><w:delText>{random.randrange(999)}</w:delText></w:r></w:del>"
            moved = f"<w:moveFrom>{run('77')}</w:moveFrom>"
            set_runs(each, random.choice([old, moved, ""]) + (run(text[:at]) if at else "") + old + f"<w:ins>{run(text[at:])}</w:ins>")


@change
def fields(of: Any, random: random.Random) -> None:
    for each in numbers(of):
        if random.random() < 0.3:
            text = run(text_of(each))
            step = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
            code = "<w:r><w:instrText> =SUM(LEFT) 5 </w:instrText></w:r>"
            simple = f'<w:fldSimple w:instr=" =SUM(LEFT) \\# 0 ">{text}</w:fldSimple>'
            set_runs(each, random.choice([simple, step("begin") + code + step("separate") + text + step("end")]))


@change
def hidden_text(of: Any, random: random.Random) -> None:
    for each in numbers(of):
        if random.random() < 0.2:
            hidden = run("8", random.choice(["<w:vanish/>", "<w:strike/>", "<w:dstrike/>", "<w:webHidden/><w:vanish/>"]))
            set_runs(each, random.choice([hidden + run(text_of(each)), run(text_of(each)) + hidden]))


@change
def notes(of: Any, random: random.Random) -> None:
    for each in numbers(of):
        if random.random() < 0.1:
            raised = run(random.choice(["1", "①", "[1]", "注"]), '<w:vertAlign w:val="superscript"/>')
            foot = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteReference w:id="2"/></w:r>'
            own = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:endnoteReference w:customMarkFollows="1" w:id="2"/><w:t>1</w:t></w:r>'
            set_runs(each, run(text_of(each)) + random.choice([raised, foot, own]))


@change
def paragraphs(of: Any, random: random.Random) -> None:
    for each in cells(of):
        if random.random() < 0.3 and each.find(f"{W}p") is not None:
            each.find(f"{W}p").addprevious(made("<w:p><w:pPr/></w:p>")[0])
        if random.random() < 0.3:
            each.append(made("<w:p><w:pPr/></w:p>")[0])


@change
def blanks(of: Any, random: random.Random) -> None:
    for each in cells(of):
        for text in each.iter(f"{W}t"):
            if text.text and random.random() < 0.3:
                text.text = random.choice(["\xa0{} ", "　{}", " {}　", "\u2003{}\u200b"]).format(text.text)


@change
def tabs(of: Any, random: random.Random) -> None:
    for each in cells(of):
        if random.random() < 0.2:
            for text in each.iter(f"{W}t"):
                text.addprevious(made("<w:tab/>")[0])
                break


@change
def runs_of_figures(of: Any, random: random.Random) -> None:
    marks = ["<w:proofErr w:type='gramStart'/>", "<w:bookmarkStart w:id='5' w:name='_9'/>", "<w:r><w:lastRenderedPageBreak/></w:r>", "", "<w:bookmarkEnd w:id='5'/>"]
    for each in numbers(of):
        set_runs(each, "".join(random.choice(marks) + run(figure) for figure in text_of(each)))


@change
def symbols(of: Any, random: random.Random) -> None:
    for each in numbers(of):
        if random.random() < 0.1:
            set_runs(each, "".join(f'<w:r><w:sym w:font="Symbol" w:char="F0{ord(figure):02X}"/></w:r>' for figure in text_of(each)))


@change
def formulas(of: Any, random: random.Random) -> None:
    for each in numbers(of):
        if random.random() < 0.1:
            inner = "".join(f"<m:r><m:t>{figure}</m:t></m:r>" for figure in text_of(each))
            set_runs(each, random.choice([f"<m:oMath>{inner}</m:oMath>", f"<m:oMathPara><m:oMath>{inner}</m:oMath></m:oMathPara>"]))


@change
def boxes(of: Any, random: random.Random) -> None:
    for each in numbers(of):
        if random.random() < 0.1:
            inner = f"<w:txbxContent><w:p>{run(text_of(each))}</w:p></w:txbxContent>"
            twice = f"<mc:AlternateContent><mc:Choice Requires='wps'>{inner}</mc:Choice><mc:Fallback><w:pict>{inner}</w:pict></mc:Fallback></mc:AlternateContent>"
            set_runs(each, f"<w:r>{random.choice([twice, f'<w:pict><v:textbox>{inner}</v:textbox></w:pict>'])}</w:r>")


@change
def alternates(of: Any, random: random.Random) -> None:
    for each in numbers(of):
        if random.random() < 0.1:
            text = run(text_of(each))
            set_runs(each, f"<mc:AlternateContent><mc:Choice Requires='w16'>{text}</mc:Choice><mc:Fallback>{text}</mc:Fallback></mc:AlternateContent>")


@change
def blanks_for_zeros(of: Any, random: random.Random) -> None:
    for each in numbers(of):
        if text_of(each) == "0":
            set_text(each, "")


@change
def dashes_for_zeros(of: Any, random: random.Random) -> None:
    sign = random.choice(["/", "—", "-", "——", "无", "\\"])
    for each in numbers(of):
        if text_of(each) == "0":
            set_text(each, sign)


@change
def full_width_figures(of: Any, random: random.Random) -> None:
    for each in numbers(of):
        set_text(each, text_of(each).translate(str.maketrans("0123456789", "０１２３４５６７８９")))


@change
def units_behind_numbers(of: Any, random: random.Random) -> None:
    for each in numbers(of):
        set_text(each, text_of(each) + "件" * (random.random() < 0.5))


@change
def thousands_parted(of: Any, random: random.Random) -> None:
    sign = random.choice([",", "，", " ", "\u2009"])
    for each in numbers(of):
        set_text(each, f"{int(text_of(each)):,}".replace(",", sign))


# --- labels -----------------------------------------------------------------------------------------------------------------------


@change
def ordinals_of_lists(of: Any, random: random.Random) -> None:
    """The ordinals of labels by automatic numbering."""
    for each in cells(of):
        text = text_of(each)
        found = re.match(r"(\d)\.(?=\D)|([一二三四五六])、|（([一二三四五六七])）", text) if merged(each) != "continue" else None
        if found is None or each.find(f"{W}tbl") is not None:
            continue
        level = 0 if found[1] else 1 if found[2] else 2
        value = int(found[1]) if found[1] else "一二三四五六七".index(found[2] or found[3]) + 1
        set_runs(each, run(text[found.end() :]))
        each.find(f"{W}p").insert(0, made(f'<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="{100 + level * 10 + value}"/></w:numPr></w:pPr>')[0])


@change
def labels_on_two_lines(of: Any, random: random.Random) -> None:
    for each in labels(of):
        text = text_of(each)
        if len(text) > 4 and random.random() < 0.5:
            at = random.randrange(2, len(text) - 1)
            if random.random() < 0.5:
                set_runs(each, run(text[:at]) + "<w:r><w:br/></w:r>" + run(text[at:]))
            else:
                set_runs(each, run(text[:at]))
                each.append(made(f"<w:p>{run(text[at:])}</w:p>")[0])


@change
def other_words_for_total(of: Any, random: random.Random) -> None:
    for each in cells(of):
        if text_of(each) == "总计":
            set_text(each, random.choice(["合计", "总　计", "总 计", "总计"]))


@change
def ordinals_in_cells_of_their_own(of: Any, random: random.Random) -> None:
    for each in rows(of):
        found = cells(each)
        if found and re.match("[一二三四]、", text_of(found[0])) and span(found[0]) > 1:
            first = copy.deepcopy(found[0])
            text = text_of(found[0])
            set_span(first, 1)
            set_text(first, text[:2])
            set_text(found[0], text[2:])
            set_span(found[0], span(found[0]) - 1)
            found[0].addprevious(first)


@change
def upright_labels(of: Any, random: random.Random) -> None:
    for each in labels(of):
        if random.random() < 0.3:
            each.find(f"{W}tcPr").append(made('<w:textDirection w:val="tbRlV"/>')[0])


@change
def as_tabbed_text(of: Any, random: random.Random) -> None:
    """Word turns a table into text: a paragraph a row, a tab between cells."""
    if of.find(f".//{W}tbl") is not None or of.find(f".//{W}txbxContent") is not None or random.random() < 0.7:
        return
    for each in rows(of):
        (line,) = made("<w:p/>")
        for number, found in enumerate(cells(each)):
            if number:
                line.extend(made("<w:r><w:tab/></w:r>"))
            for paragraph in found.iter(f"{W}p"):
                line.extend(child for child in list(paragraph) if child.tag != f"{W}pPr" and merged(found) != "continue")
        of.addprevious(line)
    of.getparent().remove(of)
