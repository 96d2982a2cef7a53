#!/bin/sh
# Writes what the product is built on, as CycloneDX 1.6, to build/sbom.json or to $1: every locked package with version
# and hashes. The same lock gives the same bytes; no network is asked.
set -eu

cd "$(dirname "$0")/.."
mkdir -p build
exec build/tools/bin/python -W ignore -m cyclonedx_py requirements requirements/runtime.txt --pyproject pyproject.toml \
    --spec-version 1.6 --output-reproducible --output-file "${1:-build/sbom.json}"
