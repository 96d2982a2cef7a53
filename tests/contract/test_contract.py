"""Tests of the contract itself: its names, its comments, its compatibility."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from google.protobuf import descriptor_pb2

from resolver.v1 import answer_pb2, context_pb2, resolver_service_pb2, rulebook_service_pb2

ROOT = Path(__file__).parents[2]
BUF = Path(sys.executable).with_name("buf")
NAMES = yaml.safe_load(Path(__file__).with_name("names.yaml").read_text("utf-8"))
FILES = [
    module.DESCRIPTOR
    for module in (context_pb2, answer_pb2, resolver_service_pb2, rulebook_service_pb2)
]


def declared(kind: str, name: str) -> Any:
    """Return what the contract declares under a name."""
    (found,) = [getattr(f, kind)[name] for f in FILES if name in getattr(f, kind)]
    return found


def buf(*arguments: str) -> bytes:
    """Run buf on the contract and return what it printed."""
    done = subprocess.run([BUF, *arguments], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 0, (done.stdout + done.stderr).decode()
    return done.stdout


@pytest.mark.parametrize("name", NAMES["messages"])
def test_message_has_the_fields_that_callers_rely_on(name: str) -> None:
    """A field may be added, none may go."""
    fields = set(declared("message_types_by_name", name).fields_by_name)
    assert set(NAMES["messages"][name]) <= fields


@pytest.mark.parametrize("name", NAMES["enums"])
def test_enum_has_exactly_the_values_that_callers_rely_on(name: str) -> None:
    """Values carry the enum's name, and 0 is unspecified."""
    enum = declared("enum_types_by_name", name)
    zero = enum.values_by_number[0].name
    prefix = zero.removesuffix("UNSPECIFIED")
    assert prefix.replace("_", "").lower() == name.lower()
    assert [value.name for value in enum.values] == [
        zero,
        *(prefix + value for value in NAMES["enums"][name]),
    ]


@pytest.mark.parametrize("name", NAMES["services"])
def test_service_has_exactly_the_methods_that_are_real(name: str) -> None:
    """No method is promised before it works."""
    methods = declared("services_by_name", name).methods
    assert [method.name for method in methods] == NAMES["services"][name]


def test_stream_is_the_only_method_that_streams() -> None:
    """Callers in ABAP and JSON can use everything else."""
    streaming = [
        method.name
        for file in FILES
        for service in file.services_by_name.values()
        for method in service.methods
        if method.client_streaming or method.server_streaming
    ]
    assert streaming == ["StreamResolve"]


def test_everything_in_the_contract_has_a_comment() -> None:
    """Services, methods, messages, fields, enums and their values all say what they mean."""
    image = descriptor_pb2.FileDescriptorSet.FromString(buf("build", "proto", "-o", "-"))
    ours = [file for file in image.file if file.package == "resolver.v1"]
    assert len(ours) == len(FILES)
    for file in ours:
        commented = {
            tuple(place.path)
            for place in file.source_code_info.location
            if place.leading_comments.strip()
        }
        silent = [name for path, name in _elements(file) if path not in commented]
        assert silent == []


def test_contract_follows_the_style_of_the_trade() -> None:
    """`buf lint` has nothing to say."""
    buf("lint")


def test_contract_breaks_no_caller_of_the_last_release() -> None:
    """`buf breaking` finds nothing against the descriptors of the last release."""
    buf("breaking", "proto", "--against", "proto/baseline.binpb")


def test_generated_code_is_that_of_the_contract() -> None:
    """Whoever changes the contract generates the code anew."""
    done = subprocess.run(
        ["tools/generate_proto.sh", "--check"],
        cwd=ROOT,
        env={"PYTHON": sys.executable, "PATH": "/usr/bin:/bin"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, (done.stdout + done.stderr).decode()


def test_languages_of_callers_get_names_of_their_own() -> None:
    """Java, C# and Go code is generated into packages that name the version."""
    for file in FILES:
        options = file.GetOptions()
        assert options.java_package == "com.resolver.v1"
        assert options.csharp_namespace == "Resolver.V1"
        assert options.go_package.endswith(";resolverv1")


def _elements(file: descriptor_pb2.FileDescriptorProto) -> list[tuple[tuple[int, ...], str]]:
    """Return the path and name of everything a file declares, as its source info has them."""
    found: list[tuple[tuple[int, ...], str]] = []
    for kind, inner_kind, elements in (
        (4, 2, [(m.name, m.field) for m in file.message_type]),
        (5, 2, [(e.name, e.value) for e in file.enum_type]),
        (6, 2, [(s.name, s.method) for s in file.service]),
    ):
        for place, (name, inner) in enumerate(elements):
            found.append(((kind, place), name))
            found += [
                ((kind, place, inner_kind, i), f"{name}.{item.name}")
                for i, item in enumerate(inner)
            ]
    return found
