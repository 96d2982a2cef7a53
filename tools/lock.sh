#!/bin/sh
# Locks the dependencies of pyproject.toml into requirements/, with hashes and without any registry's address.
# One file serves Python 3.11 and 3.12: resolved for the older, hashes of every file of each release.
set -eu

cd "$(dirname "$0")/.."
uv=$(command -v uv) || {
    python3 -m venv build/lock
    build/lock/bin/python -m pip install --quiet 'uv>=0.9,<1'
    uv=build/lock/bin/uv
}
compile() {
    "$uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
        --no-emit-find-links "$@"
}
compile pyproject.toml --extra tracing --output-file requirements/runtime.txt
compile pyproject.toml --extra tracing --extra dev --output-file requirements/dev.txt
compile --group tools --output-file requirements/tools.txt
compile --group peers --constraint requirements/runtime.txt --output-file requirements/peers.txt
if grep -n '://' requirements/*.txt; then
    echo "a lock file names an address" >&2
    exit 1
fi
