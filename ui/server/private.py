"""Files that the serving process makes are nobody else's business."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

OTHERS = 0o077
"""Every right of other accounts."""


@contextmanager
def private_files() -> Iterator[None]:
    """While a server runs, new files and folders are for their owner alone; put back at the end."""
    kept = os.umask(OTHERS)
    try:
        yield
    finally:
        os.umask(kept)
