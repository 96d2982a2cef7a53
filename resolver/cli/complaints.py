"""What argparse says of a wrong command line, in Chinese: it speaks English alone."""

from __future__ import annotations

import re

_ARGUMENT = re.compile(r"argument (.+?): (.+)", re.DOTALL)
_SAID = tuple(
    (re.compile(pattern, re.DOTALL), told)
    for pattern, told in (
        (r"invalid choice: (.+) \(choose from (.+)\)", "没有 {0}，可以写 {1}"),
        (r"unrecognized arguments: (.+)", "不认识的参数：{0}"),
        (r"the following arguments are required: (.+)", "缺少参数：{0}"),
        (r"one of the arguments (.+) is required", "要写其中一个：{0}"),
        (r"not allowed with argument (.+)", "不能与 {0} 同时使用"),
        (r"expected one argument", "后面要写一个值"),
        (r"expected at most one argument", "后面最多写一个值"),
        (r"expected at least one argument", "后面至少要写一个值"),
        (r"expected (\d+) arguments?", "后面要写 {0} 个值"),
        (r"ignored explicit argument (.+)", "不带值，不能写 {0}"),
        (r"invalid \S+ value: (.+)", "{0} 不是合适的值"),
    )
)
"""What argparse says in Python 3.11 and later, and the same in Chinese."""


def in_chinese(message: str) -> str:
    """Return a message of argparse in Chinese; an unlisted one as it is."""
    about = _ARGUMENT.fullmatch(message)
    if about:
        return f"{about[1]}：{in_chinese(about[2])}"
    for pattern, told in _SAID:
        said = pattern.fullmatch(message)
        if said:
            return told.format(*said.groups())
    return message
