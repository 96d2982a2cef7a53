#!/bin/sh
# Installs the browser that the tests of pages drive, and fonts for Chinese, from Debian's packages. Where that cannot
# be done, it says so and carries on: those tests are then skipped, and tell that they were.
set -u

if command -v chromium >/dev/null; then
    exit 0
fi
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "no Chromium, and it cannot be installed here: the tests of pages in a browser will be skipped" >&2
    exit 0
fi
export DEBIAN_FRONTEND=noninteractive
if ! { apt-get -qq update && apt-get -qq install -y --no-install-recommends chromium fonts-noto-cjk; } >/dev/null; then
    echo "Chromium could not be installed: the tests of pages in a browser will be skipped" >&2
fi
