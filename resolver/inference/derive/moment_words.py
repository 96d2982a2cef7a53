"""How messages name moments and waits, in Chinese and English: patterns over plain text."""

from __future__ import annotations

import re

_TENS = "[一二两三四五六七八九]"
_NUMBER = (
    rf"(\d{{1,6}}|半|{_TENS}?十{_TENS}?|{_TENS}"
    r"|half an?|an?|one|two|three|five|ten|fifteen|thirty)"
)
_UNIT = (
    r"(秒钟?|分钟?|个?小时|个?钟头|天"
    r"|s(?:ec(?:ond)?s?)?|m(?:in(?:ute)?s?)?|h(?:(?:ou)?rs?)?|days?)"
)
_STILL = "(?:失效|过期|超时|作废|仍|还|依然)"
_ASK_AGAIN_IN = (
    r"\bafter|^in|\bwait(?:ing)?(?: for)?|等待|等|间隔|retry.?after\W{0,3}"
    r"|(?:again|retry|back|resets?|available|restored|resum\w+|unlocked) in"
)
_ABOUT = "(?:at least |about |another |大约|约|至少|满)?"

WAIT = re.compile(
    rf"{_NUMBER}\s?{_UNIT}\s?(?:(?:之后|以后|后)(?!.{{0,2}}{_STILL})|later|from now)"
    rf"|(?:{_ASK_AGAIN_IN})\s?{_ABOUT}{_NUMBER}\s?{_UNIT}(?![a-z])"
)
"""A wait: its number and its unit are the two groups that took part."""

RETRY_SECONDS = re.compile(r"retry.?after\W{0,3}(\d{1,6})(?:\.\d+)?(?![\d/:.-])")
"""A `Retry-After` header in seconds."""

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_MONTH = f"(?:{'|'.join(MONTHS)})"
_DAY_OF_MONTH = r"\d{1,2})(?:st|nd|rd|th)?"
_DAYS = (
    "今天|今日|今晚|当日|当天|明天|明日|明早|明晚|次日|第二天|翌日|后天"
    "|today|tonight|tomorrow|the next day|next day|the following day"
)
_DATE = (
    r"(?:(?P<y>20\d\d)[-/年.](?P<m>\d{1,2})[-/月.](?P<d>\d{1,2})[日号]?"
    r"|(?P<m2>\d{1,2})月(?P<d2>\d{1,2})[日号]?"
    rf"|(?P<m3>{_MONTH})[a-z]*\.? (?P<d3>{_DAY_OF_MONTH},?(?: (?P<y3>20\d\d))?"
    rf"|(?P<d4>{_DAY_OF_MONTH} (?P<m4>{_MONTH})[a-z]*\.?,?(?: (?P<y4>20\d\d))?"
    rf"|(?P<day>{_DAYS}))"
)
_GAP = r"[ ,t]{0,3}(?:at |by |\([^()]{1,6}\) ?)?"
_TIME = (
    r"(?P<part>凌晨|清晨|早上|早晨|早|上午|中午|午间|下午|傍晚|晚上|晚间|晚|夜间)?"
    r"(?P<h>\d{1,2})"
    r"(?::(?P<min>\d{2})(?::\d{2}(?:\.\d+)?)?"
    r"|[时点](?:钟|整)?(?:(?P<min2>\d{1,2})分?|(?P<half>半))?"
    r"|(?= ?[ap]\.?m\b))"
    r"(?P<ampm> ?[ap]\.?m\b\.?)?"
    r"(?P<zone> ?(?:z\b|utc|gmt|\+\d{2}:?\d{2}\b))?"
)

MOMENT = re.compile(rf"(?:{_DATE}{_GAP})?{_TIME}")
"""A time of day, with or without its date."""

ENDS_BEFORE = re.compile(
    r"(?:至|到|直到|截至|截止到?|止于|延至|[-~—–]"
    r"|\bto|\buntil|\btill?|\bthrough|\bthru|\band|\bends?(?: at| on)?|\bby)\W{0,3}(?:the )?$"
)
ENDS_AFTER = re.compile(
    r"\W{0,3}(?:\(?北京时间\)?|beijing time|cst|左右|前后|许|前|之前|后|之后|以后|起|时)*\W{0,3}"
    r"(?:再|重新|方可|才能|可|即可|将|会|逐步|全面)*"
    r"(?:恢复|结束|完成|开放|上线|重试|再试|查验|查询|使用|办理|访问|登录|止)"
)
RESUMES_BEFORE = re.compile(
    r"(?:恢复|重新开放|重新上线|预计|结束时间|完成时间|截止时间|restor\w+|resum\w+|reopen\w*"
    r"|back (?:online|up|in service)|available(?: again)?|retry|try again|complet\w+|expected)"
    r"[^\d\n]{0,16}$"
)
"""What stands before or after a moment that is an end, or the moment to ask again."""

OPENING_BEFORE = re.compile(
    r"(?:开放|服务|受理|办理|运行|营业|(?:service|opening|business|operating) hours)[^\d\n]{0,12}$"
)
"""What stands before hours in which the service is open: it resumes when they begin."""
