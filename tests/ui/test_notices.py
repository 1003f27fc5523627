"""What waits for a person stands above everything else on their seat, until they have read it."""

from engine import commands as c
from tests.ui.test_screens import _make, _open, _texts
from ui.server import process

TOLD = "The <b>regulator</b> called."


def test_what_a_role_is_told_reaches_it_and_goes_when_read(store: None) -> None:
    """The text and who said it are on the receiver's seat; acknowledging takes it away for good."""
    made = _make("running")
    session = process.session()
    state = session.current(made.exercise_id).state
    mine = next(item for item in state.participants.values() if item.app_role == "participant" and item.roles)
    other = session.join(made.exercise_id, "Olga Example", ("Product owner",))
    teller = session.seat(other)
    assert teller is not None
    session.execute(made.exercise_id, c.NotifyRole(by=teller.participant_id, role=mine.roles[0], text=TOLD))

    app = _open("seat", made, as_role="participant")
    assert not app.exception
    assert f"Olga Example tells {mine.roles[0]}" in _texts(app)
    assert "The &lt;b&gt;regulator&lt;/b&gt; called." in _texts(app)
    app = next(item for item in app.button if item.label == "Acknowledge").click().run()

    assert not app.exception
    for shown in (app, _open("seat", made, as_role="participant")):
        assert "regulator" not in _texts(shown)
        assert "Acknowledge" not in [item.label for item in shown.button]
