"""What the parts of a rulebook are called, and in what respects they change."""

from __future__ import annotations

from collections.abc import Mapping

from resolver.inference.aspects import AspectKind
from resolver.inference.parts import Part, PartKind
from resolver.model.texts import Text

_PARTS: Mapping[PartKind, Text] = {
    PartKind.CAUSE: Text("原因 {name}", "cause {name}"),
    PartKind.RULE: Text("规则 {name}", "rule {name}"),
    PartKind.PRIOR: Text("{name} 的先验", "prior of {name}"),
    PartKind.DISPOSITION: Text("{name} 的自动处理建议", "disposition of {name}"),
    PartKind.REMEDIES: Text("{name} 的处理办法", "remedies of {name}"),
    PartKind.REMEDY: Text("处理办法 {name}", "remedy {name}"),
    PartKind.DEFINITION: Text("定义 {name}", "definition {name}"),
    PartKind.STRENGTH: Text("强度 {name} 的数值", "number behind strength {name}"),
    PartKind.PRIOR_WORD: Text("先验 {name} 的数值", "number behind prior {name}"),
    PartKind.CUTOFF: Text("界限 {name}", "cutoff {name}"),
    PartKind.CONTACT: Text("联系方式 {name}", "contact {name}"),
}
_TABLES: Mapping[str, Text] = {
    "catalogue": Text("状态码与提示语（status/）", "status catalogue (status/)"),
    "invoice_types": Text("票种（invoice_types.yaml）", "invoice types (invoice_types.yaml)"),
    "findings": Text("离线检查的提示（findings.yaml）", "findings (findings.yaml)"),
    "roles": Text("身份（roles.yaml）", "roles (roles.yaml)"),
    "lookup_permissions": Text("查验权限（roles.yaml）", "lookup permissions (roles.yaml)"),
    "calendar": Text("日历与时限（calendar/）", "calendar (calendar/)"),
    "client": Text("客户端环境（client.yaml）", "client environment (client.yaml)"),
    "attributes": Text("自定义事实（attributes.yaml）", "attributes (attributes.yaml)"),
}

ASPECTS: Mapping[AspectKind, Text] = {
    AspectKind.TITLE: Text("标题", "title"),
    AspectKind.EXPLANATION: Text("说明", "explanation"),
    AspectKind.OWNER: Text("负责人", "owner"),
    AspectKind.PRIOR: Text("先验", "prior"),
    AspectKind.VERSION: Text("版本", "version"),
    AspectKind.STATUS: Text("状态", "status"),
    AspectKind.STRENGTH: Text("强度", "strength"),
    AspectKind.CONDITION: Text("条件", "condition"),
    AspectKind.UNLESS: Text("例外条件", "exception"),
    AspectKind.GROUP: Text("分组", "group"),
    AspectKind.EFFECTIVE_FROM: Text("生效日期", "effective from"),
    AspectKind.EFFECTIVE_UNTIL: Text("失效日期", "effective until"),
    AspectKind.BECAUSE: Text("依据文字", "statement"),
    AspectKind.REFERENCES: Text("出处", "references"),
    AspectKind.ORDER: Text("顺序", "order"),
    AspectKind.REMEDY: Text("处理办法", "remedy"),
    AspectKind.DISPOSITION: Text("建议", "disposition"),
    AspectKind.RETRYABLE: Text("可否重试", "retryable"),
    AspectKind.REASON: Text("理由", "reason"),
    AspectKind.ACTOR: Text("由谁做", "actor"),
    AspectKind.ACTION: Text("动作", "action"),
    AspectKind.NOT_BEFORE: Text("最早时间", "not before"),
    AspectKind.FIELDS: Text("要改的字段", "fields"),
    AspectKind.CONTACTS: Text("联系方式", "contacts"),
    AspectKind.TIME_NEEDED: Text("通常用时", "time needed"),
    AspectKind.STEP: Text("步骤", "step"),
    AspectKind.CAUTION: Text("注意事项", "caution"),
    AspectKind.NUMBER: Text("数值", "number"),
    AspectKind.TEXT: Text("文字", "text"),
    AspectKind.SOURCE: Text("来源", "source"),
}
"""What each respect is called; the entries of a table are called by their path."""


def part_name(part: Part, language: str) -> str:
    """Return what a part is called."""
    if part.kind is PartKind.TABLE:
        return _TABLES[part.name].get(language)
    return _PARTS[part.kind].get(language).format(name=part.name)
