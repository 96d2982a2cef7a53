"""A new token, and the line by which a server knows it."""

from __future__ import annotations

from resolver.model.texts import Text

_TOKEN = Text(
    "令牌（只显示这一次，请妥善交给调用方）：",
    "the token, shown this once; hand it to the caller safely:",
)
_LINE = Text(
    "写入调用方名单（RESOLVER_CALLERS 所指文件）的一行：",
    "the line for the file of callers (RESOLVER_CALLERS):",
)


def print_token(line: str, token: str | None, language: str) -> None:
    """Print a token, unless it is kept elsewhere, and the line for the file of callers."""
    if token is not None:
        print(f"{_TOKEN.get(language)}\n\n{token}\n")
    print(f"{_LINE.get(language)}\n\n{line}")
