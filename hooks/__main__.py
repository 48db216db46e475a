"""`python hooks ready`: every command, typed alike in any shell of any system."""

import sys

from brochure.__main__ import main

sys.exit(main(sys.argv[1:]))
