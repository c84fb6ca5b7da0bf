"""The demonstration: Brouwerij De Linde, a shop that never was, filled through the doors of a real one."""

from pakhuis.config.demo.account import LOGINS
from pakhuis.config.demo.fill import fill

__all__ = ["LOGINS", "fill"]
