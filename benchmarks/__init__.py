"""How long things take, each beside an alternative in the same environment: `make bench`.

A module is a subject: it has `comparisons`, which yields what is measured. `__main__` lists them.
"""

import sys
from pathlib import Path

# The interview is driven as its tests drive it.
sys.path += [str(Path(__file__).parents[1] / "tests" / part) for part in ("", "browser")]
