"""What can be wrong with one field of a request, in words that tell how to mend it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from resolver.errors import FieldViolation
from resolver.model.texts import Text

_TEXTS = {
    "TOO_LONG": Text(
        zh="长度为 {length} 个字符，上限为 {limit}：请截短后再发送",
        en="has {length} characters, at most {limit} are taken: send less of it",
    ),
    "TOO_MANY": Text(
        zh="共有 {count} 项，上限为 {limit}：请减少或分批发送",
        en="has {count} entries, at most {limit} are taken: send fewer, or in several calls",
    ),
    "TOO_MANY_TO_EXPLAIN": Text(
        zh="FULL 级别一次最多用于 {limit} 条，本次为 {count} 条：请改用 SUMMARY 或分批发送",
        en="FULL is given for at most {limit} contexts at once, not for {count}: "
        "ask for SUMMARY or send fewer",
    ),
    "MISSING": Text(zh="不能为空", en="must be given"),
    "NOT_A_REQUEST_ID": Text(
        zh="须为 8–64 个字母、数字或 - _ .：建议每次登记用一个新的 UUID，重发时不变",
        en="must have 8 to 64 letters, digits or `-`, `_`, `.`: take a new UUID for each report, "
        "and the same when it is sent again",
    ),
    "NOT_A_RESOLUTION_ID": Text(
        zh="不是应答中的 resolution_id：请原样填写",
        en="is no resolution_id of an answer: send it as it came",
    ),
    "UNKNOWN_CAUSE": Text(
        zh="规则库中没有这个原因：请使用 ListCauses 列出的 id；"
        "没有查明时填 unknown，并在 note 中说明",
        en="is no cause of the rulebook: send an id that ListCauses lists, or `unknown` and what "
        "is known in the note",
    ),
    "UNKNOWN_REMEDY": Text(
        zh="规则库中没有这个处理办法：请使用 ListCauses 列出的 id，或留空",
        en="is no remedy of the rulebook: send an id that ListCauses lists, or nothing",
    ),
    "NOT_A_RULE_PATH": Text(
        zh="不是规则文件的路径：请写规则目录内的相对路径，各级用 / 分隔，以 .yaml 结尾，"
        "例如 input/amount.yaml",
        en="is no path of a rule file: send one relative to the rules folder, with / between its "
        "parts and .yaml at its end, such as input/amount.yaml",
    ),
    "DUPLICATE_PATH": Text(
        zh="这个路径出现了不止一次：每个文件只发一次，并且不要既发送又删除",
        en="stands in the request more than once: send each file once, and do not both send and "
        "remove it",
    ),
    "NO_SUCH_FILE": Text(
        zh="要删除的文件不在基础规则里：请核对路径与 base",
        en="is no file of the base: check the path, and what the base is",
    ),
    "NO_FILES": Text(
        zh="没有任何规则文件：请发送要检查的文件",
        en="holds no rule file at all: send the files to check",
    ),
    "TOO_LARGE": Text(
        zh="全部文件共 {size} 字节，上限为 {limit} 字节：请减少内容",
        en="has {size} bytes in all its files, at most {limit} are taken: send less",
    ),
    "UNKNOWN_ENUM_VALUE": Text(
        zh="{number} 不是 {enum} 的取值：请使用本接口版本 .proto 中列出的值",
        en="{number} is no value of {enum}: send one that the .proto of this version lists",
    ),
    "NOT_A_RATIO": Text(
        zh="必须是 0 到 1 之间的数：百分数请除以 100",
        en="must be a number from 0 to 1: divide a percentage by 100",
    ),
    "NEGATIVE": Text(
        zh="不能为负数（收到 {number}）：不知道时请不要填写",
        en="must not be negative, as {number} is: leave it out if it is not known",
    ),
    "OUT_OF_RANGE": Text(
        zh="{number} 超出范围，须在 {lowest} 到 {highest} 之间",
        en="is {number}, which must lie between {lowest} and {highest}",
    ),
    "NO_MOMENT": Text(
        zh="不是有效的时间：秒须在公元 1 年至 9999 年内，纳秒须在 0 至 999999999 之间",
        en="is no moment: seconds must lie within years 1 to 9999, nanos within 0 and 999999999",
    ),
    "NO_LENGTH_OF_TIME": Text(
        zh="不是有效的时长：不得超过一万年，秒与纳秒须同号",
        en="is no length of time: at most 10,000 years, seconds and nanos of the same sign",
    ),
    "NOT_A_DAY_OF_RULES": Text(
        zh="须在 2000 年至 2100 年之间：不需要指定时请不要填写",
        en="must lie within the years 2000 to 2100: leave it out to judge by now",
    ),
    "UNKNOWN_PAGE_TOKEN": Text(
        zh="不是本接口给出的翻页标记：请原样使用上一页的 next_page_token，或留空从第一页开始",
        en="is no token of this method: send next_page_token as it came, or nothing to start over",
    ),
    "STALE_PAGE_TOKEN": Text(
        zh="规则库在翻页期间已更新：请留空从第一页重新开始",
        en="belongs to a rulebook that is no longer active: send nothing to start over",
    ),
}
"""By reason. Reasons are stable: callers may act on them."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a value, or with the entry of a list or map that `part` names."""

    reason: str
    values: Mapping[str, object] = field(default_factory=dict)
    part: str = ""


def violation(path: str, problem: Problem) -> FieldViolation:
    """Return a problem with the path of its field and in both languages."""
    text = _TEXTS[problem.reason]
    return FieldViolation(
        field_path=path + problem.part,
        reason=problem.reason,
        description=text.en.format(**problem.values),
        description_zh=text.zh.format(**problem.values),
    )
