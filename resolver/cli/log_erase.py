"""Erases what a decision log has about somebody, so that its chain still holds."""

from __future__ import annotations

import argparse
from pathlib import Path

from resolver.cli.exits import CommandError, ExitCode
from resolver.cli.render import erasures as render
from resolver.cli.render.console import output_console
from resolver.cli.reported import opened_store
from resolver.cli.usage import Parser
from resolver.model.texts import Text
from resolver.runtime.decisions.disk import SystemDisk
from resolver.runtime.decisions.erasing import eraser, unwritten
from resolver.runtime.decisions.keys import LogKeys, read_keys
from resolver.runtime.decisions.searching import Findings, search
from resolver.runtime.decisions.subjects import TYPED, Kind, Subject

_KEY = Text(
    "日志密钥文件（RESOLVER_DECISION_LOG_KEY）", "the key of the log: RESOLVER_DECISION_LOG_KEY"
)
_OPTIONS = {
    Kind.USER_ID: ("--user-id", "TEXT", Text("关于该用户的", "about this user")),
    Kind.TAX_ID: (
        "--tax-id",
        "TEXT",
        Text(
            "关于该税号的：购方、销方或查询方", "about this tax id: of buyer, seller or requester"
        ),
    ),
    Kind.INVOICE_NUMBER: ("--invoice-number", "TEXT", Text("关于该发票的", "about this invoice")),
    Kind.CALLER: ("--caller", "NAME", Text("该调用方的", "of this caller")),
    Kind.LOOKUP_ID: ("--lookup-id", "TEXT", Text("该查询编号的", "with this lookup_id")),
    Kind.RESOLUTION: (
        "--resolution",
        "ID",
        Text("该应答（resolution_id）", "this answer (resolution_id)"),
    ),
}
_FINISH = Text(
    "完成中断的删除，或重新删除因恢复备份而回来的决策",
    "erase what was told to be erased and still stands: interrupted, or back from a backup",
)
_REASON = Text(
    "删除的理由，留存在日志中；不要写人名或号码",
    "why; it is kept in the log, so name nobody in it",
)
_DRY_RUN = Text("只说明会删除什么", "tell what would be erased, and erase nothing")
_OUTCOMES = Text(
    "同时从结果库（RESOLVER_OUTCOMES）删除关于这些应答的结果",
    "erase the outcomes reported on those answers, too, from RESOLVER_OUTCOMES",
)
_ONE_MEANT = Text(
    f"请恰好给出一个：{'、'.join(name for name, _, _ in _OPTIONS.values())} 或 --finish",
    f"give exactly one of {', '.join(name for name, _, _ in _OPTIONS.values())} or --finish",
)
_NEEDS_KEY = Text(
    "需要 --key：日志只留存这类值的带密钥摘要",
    "--key is needed: the log keeps keyed digests of such values alone",
)
_NEEDS_REASON = Text("需要 --reason：为什么删除", "--reason is needed: why it is erased")


def configure(parser: Parser) -> None:
    """Add the command's arguments."""
    parser.option("--key", _KEY, metavar="FILE", type=Path)
    for kind, (name, metavar, about) in _OPTIONS.items():
        parser.option(name, about, metavar=metavar, dest=kind.value, default="")
    parser.option("--finish", _FINISH, action="store_true")
    parser.option("--reason", _REASON, metavar="TEXT", default="")
    parser.option("--outcomes", _OUTCOMES, action="store_true")
    parser.option("--dry-run", _DRY_RUN, action="store_true")


def erase_decisions(options: argparse.Namespace) -> ExitCode:
    """Erase what is meant and tell what was done; fails if there is something left to be done.

    Raises:
        CommandError: It is not clear what is meant.
        DecisionLogError: A segment was altered, or another erasure is under way.
        OutcomeStoreError: The database of outcomes cannot be used; nothing is erased from the log.
    """
    subject = _subject(options)
    console = output_console()
    if options.dry_run:
        with unwritten(options.log) as held:
            findings = search(options.log, subject, held)
        render.print_findings(findings, console, options.language)
        return ExitCode.FINE
    if subject and not options.reason.strip():
        raise CommandError(_NEEDS_REASON)
    with eraser(options.log, SystemDisk()) as one:
        findings = search(options.log, subject, one.held)
        if options.outcomes:
            render.print_outcomes(_erase_outcomes(findings), console, options.language)
        one.erase(findings, subject.kind if subject else "", options.reason)
    render.print_erased(findings, console, options.language)
    return ExitCode.FAILED if findings.growing or findings.other_key else ExitCode.FINE


def _subject(options: argparse.Namespace) -> Subject | None:
    """Return whom the options mean; `None` to finish what was told before."""
    meant = [(kind, getattr(options, kind)) for kind in _OPTIONS if getattr(options, kind)]
    if len(meant) + options.finish != 1:
        raise CommandError(_ONE_MEANT)
    if options.finish:
        return None
    ((kind, value),) = meant
    if kind in TYPED and not options.key:
        raise CommandError(_NEEDS_KEY)
    return Subject(kind, value, read_keys(options.key) if options.key else LogKeys())


def _erase_outcomes(findings: Findings) -> int:
    """Erase outcomes first: once the answers are gone from the log, nothing leads to them."""
    with opened_store() as store:
        return sum(
            store.erase(resolution_id=name) for hit in findings.hits for name in hit.ids if name
        )
