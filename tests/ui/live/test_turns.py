"""A few redraws happen at a time, and none waits for itself."""

import threading

import pytest

from ui.server.redraws import AT_ONCE, ahead, turn


def test_no_more_than_a_few_draw_at_once() -> None:
    """Of twenty threads that want to draw, at most the allowed number is drawing at any moment."""
    drawing, most, lock = 0, 0, threading.Lock()

    def draw() -> None:
        nonlocal drawing, most
        with turn(), turn():
            with lock:
                drawing += 1
                most = max(most, drawing)
            threading.Event().wait(0.005)
            with lock:
                drawing -= 1

    threads = [threading.Thread(target=draw) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=10)

    assert (drawing, most) == (0, AT_ONCE)


def test_a_redraw_that_fails_gives_its_turn_back() -> None:
    """An error or a rerun in the middle of drawing keeps nobody waiting."""
    for _ in range(AT_ONCE * 2):
        with pytest.raises(RuntimeError), turn():
            raise RuntimeError("rerun")


def test_a_redraw_lets_short_work_pass() -> None:
    """A redraw begins when the answer that is being stored is stored."""
    order: list[str] = []

    def draw() -> None:
        with turn():
            order.append("drawn")

    with ahead():
        thread = threading.Thread(target=draw)
        thread.start()
        thread.join(timeout=0.05)
        order.append("stored")
    thread.join(timeout=10)

    assert order == ["stored", "drawn"]


def test_a_redraw_does_not_wait_for_ever() -> None:
    """While one answer after the other is stored, screens are still drawn."""
    with ahead(), turn():
        drawn = True

    assert drawn
