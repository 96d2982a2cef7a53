"""The whole report on outcomes, in the order in which an approver reads it."""

from __future__ import annotations

from resolver.cli.render.calibration.basis import basis, trials
from resolver.cli.render.calibration.findings import contradicted, providers, scale
from resolver.cli.render.calibration.proposals import proposals
from resolver.cli.render.calibration.told import Told
from resolver.cli.render.report import Section

_PARTS = (basis, trials, proposals, contradicted, scale, providers)


def calibration_sections(told: Told) -> list[Section]:
    """Return the whole report in the order that an approver reads it."""
    return [section for part in _PARTS for section in part(told)]
