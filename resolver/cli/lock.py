"""`lock`: writes down which text every version of a rule has."""

from __future__ import annotations

import argparse
from pathlib import Path

from resolver.cli.exits import ExitCode
from resolver.cli.render.lock import print_renewal
from resolver.cli.sources import folder, replace_text
from resolver.cli.usage import DEFAULT_RULES, Parser
from resolver.model.texts import Text
from resolver.rulefile.files import read_folder
from resolver.rulefile.lock_renewal import renew_lock

_DIRECTORY = Text("规则目录（默认 rules）", "the rules folder (default: rules)")
_RAISE = Text(
    "内容变了而版本没变的规则，先在各自的文件里把版本加一",
    "first raise the version of each rule that was changed without, in its own file",
)


def configure(parser: Parser) -> None:
    """Add the command's arguments."""
    parser.value("rules", _DIRECTORY, metavar="DIR", nargs="?", type=Path, default=DEFAULT_RULES)
    parser.option("--raise", _RAISE, action="store_true", dest="raises")
    parser.language_option()


def run(options: argparse.Namespace) -> ExitCode:
    """Renew the lock, unless a rule was changed in a way that no lock can take over."""
    directory = folder(options.rules)
    renewal = renew_lock(read_folder(directory), raise_versions=options.raises)
    for path, content in renewal.files.items():
        replace_text(directory / path, content.decode())
    print_renewal(renewal, directory, options.language)
    return ExitCode.FINE
