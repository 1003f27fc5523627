"""What exhibits show as recorded must be so whatever the team did."""

import pytest

from engine.files.loader import check_paths

FILE = """exercise:
  name: "Rows"
  duration: "60 minutes"
  incident_type: jailbreak
  participants: ["Security operations", "Legal"]
  scenario:
    background: "A chatbot explains a crime. It is 2:15 PM."
    injects:
      - time: "T+0 minutes"
        event: "A post shows it."
        questions: ["What is your first action?"]
      - time: "T+20 minutes"
        event: "The search is in."
        exhibits:
          - kind: {kind}
            title: "search"
            text: |
              {row}
"""


def warnings(tmp_path, row, kind="log"):
    """What is said of an exhibit with this row, in an exercise that begins at 2:15 PM."""
    file = tmp_path / "rows.yml"
    file.write_text(FILE.format(kind=kind, row=row), encoding="utf-8")
    return [str(problem) for problem in check_paths([file]) if "in play" in str(problem)]


@pytest.mark.parametrize(
    ("row", "moment"),
    [
        ("14:26:31  u-*****1  answered", "T+11:00"),
        ("14:16  answered", "T+01:00"),
        ("2:35 PM  answered", "T+20:00"),
        ("[14:20:00] answered", "T+05:00"),
        ("14:26:31.512  answered", "T+11:00"),
        ("2026-11-03T14:26:31Z answered", "T+11:00"),
        ("Nov 03 14:26 answered", "T+11:00"),
    ],
)
def test_a_row_recorded_in_play_is_told_with_its_moment(tmp_path, row, moment):
    """A log row between StartEx and its inject is named with its moment, its line and a remedy."""
    (told,) = warnings(tmp_path, row)

    assert moment in told
    assert "rows.yml:" in told
    assert "before StartEx" in told


@pytest.mark.parametrize(
    "row",
    [
        "13:48:02  u-*****9  answered",
        "14:15:00  u-*****9  answered",
        "14:50:00  planned: sessions expire",
        "14:26:31  {{attempts}} attempts",
        "duration 14:26:31",
        "9:15  of the day before",
    ],
)
def test_other_rows_are_left_alone(tmp_path, row):
    """What was before StartEx, comes after the inject or holds a figure contradicts nobody."""
    assert warnings(tmp_path, row) == []


@pytest.mark.parametrize("kind", ["mail", "chat", "post", "ticket"])
def test_what_people_say_is_left_alone(tmp_path, kind):
    """People may say what they like, at any time."""
    assert warnings(tmp_path, "14:26:31  somebody wrote", kind) == []
