"""What a publication takes in, whichever warehouse it goes to."""

from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

import pyarrow as pa

# The rows of one table: its files by their key (a month, or 'all'), or the rows themselves; a view has none.
Source: TypeAlias = Mapping[str, Path] | pa.Table
