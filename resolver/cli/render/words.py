"""The words that output puts around the texts of the rulebook, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from resolver.model.texts import Text
from resolver.v1 import answer_pb2 as pb

WORDS: Mapping[str, Text] = {
    "answer": Text("对方答复", "Provider said"),
    "not_recognized": Text("（不是按代码识别的）", " (not recognised by its code)"),
    "probability": Text("可能性", "probability"),
    "others": Text("其余原因", "all other causes"),
    "why": Text("依据", "Why"),
    "weights": Text(
        "（+ 支持，− 反对；似然比的自然对数）",
        " (+ for, − against; natural log of likelihood ratios)",
    ),
    "no_evidence": Text(
        "没有针对它的依据，只有先验概率", "no evidence of its own, only its prior probability"
    ),
    "do": Text("怎么办", "What to do"),
    "not_before": Text("最早", "not before"),
    "beijing": Text("（北京时间）", " Beijing time"),
    "fields": Text("要改的字段", "Fields to correct"),
    "contact": Text("联系", "Contact"),
    "caution": Text("注意", "Caution"),
    "unattended": Text("无人值守的系统现在应当", "An unattended system should now"),
    "retryable": Text("可以重试", "may retry"),
    "not_retryable": Text("不要重试", "do not retry"),
    "findings": Text("录入检查", "Checks of the input"),
    "ask": Text("补充下列信息可以更准", "These would sharpen the answer"),
    "bits": Text("比特", "bit"),
    "judged": Text("判断时间", "judged at"),
    "rulebook": Text("规则库", "rulebook"),
    "resolution": Text("结论编号", "resolution"),
    "prior": Text("先验", "prior"),
    "log_odds": Text("对数几率", "log-odds"),
    "arithmetic": Text(
        "对数几率 = ln(先验/(1−先验)) + 依据权重之和；可能性 = exp(对数几率 − {0})",
        "log-odds = ln(prior/(1−prior)) + sum of weights; probability = exp(log-odds − {0})",
    ),
    "rules": Text("规则逐条", "Rule by rule"),
    "all": Text("全部成立", "all of"),
    "any": Text("任一成立", "any of"),
    "not": Text("不成立", "not"),
    "unknown": Text("未知", "unknown"),
    "not_counted": Text(
        "同组有更强的依据，不重复计入", "a stronger one of its group counts instead"
    ),
}

ACTORS: Mapping[str, Text] = {
    "REQUESTER": Text("您自己", "you"),
    "ORGANIZATION_ADMIN": Text("本单位管理员", "your organisation's administrator"),
    "SELLER": Text("销售方", "the seller"),
    "PROVIDER": Text("查验服务商", "the lookup provider"),
    "TAX_AUTHORITY": Text("税务机关", "the tax authority"),
    "IT_SUPPORT": Text("IT 支持", "IT support"),
    "INTEGRATOR": Text("系统对接方", "the integrator"),
    "NOBODY": Text("无需处理", "nobody, it passes by itself"),
}

TIMES_NEEDED: Mapping[int, Text] = {
    pb.TIME_NEEDED_MINUTES: Text("几分钟", "minutes"),
    pb.TIME_NEEDED_HOURS: Text("几小时", "hours"),
    pb.TIME_NEEDED_DAYS: Text("几个工作日", "working days"),
    pb.TIME_NEEDED_WEEKS: Text("一周以上", "a week or more"),
}

ACTIONS: Mapping[str, Text] = {
    "CORRECT_INPUT": Text("更正录入", "correct the input"),
    "RETRY_LATER": Text("稍后重试", "retry later"),
    "WAIT": Text("等待", "wait"),
    "REQUEST_ACCESS": Text("申请权限", "request access"),
    "RENEW_CREDENTIALS": Text("更新登录或凭证", "renew session or credentials"),
    "SWITCH_CHANNEL": Text("换渠道查验", "switch the channel"),
    "UPDATE_CLIENT": Text("升级或更换客户端", "update the client"),
    "CHECK_NETWORK": Text("检查网络", "check the network"),
    "CONTACT": Text("联系对方", "get in touch"),
    "OBTAIN_REPLACEMENT": Text("换取新发票", "obtain a replacement"),
    "STOP": Text("停止", "stop"),
    "ESCALATE": Text("交由专人处理", "escalate to a person"),
}


def word(name: str, language: str) -> str:
    """Return one of `WORDS`."""
    return WORDS[name].get(language)


def comma(language: str) -> str:
    """Return the comma that a language writes."""
    return ", " if language == "en" else "，"


def colon(language: str) -> str:
    """Return the colon that a language puts after a heading."""
    return ": " if language == "en" else "："
