"""The words in which offices speak of the information-processing fee, and of what is not that fee.

All patterns look at folded text (half-width, without blanks and thousands separators), and none repeats without a bound, so that
hostile text costs no more than its length.
"""

from __future__ import annotations

from govdisc.plugin import Pattern

#: Words with 费 that are no fee at all, or never this one.
NO_FEES = Pattern(r"(?:污水|垃圾|废物)处理费|[经消学免话电水旅公税自浪医药]费(?!用|收)|费率|参保缴费")
#: Fees of other kinds, which a report may speak of anywhere.
OTHER_FEES = Pattern(
    r"行政事业性?收费|政府性基金|乱收费"
    r"|(?:涉企|教育|医疗|学校|中小学|停车|物业|价格|经营服务性?|服务|违规|清理|规范|公证|诉讼|景区|水电)收费"
    r"|收费(?:项目|标准|目录|清单|公示|信息|类|政策|管理|许可|公路|站|员)"
)
#: What shows outside part 6 that the fee is meant.
SPEAKS = Pattern(
    r"处理费|收费通知|109号|收费[及和、]减免"
    r"|(?:信息公开|公开信息|申请)[^。]{0,24}(?:收费|收取|费用)|(?:收费|收取|费用)[^。]{0,12}(?:信息公开|公开申请|申请人)"
)
#: Titles and numbers of documents: the digits in them are no figures.
CITED = Pattern(r"[<《〈「][^<>《》〈〉「」]{0,60}[>》〉」]|国办函.{0,8}109号|[(\[〔][^()\[\]〔〕]{0,30}号[)\]〕]")
#: The parts of a sum, which follow it.
PARTS = Pattern(r"(?:其中|包括)[^。;]*")
CLAUSE = Pattern(r"[,、;。!?]")

_CHINESE = "[零〇一二两三四五六七八九十百千万壹贰叁肆伍陆柒捌玖拾佰仟]"
#: A whole number of at most 15 digits, in either numerals; longer ones are no figures.
_NUMBER = rf"(?<!\d)\d{{1,15}}|(?<!{_CHINESE}){_CHINESE}{{1,15}}"
_COUNTER = "[件份次条个宗笔张起]"
_NOTICE = "(?:收费|缴费)通知"
_LINK = "(?:共计|合计|总计|共|计|均|为|是|:){0,3}"

NOTICES = Pattern(
    rf"(?P<before>{_NUMBER}){_COUNTER}(?:政府)?(?:信息公开)?(?:信息处理费|处理费)?的?{_NOTICE}"
    rf"|{_NOTICE}[书单]?的?(?:件数|份数|数量|总数)?{_LINK}(?P<behind>{_NUMBER}){_COUNTER}"
)
NO_NOTICES = Pattern(
    rf"(?:未|没有|无)(?:曾|过|任何|需要?){{0,2}}(?:发出|发送|开具|制发|下达|下发|产生|出具|送达|发)?"
    rf"(?:过|任何|政府|信息公开|信息处理费|处理费|的){{0,4}}{_NOTICE}"
)  # fmt: skip
AMOUNT = Pattern(
    rf"(?<![\d.])(?P<digits>\d{{1,15}}(?:\.\d{{1,6}})?)(?P<scale>[万亿])?元|(?<!{_CHINESE})(?P<words>{_CHINESE}{{1,15}})元"
)
#: What was charged by item and by volume, as parts of a sum: 其中按件200元, 按量120元. Prices (按件每件100元) are none.
SCALED = Pattern(
    r"按(?P<scale>件|量|页)(?:计收|计费|收费|收取|征收)?(?:信息处理费|费用|的)?(?:共计|合计|共|计|为|是|:)?"
    r"(?<![\d.])(?P<digits>\d{1,15}(?:\.\d{1,6})?)(?P<unit>万)?元(?!/|每)"
)
#: A sum of 0 without 元: 信息处理费0, 信息处理费收取金额:0.
ZERO = Pattern(
    r"(?:处理费|收费|费用|金额|总额)(?:收取|收费|征收)?(?:总?金额|总额|数额)?(?:共计|合计|共|计|均|为|是|:){0,3}(?:0(?:\.0{1,4})?|零)(?:万?元)?(?=[,。;、)!]|$)"
)
#: The year that a statement is for, where it opens a clause: 2022年度未收取…; not 2021年起, 2021年1月.
STATED_FOR = Pattern(
    r"(?:^|[,;:。)])(?:我[局镇乡县区市委办院]|本[局镇乡县区市委办院]|本机关|本单位|我单位)?,?(?P<year>20\d\d)年度?(?!以来|起|前|至|\d{0,2}月|[-~—])"
)
THIS_YEAR = Pattern("本年|今年|全年|当年|报告期")
#: 收费通知的件数和总金额以及实际收取的总金额均为0
ALL_ZERO = Pattern(r"件数.{0,20}金额.{0,20}[均都]为?[0零无]")

COLLECTED = Pattern(r"实际收|实收|实缴|收到|入库|上缴|已缴|缴纳|收缴|征收|收取")
BILLED = Pattern(r"应收|应缴|(?<!收取的)总金额|通知|(?<!收取)金额|总额")
#: A clause that speaks of what was to be paid, whatever verb of paying stands in it.
DUE = Pattern(r"应收|应缴|通知.{0,6}(?:收取|缴纳)")
#: Amounts in such a clause are neither billed nor collected: prices, other costs, what was not paid or was waived.
NO_AMOUNT = Pattern(r"元/|每[件页条份]|/[件页]|标准|(?:检索|复制|复印|邮寄|工本|快递|成本)费|减免|免收|退还|未.{0,6}(?:缴|收|付)")

_DENIES = "(?:未|没有|没|无|不|零|免)"
_FEE = "(?:收费|收取|费用|处理费|缴费|减免)"
NIL = Pattern(rf"{_DENIES}[^。;]{{0,16}}{_FEE}|{_FEE}[^。;]{{0,16}}(?:{_DENIES}|[均都]?为0(?![.\d]))")
#: Words that deny something else than the fee.
NOT_NIL = Pattern(r"逾期[^,。;]{0,30}|未.{0,4}缴[^,。;]{0,30}|无正当理由|不再处理|不予处理|不同|不断|不得|不仅|无偿|不公开|不予公开")

DATE_LINE = Pattern(r"[\d〇零一二三四五六七八九十年月日./-]{6,30}")
SIGNATURE = Pattern(r"[^。,;:无没]{2,30}(?:政府|局|委员会|办公室|办事处|厅|部|院|中心|委|办|会|署|街道|镇|乡)")
_WHO = (
    r"(?:截[至止])?20\d\d年度?|本年度?|今年|全年|报告期内"
    r"|我[^,无没]{1,8}|本[^,无没]{1,6}|[^,无没]{2,20}(?:局|府|办|委|室|处|镇|乡|街道)|,"
)
#: 无, 没有其他需要报告的事项: a part 6 that says nothing.
NOTHING = Pattern(
    rf"(?:{_WHO}){{0,4}}[均暂尚也]?(?:无有?|没有|不存在|未发生|未有)(?:其[他它])?(?:需要?|应当?|要)?(?:报告|汇报|说明|公开|反映)?的?"
    r"(?:其[他它]|政府信息公开)?(?:事项|情况|内容|问题)?"
)  # fmt: skip
NUMBERING = Pattern(r"^\(?[一1][)]?[、.]?|[。.!;\s]+")
