"""A failed lookup as a command is given it, and who is asked about it."""

from __future__ import annotations

import argparse
import sys
from contextlib import AbstractContextManager
from pathlib import Path

from google.protobuf.json_format import MessageToJson

from resolver.cli.asking import Ask, asking_rules, asking_server
from resolver.cli.channel import tls_options, token_option
from resolver.cli.exits import CommandError
from resolver.cli.lines import LineSource
from resolver.cli.sources import Source, folder, parse_json, question_of, read_source
from resolver.cli.usage import DEFAULT_RULES, Parser, moment, seconds, whole_number
from resolver.cli.wire import write_context
from resolver.inference.pipeline import DEFAULT_CAUSES
from resolver.model.texts import Text
from resolver.service.validation import MAX_CAUSES
from resolver.v1 import resolver_service_pb2 as pb

_FILE = Text(
    "失败查验的上下文（JSON 对象），或含 context 与 evaluation_time 的完整请求；"
    "JSON Lines 文件写成 文件:行号；- 表示标准输入",
    "the context of the failed lookup, a JSON object, or a whole request with `context` and\n"
    "`evaluation_time`; FILE:N for line N of JSON lines; - for standard input",
)
_ADDRESS = Text("向该地址的服务提问，而不在本进程内诊断", "ask the server there instead")
_EITHER = Text(
    "--address 与 --rules 只能用一个：服务按它自己的规则诊断",
    "give --address or --rules, not both: a server judges by rules of its own",
)
_TIMEOUT = Text("等待服务应答的秒数（默认 10）", "seconds to wait for the server (default: 10)")
_AT = Text(
    "按这一时刻判断（默认现在；不带时区按北京时间）",
    "judge by this moment (default: now; Beijing time unless it has a zone)",
)
_MAX_CAUSES = Text(
    f"最多列出几个原因（1–{MAX_CAUSES}，默认 {DEFAULT_CAUSES}）",
    f"how many causes to list (1–{MAX_CAUSES}, default: {DEFAULT_CAUSES})",
)
_JSON = Text("输出接口的 JSON（ResolveResponse）", "print the response of the API as JSON")


def add_question(parser: Parser) -> None:
    """Add the arguments that say which lookup is meant, who answers, and by which moment."""
    parser.value("file", _FILE, metavar="FILE")
    parser.rules_option(default=None)
    parser.option("--address", _ADDRESS, metavar="HOST:PORT")
    tls_options(parser)
    token_option(parser)
    parser.option("--timeout", _TIMEOUT, metavar="SECONDS", type=seconds, default=10.0)
    parser.option("--at", _AT, metavar="MOMENT", type=moment)


def add_listing(parser: Parser) -> None:
    """Add the arguments that say how much of an answer is told, and how."""
    count = whole_number(1, MAX_CAUSES)
    parser.option("--max-causes", _MAX_CAUSES, metavar="N", type=count, default=0)
    parser.option("--json", _JSON, action="store_true")
    parser.language_option()


def answer_of(options: argparse.Namespace, level: pb.ExplainLevel.ValueType) -> pb.ResolveResponse:
    """Ask what the arguments say and return the answer.

    Raises:
        CommandError: The arguments or the file make no question, or nobody answered.
    """
    if options.address and options.rules:
        raise CommandError(_EITHER)
    request = _request(options, level)
    with _answerer(options) as ask:
        return ask(request)


def print_json(response: pb.ResolveResponse) -> None:
    """Print an answer as JSON, with the names of the contract."""
    text = MessageToJson(response, preserving_proto_field_name=True, ensure_ascii=False)
    sys.stdout.write(f"{text}\n")


def _request(options: argparse.Namespace, level: pb.ExplainLevel.ValueType) -> pb.ResolveRequest:
    source, line = _source(options.file)
    place = f"{source.name}:{line}" if line > 1 else source.name
    context, own_moment = question_of(parse_json(source.text, source.name, line), place)
    request = pb.ResolveRequest(
        language_code=options.language, max_causes=options.max_causes, explain_level=level
    )
    write_context(context, request.context)
    at = options.at or own_moment
    if at is not None:
        request.evaluation_time.FromDatetime(at)
    return request


def _source(name: str) -> tuple[Source, int]:
    """Return what a file holds, or one of its lines for `FILE:N`, with the number of the line."""
    path, _, number = name.rpartition(":")
    if not path or not number.isdecimal() or Path(name).exists():
        return read_source(name), 1
    line = int(number)
    for chunk in LineSource(path).chunks():
        if chunk.first <= line < chunk.first + len(chunk.lines):
            text = chunk.lines[line - chunk.first].decode("utf-8", "replace")
            return Source(path, text), line
    raise CommandError(Text(f"{path}：没有第 {number} 行", f"{path}: there is no line {number}"))


def _answerer(options: argparse.Namespace) -> AbstractContextManager[Ask]:
    if options.address:
        return asking_server(options)
    options.rules = folder(options.rules or DEFAULT_RULES)
    return asking_rules(options.rules)
