"""What the words of rule files are called where people read them; a site's own stay as is."""

from __future__ import annotations

from collections.abc import Mapping

from resolver.model.rulebook import AGAINST
from resolver.model.texts import Text

FAMILIES: Mapping[str, Text] = {
    "input": Text("录入", "Input"),
    "timing": Text("时间", "Timing"),
    "invoice": Text("发票本身", "The invoice itself"),
    "access": Text("权限与开通", "Access"),
    "session": Text("登录", "Session"),
    "quota": Text("次数与额度", "Quota"),
    "system": Text("税务平台与服务商", "Tax platform and providers"),
    "network": Text("网络", "Network"),
    "client": Text("客户端与渠道", "Client and channel"),
    "batch": Text("批量导入", "Batch import"),
    "policy": Text("政策与范围", "Policy and scope"),
    "unknown": Text("原因不明", "Unknown"),
}

STRENGTHS: Mapping[str, Text] = {
    "weak": Text("弱", "weak"),
    "moderate": Text("中等", "moderate"),
    "strong": Text("强", "strong"),
    "decisive": Text("决定性", "decisive"),
}

PRIORS: Mapping[str, Text] = {
    "frequent": Text("多发", "frequent"),
    "common": Text("常见", "common"),
    "uncommon": Text("少见", "uncommon"),
    "rare": Text("罕见", "rare"),
    "open": Text("未列原因的份额", "share of causes that are not listed"),
}

RULE_STATUSES: Mapping[str, Text] = {
    "active": Text("生效", "active"),
    "draft": Text("草稿", "draft"),
    "deprecated": Text("停用", "deprecated"),
}

PHASES: Mapping[str, Text] = {
    "expired": Text("已过期", "Expired"),
    "expiring": Text("即将到期", "Due to expire"),
    "coming": Text("尚未生效", "Not yet in force"),
    "draft": Text("草稿", "Drafts"),
    "deprecated": Text("停用", "Deprecated"),
}


def term(table: Mapping[str, Text], word: str) -> Text:
    """Return what a word is called; one that the table does not know stays as it is."""
    return table.get(word, Text(word, word))


def strength(word: str) -> Text:
    """Return what `strong` or `strong against` is called, without the side it is on."""
    return term(STRENGTHS, word.removesuffix(AGAINST).strip())
