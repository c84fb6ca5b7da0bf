"""Reading files: every cell as text, whatever the format; nothing is known here of customers."""

from pakhuis.imports.readers.contract import Limits, ReadOptions, SourceRow, Understood
from pakhuis.imports.readers.reading import read_rows, understand

__all__ = ["Limits", "ReadOptions", "SourceRow", "Understood", "read_rows", "understand"]
