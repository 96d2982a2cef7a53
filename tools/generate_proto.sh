#!/bin/sh
# Generates resolver/v1/ from proto/, and the descriptors by which Envoy turns JSON into messages and back. With --check
# it writes nothing and fails if any of them is out of date.
set -eu

cd "$(dirname "$0")/.."
python=${PYTHON:-.venv/bin/python}
descriptors=deploy/envoy/descriptors.binpb
PATH=$(dirname "$python"):$PATH # the protoc plugins lie beside the interpreter

generate() { # $1: the folder to write to
    "$python" -m grpc_tools.protoc \
        --proto_path=proto --proto_path=third_party/googleapis \
        --python_out="$1" --grpc_python_out="$1" \
        --mypy_out=quiet:"$1" --mypy_grpc_out=quiet:"$1" \
        proto/resolver/v1/*.proto
    # No message names the details of errors: they travel as Any, and Envoy has to be told of them.
    "$python" -m grpc_tools.protoc \
        --proto_path=proto --proto_path=third_party/googleapis \
        --include_imports --descriptor_set_out="$1/$descriptors" \
        proto/resolver/v1/*.proto google/rpc/error_details.proto
}

if [ "${1:-}" != "--check" ]; then
    rm -f resolver/v1/*_pb2*.py resolver/v1/*_pb2*.pyi
    generate .
    exit
fi

fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT
mkdir -p "$fresh/$(dirname "$descriptors")"
generate "$fresh"
cp resolver/v1/__init__.py "$fresh/resolver/v1/"
if ! diff -r --exclude=__pycache__ "$fresh/resolver/v1" resolver/v1; then
    echo "resolver/v1/ differs from what proto/ gives: run tools/generate_proto.sh" >&2
    exit 1
fi
if ! cmp "$fresh/$descriptors" "$descriptors"; then
    echo "$descriptors differs from what proto/ gives: run tools/generate_proto.sh" >&2
    exit 1
fi
