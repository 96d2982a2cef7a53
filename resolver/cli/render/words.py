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
    "normalizer": Text("减去全部原因的对数总和", "less the log of the sum over all causes"),
    "all": Text("全部成立", "all of"),
    "any": Text("任一成立", "any of"),
    "not": Text("不成立", "not"),
    "holds": Text("成立", "holds"),
    "fails": Text("不成立", "does not hold"),
    "as_above": Text("（同上）", "(as above)"),
    "unknown": Text("未知", "unknown"),
    "counted": Text("命中并计入的规则", "Rules that matched and counted"),
    "outweighed": Text(
        "命中但未计入：同组有更强的规则",
        "Rules that matched but did not count: a stronger one of their group did",
    ),
    "undecided": Text("无法判断：缺少事实", "Rules that could not be decided: a fact is unknown"),
    "unmatched": Text("未命中的规则", "Rules that did not match"),
    "lacks": Text("不成立", "not so"),
    "needs": Text("尚不清楚", "not known"),
    "what_if": Text("怎样的事实会让另一个原因排到首位", "What would have put another cause first"),
    "same_answer": Text("对方的答复不变", "With the same answer of the provider"),
    "other_answer": Text("对方的答复不同", "With another answer of the provider"),
    "one_fact": Text("改变一项事实就够了", "one other fact is enough"),
    "two_facts": Text(
        "改变任何一项都不够，同时改变两项可以", "no single fact is enough, but two together are"
    ),
    "not_one": Text("只改变一项事实不够", "no single other fact is enough"),
    "not_two": Text(
        "改变任何一项或两项事实，首位原因都不变",
        "no change of one fact or two puts another cause first",
    ),
    "stopped": Text(
        "情况太多，没有查完，不能断定", "there was too much to try; the search was given up"
    ),
    "first_falls": Text("（现在的首位降到 {0}）", " (the present first falls to {0})"),
    "follows": Text("随之改变", "follows"),
    "then_match": Text("这时命中", "then match"),
    "then_fail": Text("不再命中", "no longer match"),
    "facts": Text("全部已知事实", "Every fact that is known"),
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
