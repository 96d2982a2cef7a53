"""`python -m resolver`."""

import sys

from resolver.cli.app import main

if __name__ == "__main__":
    sys.exit(main())
