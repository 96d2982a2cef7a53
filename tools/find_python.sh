#!/bin/sh
# Prints the first Python 3.11 or 3.12 that really runs, can make a virtual environment and can build C extensions.
# A name on PATH is not enough: version managers leave shims that fail. PYTHON=... names another one.
set -u

probe='
import sys
problem = ""
if sys.version_info[:2] not in ((3, 11), (3, 12)):
    problem = "is %d.%d" % sys.version_info[:2]
else:
    import os, sysconfig
    try:
        import ensurepip, venv
    except ImportError:
        problem = "cannot make virtual environments (on Debian: install python3-venv)"
    if not os.path.exists(os.path.join(sysconfig.get_paths()["include"], "Python.h")):
        problem = "has no Python.h to build with (on Debian: install python3-dev)"
print(problem or "fine")
'
tried=""
for candidate in ${PYTHON:-python3.12 python3.11 python3 python \
    "$HOME"/.pyenv/versions/3.12.*/bin/python "$HOME"/.pyenv/versions/3.11.*/bin/python \
    "$HOME"/.local/share/uv/python/cpython-3.1[12]*/bin/python3}; do
    said=$("$candidate" -c "$probe" 2>/dev/null) || said="does not run"
    if [ "$said" = fine ]; then
        "$candidate" -c 'import sys; print(sys.executable)'
        exit 0
    fi
    tried="$tried
  $candidate $said"
done
echo "no usable Python 3.11 or 3.12 was found; PYTHON=/path/to/python names one.$tried" >&2
exit 1
