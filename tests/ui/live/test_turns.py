"""A few redraws happen at a time, and none waits for itself."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.world import PATIENCE_S
from ui.server import redraws
from ui.server.redraws import AT_ONCE, ahead, turn

WANTING = 10 * AT_ONCE


def test_no_more_than_a_few_draw_at_once() -> None:
    """Of many threads that want to draw, at most the allowed number is drawing at any moment."""
    drawing, most, lock = 0, 0, threading.Lock()
    all_want = threading.Barrier(WANTING)
    together = threading.Barrier(AT_ONCE)

    def draw(_number: int) -> None:
        nonlocal drawing, most
        all_want.wait(PATIENCE_S)
        with turn(), turn():
            with lock:
                drawing += 1
                most = max(most, drawing)
            together.wait(PATIENCE_S)
            with lock:
                drawing -= 1

    with ThreadPoolExecutor(WANTING) as pool:
        list(pool.map(draw, range(WANTING)))

    assert (drawing, most) == (0, AT_ONCE)


def test_a_redraw_that_fails_gives_its_turn_back() -> None:
    """An error or a rerun in the middle of drawing keeps nobody waiting."""
    for _ in range(AT_ONCE * 2):
        with pytest.raises(RuntimeError), turn():
            raise RuntimeError("rerun")


def test_a_redraw_lets_short_work_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    """A redraw begins when the answer that is being stored is stored."""
    monkeypatch.setattr(redraws, "LONGEST_S", PATIENCE_S)
    order: list[str] = []

    def draw() -> None:
        with turn():
            order.append("drawn")

    with ahead():
        thread = threading.Thread(target=draw)
        thread.start()
        thread.join(timeout=0.05)  # long enough to be seen where it does not wait
        order.append("stored")
    thread.join(PATIENCE_S)

    assert order == ["stored", "drawn"]


def test_a_redraw_does_not_wait_for_ever() -> None:
    """While one answer after the other is stored, screens are still drawn."""
    with ahead(), turn():
        drawn = True

    assert drawn
