"""What holds for every test: none leaves the process other than it found it."""

import gc
import os
import sys
from collections.abc import Iterator

import pytest


def _process() -> dict[str, object]:
    """What the whole process shares, and a later test would meet."""
    own = {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"}
    return {
        "garbage collection": (gc.get_threshold(), gc.isenabled()),
        "switch interval": sys.getswitchinterval(),
        "environment": own,
        "working directory": os.getcwd(),
        "umask": _umask(),
    }


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


@pytest.fixture(autouse=True)
def the_process_is_left_as_it_was() -> Iterator[None]:
    """No test changes a setting of the process and leaves it so."""
    before = _process()
    yield
    after = _process()

    assert after == before
