"""Scenarios of one's own in the library: pasted, copied, saved, offered, changed and withdrawn."""

import base64
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from engine.authoring import drafts, kept
from tests.ui.test_screens import SCRIPT, _make, _open, _texts
from tests.world import SEED_EXERCISE, content
from ui.library import bringing, editing
from ui.server import process

TEXT = SEED_EXERCISE.read_text(encoding="utf-8").replace("exercise:\n", "exercise:\n  id: mine\n", 1)


def _press(app: AppTest, label: str) -> AppTest:
    return next(item for item in app.button if item.label == label).click().run()


def _pasted(text: str) -> AppTest:
    """The library with a text that was pasted and opened."""
    app = _open("library")
    app.text_area(key="own:text").set_value(text)
    return _press(app, "Open this text")


def test_a_pasted_scenario_is_saved_and_offered(store: None) -> None:
    """It can be chosen for a new exercise at once, marked as one's own; its draft is gone."""
    app = _pasted(TEXT)
    assert "Can be played" in _texts(app)
    app = _press(app, "Save")

    assert not app.exception
    assert "Saved as version 1 of mine" in _texts(app)
    assert drafts.drafts(process.session().store) == ()
    assert "mine" in process.offered()
    choice = next(item for item in _open("control").selectbox if item.label == "Scenario")
    assert [item.endswith("· yours") for item in choice.options] == [True] + [False] * (
        len(choice.options) - 1
    )


def test_a_text_with_problems_can_be_kept_as_a_draft_only(store: None) -> None:
    """Saving is closed; nothing is offered, and nothing is lost."""
    app = _pasted(TEXT.replace("T+15 minutes", "T+15 bananas"))
    assert "1 problem to mend" in _texts(app)
    assert next(item for item in app.button if item.label == "Save").disabled
    app = _press(app, "Close")

    assert "mine" not in process.offered()
    (draft,) = drafts.drafts(process.session().store)
    assert "bananas" in draft.text
    assert "Go on" in [item.label for item in app.button]


def test_what_is_typed_is_kept_at_every_pause(store: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The draft holds the text, with the name it has by now; what rests on an older text is not kept."""
    app = _pasted("exercise:")
    (draft,) = drafts.drafts(process.session().store)
    for text, base in ((TEXT, draft.revision), ("# older", draft.revision)):
        state = {f"editor:{draft.id}": SimpleNamespace(text={"text": text, "base": base})}
        monkeypatch.setattr(editing.st, "session_state", state)
        editing._changed(draft.id)

    (changed,) = drafts.drafts(process.session().store)
    assert (changed.id, changed.text, changed.title) == (draft.id, TEXT, "Customer Chatbot Jailbreak")
    assert not app.exception


def test_a_copy_is_another_scenario(store: None) -> None:
    """It has an id and a name of its own, and everything else as it was written."""
    app = _press(_open("library"), "Copy and change it")
    (draft,) = drafts.drafts(process.session().store)
    shipped = next(iter(process.offered().values()))
    assert f'{shipped.scenario.name} (copy)"' in draft.text
    _press(app, "Save")

    own_ids = [item.scenario_id for item in kept.latest(process.session().store)]
    assert own_ids == [f"{shipped.scenario.id}-2"]


def test_the_short_one_to_begin_with_can_be_played(store: None) -> None:
    """Saved as it is, it is a scenario; begun twice, the second has another id."""
    for _ in range(2):
        _press(_press(_open("library"), "Begin with a short one"), "Save")
    assert {item.scenario_id for item in kept.latest(process.session().store)} == {
        "my-scenario",
        "my-scenario-2",
    }


def test_a_saved_scenario_is_changed_and_withdrawn(store: None) -> None:
    """A change is the next version; withdrawn, it is offered no longer, and its versions stay."""
    _press(_pasted(TEXT), "Save")
    app = _press(_open("library"), "Change it")
    (draft,) = drafts.drafts(process.session().store)
    assert draft.after == 1
    shorter = replace(draft, text=TEXT.replace("90 minutes", "80 minutes"))
    drafts.keep(process.session().store, shorter, at=process.session().clock(), longest=10**6)
    app = _press(app.run(), "Save")
    assert "Saved as version 2" in _texts(app)
    assert process.offered()["mine"].scenario.duration_ms == 80 * 60_000

    app = _press(_open("library"), "Offer it no longer")
    assert not app.exception
    assert "mine" not in process.offered()
    assert len(kept.versions(process.session().store)["mine"]) == 3


def test_an_exercise_keeps_the_text_it_was_created_from(store: None) -> None:
    """A later version and the withdrawal change nothing in it."""
    _press(_pasted(TEXT), "Save")
    session = process.session()
    exercise_id = session.create(process.offered()["mine"], seed=1).exercise_id
    longer = TEXT.replace("90 minutes", "80 minutes")
    kept.save(session.store, longer, process.content(), at=session.clock(), after=("mine", 1))
    kept.withdraw(session.store, "mine", at=session.clock())
    process.forget_own()

    created = session.current(exercise_id).state.created
    assert created is not None
    assert created.scenario_text == TEXT
    assert session.current(exercise_id).scenario.duration_ms == 90 * 60_000


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("not base64!", "did not arrive whole"),
        (base64.b64encode(b"\x89PNG\r\n\x1a\n....").decode(), "picture"),
        (base64.b64encode(b"time,event\n0:15,Call\n").decode(), "--times"),
    ],
)
def test_a_dropped_file_that_is_no_scenario_is_told(
    store: None, monkeypatch: pytest.MonkeyPatch, body: str, said: str
) -> None:
    """In words, with its name as text; nothing is opened, and times that can be read twice can be chosen."""
    told: list[str] = []
    monkeypatch.setattr(bringing.commands, "say", lambda *words: told.append(words[2]))
    state: dict[str, Any] = {}
    monkeypatch.setattr(bringing.st, "session_state", state)
    bringing._dropped({"name": "<b>odd</b>.csv", "body": body})

    for _name, _raw, problems in state.values():
        told += [f"{item.message}; {item.remedy}" for item in problems]
    assert said in " ".join(told)
    assert drafts.drafts(process.session().store) == ()


def test_a_dropped_msel_becomes_a_draft_with_its_loss_report(
    store: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It can be played as it is; what was guessed and left out stands beside it."""
    monkeypatch.setattr(bringing.st, "rerun", lambda: None)
    raw = b"Time,Title,To,Cost\nT+0,Call,Legal,7\nT+15,Second call,CISO,8\n"
    bringing._take("own.csv", raw)

    (draft,) = drafts.drafts(process.session().store)
    assert any(item.startswith("Guessed") for item in draft.report)
    assert any("Cost" in item for item in draft.report)
    app = AppTest.from_string(SCRIPT.format(screen="library"), default_timeout=60)
    app.query_params["draft"] = draft.id
    app.run()
    assert not app.exception
    assert "Can be played" in _texts(app)
    assert "What was taken from the file" in " ".join(item.label for item in app.expander)


def test_whoever_plays_reads_none_of_it(store: None) -> None:
    """A participant's library is closed while they play."""
    made = _make("running")
    _press(_pasted(TEXT), "Save")
    app = _open("library", made, as_role="participant")
    assert "Your scenarios" not in _texts(app)
    assert "mine" not in _texts(app)


def test_content_that_changed_takes_no_screen_down(store: None) -> None:
    """A version that does not fit any more is not offered, and says so where it can be mended."""
    session = process.session()
    kept.save(session.store, TEXT, content(), at=session.clock())
    broken = kept.versions(session.store)["mine"][0]
    gone = broken.text.replace("T+15", "T+99 bananas")
    session.store.put(kept._document(kept.Version("mine", 2, gone, broken.saved_at)))
    process.forget_own()

    assert "mine" not in process.offered()
    app = _open("library")
    assert not app.exception
    assert "It no longer fits" in _texts(app)
