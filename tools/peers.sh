#!/bin/sh
# Installs the engines that bench.peers measures against, and what serves them, into build/peers: Python's from
# requirements/peers.txt, Node's from bench/peers/node/package.json. Where that is done already, this takes no time.
# A machine without node and npm measures without json-rules-engine, and is told so.
set -eu

cd "$(dirname "$0")/.."
folder=build/peers
wanted=$(cat requirements/peers.txt bench/peers/node/package.json | cksum)

if [ "$(cat "$folder/installed" 2>/dev/null)" = "$wanted" ]; then
    exit 0
fi
compiler=$(command -v cc || command -v gcc || command -v clang) || {
    echo "a C compiler is needed (on Debian: apt-get install build-essential)" >&2
    exit 1
}
rm -rf "$folder"
mkdir -p "$folder/node"
"$(tools/find_python.sh)" -m venv "$folder/python"
# durable-rules is compiled as well as for this service: see tools/setup.sh.
CC="$compiler -O3" "$folder/python/bin/python" -m pip install -qq --disable-pip-version-check --no-cache-dir --no-deps \
    --require-hashes -r requirements/peers.txt
if command -v node >/dev/null && command -v npm >/dev/null; then
    cp bench/peers/node/package.json "$folder/node/"
    (cd "$folder/node" && npm install --no-package-lock --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null)
else
    echo "NOT MEASURED: json-rules-engine; install node and npm to measure it" >&2
fi
echo "$wanted" >"$folder/installed"
