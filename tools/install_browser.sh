#!/bin/sh
# Installs what tests drive beside Python, from Debian's packages: the browser that opens pages, with fonts for
# Chinese, promtool, which tries the alerts, and PostgreSQL. Where that cannot be done, it says so and carries on: those
# tests are then skipped, and tell that they were.
set -u
export DEBIAN_FRONTEND=noninteractive

install() { # $1: the program, $2: what is not tested without it, then its packages
    program=$1 untested=$2
    shift 2
    if command -v "$program" >/dev/null; then
        return
    fi
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
        echo "no $program, and it cannot be installed here: $untested will be skipped" >&2
    elif ! { apt-get -qq update && apt-get -qq install -y --no-install-recommends "$@"; } >/dev/null; then
        echo "$program could not be installed: $untested will be skipped" >&2
    fi
}

install chromium "the tests of pages in a browser" chromium fonts-noto-cjk
install promtool "the tests of alerts" prometheus
install pg_ctlcluster "the tests of outcomes on PostgreSQL" postgresql
