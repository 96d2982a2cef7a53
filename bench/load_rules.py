"""How long a rules folder of many rules takes to load: `python -m bench.load_rules [RULES]`."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from resolver.rulefile.loader import load_rulebook
from tests.support.rulefolders import tiny_folder

RULES_A_CAUSE = 5

CAUSE = """\
cause: generated.cause_{number}
title: {{zh-CN: 第 {number} 个原因, en: Cause number {number}}}
explanation: {{zh-CN: 仅供测量, en: Only for measuring}}
owner: compliance-data
prior: common
evidence:
{evidence}
remedies: [wait, ask]
disposition:
  - action: WAIT
    retryable: true
    not_before: next_midnight
    reason: {{zh-CN: 等数据同步, en: Wait for the data}}
"""

RULE = """\
  - rule: rule-{place}
    version: 1
    status: active
    effective: {{from: 2021-01-01}}
    group: group-{place}
    when:
      all:
        - status.category: {{in: [not_found, mismatch]}}
        - any:
            - timing.invoice_age_hours: {{gte: {low}, lt: {high}}}
            - all: [{{is: nothing-found}}, {{client.packet_loss_percent: {{gt: {place}}}}}]
        - not: {{requester.unattended: {flag}}}
    weight: strong{against}
    because:
      zh-CN: 距开票 {{timing.invoice_age_hours}} 小时，申请人为 {{requester.role}}
      en: "{{timing.invoice_age_hours}} h since issue, asked by {{requester.role}}"
    references: [https://12366.chinatax.gov.cn]
"""


def cause_text(number: int) -> str:
    """Return the file of one generated cause."""
    evidence = "".join(
        RULE.format(
            place=place,
            low=number + place,
            high=number + place + 24,
            flag="true" if place % 2 else "false",
            against="" if place % 2 else " against",
        )
        for place in range(RULES_A_CAUSE)
    )
    return CAUSE.format(number=number, evidence=evidence.rstrip())


@contextmanager
def generated_folder(rules: int) -> Iterator[Path]:
    """Make a folder of so many rules, a multiple of five, for as long as the block lasts."""
    causes = range(rules // RULES_A_CAUSE)
    files = {f"generated/cause_{number}.yaml": cause_text(number) for number in causes}
    with tempfile.TemporaryDirectory() as directory:
        yield tiny_folder(Path(directory), files)


def load_seconds(rules: int) -> float:
    """Return how long a generated folder takes to load, the best of three times."""
    with generated_folder(rules) as folder:
        return min(_seconds(folder) for _ in range(3))


def _seconds(folder: Path) -> float:
    started = time.perf_counter()
    result = load_rulebook(folder)
    seconds = time.perf_counter() - started
    assert result.rulebook is not None, result.diagnostics[:3]
    return seconds


def main(rules: int) -> None:
    """Generate a folder, load it three times and print the best time."""
    print(f"{rules} rules: {load_seconds(rules):.2f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
