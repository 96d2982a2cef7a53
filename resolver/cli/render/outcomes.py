"""What is told of the database of outcomes."""

from __future__ import annotations

from resolver.model.texts import Text

MIGRATED = Text("结果库已是当前版本", "the database is up to date")
EXPORTED = Text("已导出 {n} 条到 {file}", "{n} exported to {file}")
IMPORTED = Text(
    "已导入 {n} 条；{before} 条原已存在；{conflicts} 条同名而内容不同，未导入",
    "{n} imported, {before} were there before, {conflicts} differ from what is there and were not",
)
CONFLICTS = Text(
    "有登记与库中同名而内容不同：库中的保持不变", "some differ from what is there, which stays"
)
ERASED = Text("已删除 {n} 条", "{n} erased")


def tell(text: Text, language: str, **values: object) -> None:
    """Print one sentence."""
    print(text.get(language).format(**values))
