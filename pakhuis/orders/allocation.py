"""Which warehouse delivers what, and what must wait: the autosplit rules as one pure function.

Source: domain rules, section 4. Off: one warehouse delivers every line or nothing is picked. On: one
warehouse that has everything wins, else as few warehouses as possible; parts of lines; the rest waits.
"""

from __future__ import annotations
