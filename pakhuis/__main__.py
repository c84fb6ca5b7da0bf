"""`python -m pakhuis`: the command line where the `pakhuis` script is not installed."""

from __future__ import annotations

import sys

from pakhuis.config.cli import main

sys.exit(main())
