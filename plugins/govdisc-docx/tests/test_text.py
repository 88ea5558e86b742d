"""What of a paragraph is its printed text."""

from __future__ import annotations

from typing import Any

import pytest

from govdisc.errors import InputError


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def field(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


BOX = '<w:txbxContent><w:p><w:r><w:t>框内</w:t></w:r></w:p></w:txbxContent>'

RAISED = '<w:vertAlign w:val="superscript"/>'
STYLES = (
    '<w:style w:type="character" w:styleId="note"><w:basedOn w:val="high"/></w:style>'
    f'<w:style w:type="character" w:styleId="high"><w:rPr>{RAISED}</w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="gone"><w:rPr><w:strike/></w:rPr></w:style>'
)

CASES = {
    "runs": (r("2") + r("1"), "21"),
    "deleted_revision": (r("收到") + "<w:del><w:r><w:delText>9</w:delText></w:r></w:del>" + r("8件"), "收到8件"),
    "deleted_with_plain_text": ("<w:del><w:r><w:t>9</w:t></w:r></w:del>" + r("8"), "8"),
    "inserted_revision": (r("收到") + f"<w:ins>{r('8')}</w:ins>" + r("件"), "收到8件"),
    "moved": (f"<w:moveFrom>{r('旧')}</w:moveFrom><w:moveTo>{r('新')}</w:moveTo>", "新"),
    "content_control": (f"<w:sdt><w:sdtPr/><w:sdtContent>{r('32')}</w:sdtContent></w:sdt>", "32"),
    "control_in_control": (f"<w:sdt><w:sdtContent><w:sdt><w:sdtContent>{r('32')}</w:sdtContent></w:sdt></w:sdtContent></w:sdt>", "32"),
    "control_with_prompt": (f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{r('单击此处输入文字')}</w:sdtContent></w:sdt>", ""),
    "control_prompt_off": (f'<w:sdt><w:sdtPr><w:showingPlcHdr w:val="0"/></w:sdtPr><w:sdtContent>{r("5")}</w:sdtContent></w:sdt>', "5"),
    "hyperlink": (f'<w:hyperlink r:id="rId9">{r("门户网站")}</w:hyperlink>', "门户网站"),
    "smart_tag": (f"<w:smartTag><w:smartTagPr/>{r('云岫市')}</w:smartTag>", "云岫市"),
    "simple_field": (f'<w:fldSimple w:instr=" PAGE ">{r("3")}</w:fldSimple>', "3"),
    "field": (field("begin") + "<w:r><w:instrText> SUM(ABOVE) </w:instrText></w:r>" + field("separate") + r("77") + field("end"), "77"),
    "code_as_text": (field("begin") + r("IF ") + field("separate") + r("77") + field("end") + r("件"), "77件"),
    "field_in_code": (
        field("begin") + field("begin") + field("separate") + r("1") + field("end") + field("separate") + r("2") + field("end"),
        "2",
    ),
    "field_never_ended": (r("前") + field("begin") + r("后"), "前后"),
    "end_without_begin": (r("前") + field("end") + r("后"), "前后"),
    "hidden": (r("见") + r("密", "<w:vanish/>"), "见"),
    "hidden_off": (r("见", '<w:vanish w:val="0"/>'), "见"),
    "struck_out": (r("收到") + r("9", "<w:strike/>") + r("7", "<w:dstrike/>") + r("8件", '<w:strike w:val="false"/>'), "收到8件"),
    "raised_note": (r("5") + r("1", RAISED), "5¹"),
    "raised_note_by_its_style": (r("5") + r("1", '<w:rStyle w:val="note"/>'), "5¹"),
    "raised_note_by_its_position": (r("5") + r("1", '<w:position w:val="8"/>'), "5¹"),
    "base_line_adjusted": (r("5") + r("1", '<w:position w:val="2"/>'), "51"),
    "raised_note_in_runs": (r("5") + r("[", RAISED) + r("1", RAISED) + r("]", RAISED), "5[1]"),
    "raised_words": (r("5") + r("注1", RAISED) + r("件"), "5[注1]件"),
    "raised_sign": (r("5") + r("①", RAISED), "5①"),
    "raised_star": (r("5") + r("*", RAISED), "5[*]"),
    "raised_by_a_field": (
        r("5") + field("begin") + "<w:r><w:instrText>NOTEREF</w:instrText></w:r>" + field("separate") + r("2", RAISED) + field("end"),
        "5²",
    ),
    "raised_in_prose": (r("8m") + r("2", RAISED) + r("3", '<w:vertAlign w:val="baseline"/>'), "8m²3"),
    "raised_behind_a_word": (r("总计") + r("(1)", RAISED), "总计[1]"),
    "raised_above_nothing": (r("1", RAISED) + r("2", RAISED), "12"),
    "lowered": (r("5") + r("2", '<w:vertAlign w:val="subscript"/>'), "5₂"),
    "white": (r("7") + r("9", '<w:color w:val="FFFFFF"/>'), "7 9"),
    "white_in_between": (r("7") + r("9", '<w:color w:val="ffffff"/>') + r("1"), "7 9 1"),
    "white_throughout": (r("7", '<w:color w:val="FFFFFF"/>') + r("9", '<w:color w:val="FFFFFF"/>'), "79"),
    "white_on_a_ground": (r("7") + r("9", '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="000080"/>'), "79"),
    "almost_white": (r("7") + r("9", '<w:color w:val="FFFFF0"/>'), "79"),
    "too_small_to_read": (r("7") + r("9", '<w:sz w:val="2"/>'), "7 9"),
    "small": (r("7") + r("9", '<w:sz w:val="12"/>') + r("1", "<w:sz/>"), "791"),
    "struck_out_by_its_style": (r("9", '<w:rStyle w:val="gone"/>') + r("8"), "8"),
    "tab_and_break": ("<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t></w:r>", "甲\t乙|丙"),
    "page_break_at_end": ('<w:r><w:t>甲</w:t><w:br w:type="page"/></w:r>', "甲"),
    "hyphens": ("<w:r><w:t>3</w:t><w:noBreakHyphen/><w:t>4</w:t><w:softHyphen/><w:t>5</w:t></w:r>", "3-45"),
    "wrapped_in_the_xml": ("<w:r><w:t>甲\n  乙</w:t></w:r>", "甲   乙"),
    "symbol": ('<w:r><w:sym w:font="Symbol" w:char="F02D"/><w:t>3</w:t></w:r>', "-3"),
    "strange_symbol": ('<w:r><w:sym w:font="Wingdings" w:char="F033"/></w:r>', "\ufffd"),
    "broken_symbol": ('<w:r><w:sym w:char="xx"/></w:r>', "\ufffd"),
    "ruby": ("<w:r><w:ruby><w:rt><w:r><w:t>xiù</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>岫</w:t></w:r></w:rubyBase></w:ruby></w:r>", "岫"),
    "formula": ("<m:oMath><m:r><m:t>21</m:t></m:r></m:oMath>", "21"),
    "word_art": ('<w:r><w:pict><v:shape><v:textpath string="年度报告"/></v:shape></w:pict></w:r>', "年度报告"),
    "footnote": ("<w:r><w:t>甲</w:t><w:footnoteReference/></w:r><!-- 乙 -->", "甲"),
}


@pytest.mark.parametrize("name", CASES)
def test_printed_text(word: Any, name: str) -> None:
    """Each kind of content gives the text that is printed; line breaks part lines."""
    content, expected = CASES[name]
    assert "|".join(word.lines(f"<w:p>{content}</w:p>" + word.p("末行"), STYLES)[:-1]) == expected


def test_text_box_once(word: Any) -> None:
    """A text box stands in the file twice, for new and for old programs, and is read once, behind its paragraph."""
    twice = f"<mc:AlternateContent><mc:Choice>{BOX}</mc:Choice><mc:Fallback><w:pict>{BOX}</w:pict></mc:Fallback></mc:AlternateContent>"
    assert word.lines(f"<w:p>{r('正文')}<w:r>{twice}</w:r></w:p>") == ["正文", "框内"]


def test_text_box_only_in_fallback(word: Any) -> None:
    """A first branch without text does not hide the second."""
    only = f"<mc:AlternateContent><mc:Choice><w:drawing/></mc:Choice><mc:Fallback><w:pict>{BOX}</w:pict></mc:Fallback></mc:AlternateContent>"
    assert word.lines(f"<w:p>{r('正文')}<w:r>{only}</w:r></w:p>") == ["正文", "框内"]


def test_deleted_paragraph_mark(word: Any) -> None:
    """A deleted paragraph mark joins two paragraphs, also the last of the body; a paragraph deleted whole is gone."""
    mark = "<w:rPr><w:del/></w:rPr>"
    gone = f"<w:p><w:pPr>{mark}</w:pPr><w:del><w:r><w:delText>旧</w:delText></w:r></w:del></w:p>"
    assert word.lines(word.p("二、", mark) + word.p("主动公开") + gone + word.p("末", mark)) == ["二、主动公开", "末"]


def test_hidden_by_style(word: Any) -> None:
    """A style can hide text, also through the style it is based on; the run itself has the last word."""
    styles = (
        '<w:style w:type="character" w:styleId="a"><w:name w:val="a"/><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="b"><w:name w:val="b"/><w:basedOn w:val="a"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="c"><w:name w:val="c"/><w:basedOn w:val="d"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="d"><w:name w:val="d"/><w:basedOn w:val="c"/></w:style>'
    )
    style, shown = '<w:rStyle w:val="b"/>', '<w:vanish w:val="0"/>'
    body = f"<w:p>{r('见')}{r('隐', style)}{r('现', style + shown)}</w:p>"
    assert word.lines(body + word.p("循环", '<w:pStyle w:val="c"/>'), styles) == ["见现", "循环"]


def test_table_of_contents_is_left_out(word: Any) -> None:
    """The lines of a table of contents repeat the headings and are not read; a heading in any other style is."""
    styles = (
        '<w:style w:type="paragraph" w:styleId="11"><w:name w:val="toc 1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="12"><w:name w:val="任意样式"/></w:style>'
    )
    body = word.p("一、总体情况 1", '<w:pStyle w:val="11"/>') + word.p("一、总体情况", '<w:pStyle w:val="12"/>')
    assert word.lines(body, styles) == ["一、总体情况"]


def test_wrappers_around_paragraphs(word: Any) -> None:
    """Paragraphs in content controls, custom XML and insertions are read in order; comments in the XML do no harm."""
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{word.p('乙')}</w:sdtContent></w:sdt>"
    body = f"{word.p('甲')}<!-- x -->{control}<w:customXml><w:ins>{word.p('丙')}</w:ins></w:customXml><w:del>{word.p('丁')}</w:del>"
    assert word.lines(body) == ["甲", "乙", "丙"]


def test_deep_inline_nesting(word: Any) -> None:
    """Runs nested as deep as the parser admits do not exhaust the stack."""
    depth = 240
    assert word.lines(f"<w:p>{'<w:ins>' * depth}{r('深')}{'</w:ins>' * depth}</w:p>") == ["深"]


def test_pictures(word: Any) -> None:
    """Pictures and objects in the article of a document that lacks tables are named; without text there is nothing to read."""
    picture = '<w:p><w:r><w:drawing><a:blip r:embed="rId1"/></w:drawing></w:r></w:p>'
    prose = word.p("本年度主动公开政府信息若干条，依申请公开工作平稳有序，监督保障得到落实。")
    assert [notice.place for notice in word.read(prose + picture).notices] == ["paragraph 2"]
    tables = [word.tbl(word.tr("规章", "0"), word.tr("行政规范性文件", "6")) + word.p("")] * 3
    assert [notice.place for notice in word.read("".join([prose, *tables[:2], picture])).notices] == ["paragraph 4"]
    assert not word.read("".join([prose, *tables, picture])).notices
    assert not word.read(picture + prose).notices
    assert [notice.place for notice in word.read(prose + word.tbl(word.tr(word.tc(picture), ""), word.tr("", ""))).notices] == ["table 1 row 1 column 1"]
    with pytest.raises(InputError, match="only pictures"):
        word.read(picture)
    with pytest.raises(InputError, match="only pictures"):
        word.read(word.tbl(*[word.tr(word.tc(picture), word.tc(picture))] * 9))


@pytest.mark.parametrize(
    ("drawn", "told"),
    [
        ('<w:drawing><wp:inline><wp:extent cx="1500000" cy="1"/><a:blip/></wp:inline></w:drawing>', "picture"),
        ('<w:drawing><wp:anchor><wp:extent cx="5400000" cy="1"/><a:blip/></wp:anchor></w:drawing>', "picture"),
        ('<w:drawing><wp:anchor><wp:extent cx="1500000" cy="1"/><a:blip/></wp:anchor></w:drawing>', None),
        ('<w:pict><v:shape style="width:40.5pt;height:9pt"><v:imagedata/></v:shape></w:pict>', "picture"),
        ('<w:pict><v:shape style="position:absolute;width:400pt;height:9pt"><v:imagedata/></v:shape></w:pict>', "picture"),
        ('<w:pict><v:shape style="position:absolute;width:40.5pt;height:9pt"><v:imagedata/></v:shape></w:pict>', None),
        ('<w:object><v:shape><v:imagedata/></v:shape><o:OLEObject ProgID="Excel.Sheet.12"/></w:object>', "Excel.Sheet.12"),
        ('<w:object><v:shape><v:imagedata/></v:shape><o:OLEObject ProgID="Equation.DSMT4"/></w:object>', None),
    ],
)
def test_which_figures_may_show_a_table(word: Any, drawn: str, told: str | None) -> None:
    """A seal and a formula are none; an object is named by its program, and once."""
    prose = word.p("本年度主动公开政府信息若干条，依申请公开工作平稳有序，监督保障得到落实。")
    messages = [notice.message for notice in word.read(prose + f"<w:p><w:r>{drawn}</w:r></w:p>").notices]
    assert len(messages) == (told is not None)
    assert all(told in message for message in messages if told)


def test_embedded_part_is_told_of(word: Any) -> None:
    """A part in another format is not read, and that is said."""
    prose = word.p("本年度主动公开政府信息若干条，依申请公开工作平稳有序，监督保障得到落实。")
    assert [notice.place for notice in word.read(prose + '<w:altChunk r:id="rId5"/>').notices] == ["document"]
    with pytest.raises(InputError, match="altChunk"):
        word.read('<w:altChunk r:id="rId5"/>')
