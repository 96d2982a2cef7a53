#!/bin/sh
# Makes what the Dockerfile is tried on where no registry of images can be reached: a stand-in for its base, made of
# Debian's packages, and a folder of the Python packages that it asks for. With both, nothing is downloaded while it is built.
# Where that is done already, this takes no time.
set -eu

cd "$(dirname "$0")/../.."
folder=build/image
lock=requirements/runtime.txt

need() { # $1: the program, which Debian's package is named after
    command -v "$1" >/dev/null || DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "$1" >/dev/null
}

mkdir -p "$folder"
need buildah
if [ ! -f "$folder/base.tar" ]; then
    need mmdebstrap
    mmdebstrap --quiet --variant=minbase \
        --include=python3,python3-venv,python3-dev,python3-pip,python-is-python3,gcc,libc6-dev \
        --customize-hook='rm -rf "$1"/etc/apt/sources.list*' \
        --customize-hook='printf "[global]\nno-index = true\nfind-links = /wheels\n" >"$1/etc/pip.conf"' \
        bookworm "$folder/part.tar"
    mv "$folder/part.tar" "$folder/base.tar"
fi
if ! cmp -s "$lock" "$folder/wheels/installed.txt"; then
    rm -rf "$folder/wheels"
    # Debian 12 has Python 3.11. What comes as source is built in the image, by setuptools.
    .venv/bin/python -m pip download -qq --disable-pip-version-check --no-deps --require-hashes --python-version 3.11 \
        --dest "$folder/wheels" -r "$lock"
    .venv/bin/python -m pip download -qq --disable-pip-version-check --no-deps --dest "$folder/wheels" setuptools wheel
    cp "$lock" "$folder/wheels/installed.txt"
fi
