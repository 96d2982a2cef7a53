#!/bin/sh
# Installs the YAML language server of tools/language-server/package.json into build/, for the tests of the JSON Schemas.
# Where that is done already, this takes no time. A machine without node and npm is told what it does not test.
set -eu

cd "$(dirname "$0")/.."
wanted=tools/language-server/package.json
folder=build/language-server

if cmp -s "$wanted" "$folder/installed.json"; then
    exit 0
fi
if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
    echo "NOT TESTED: completion and hover texts in editors; install node and npm to test them" >&2
    exit 0
fi
rm -rf "$folder"
mkdir -p "$folder"
cp "$wanted" "$folder/package.json"
(
    cd "$folder"
    npm install --no-package-lock --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null
)
cp "$wanted" "$folder/installed.json"
