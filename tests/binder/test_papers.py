"""What every paper promises, and what each is for."""

from pathlib import Path
from pkgutil import iter_modules

import pytest

from engine.after.feedback import KNOWS, STATEMENTS
from engine.errors import Refused
from engine.scenario.times import offset_label
from scoring import catalogue as criteria
from scoring.binder import catalogue, papers
from scoring.binder.marking import MARKINGS, REPEATED
from scoring.binder.papers.evaluator_guide import target
from scoring.binder.papers.msel import COLUMNS
from scoring.binder.setting import Given, read
from scoring.binder.show.due import due
from scoring.binder.show.run import beats, reserve, scheduled, stretches
from scoring.binder.show.stuck import advice
from scoring.binder.words import LINE
from scoring.writing.document import Report, Table
from tests.binder.made import FILES, HERE, from_mapping, of, rich, source, texts

GERMAN = HERE / "german.yml"
IDS = [
    "exercise-plan",
    "situation-manual",
    "facilitator-guide",
    "msel",
    "evaluator-guide",
    "role-cards",
    "join-poster",
    "feedback-form",
    "attendance-sheet",
    "invitation",
]
LEAST = {
    "name": "Bot",
    "duration": "10 minutes",
    "incident_type": "jailbreak",
    "participants": ["Legal"],
    "scenario": {"background": "A bot.", "inject_1": {"time": "T+0 minutes", "event": "It talks."}},
}


def written(name: str, made=None) -> Report:
    """A paper of our own rendition of the published exercise, or of another source."""
    return catalogue.chosen([name])[0].document(made or rich())


def all_of(name: str, made=None) -> str:
    """Every text of a paper in one."""
    return "\n".join(texts(written(name, made)))


def table(report: Report, name: str) -> Table:
    """The table of that id."""
    return next(item for item in report.tables() if item.id == name)


def test_every_module_is_a_paper_named_as_its_file() -> None:
    """The binder holds ten papers, each found by its file's name."""
    files = {module.name.replace("_", "-") for module in iter_modules(papers.__path__)}

    assert list(catalogue.IDS) == IDS
    assert files == set(IDS)


def test_papers_are_chosen_in_the_binders_order() -> None:
    """Names may be written with either stroke; none means all, and unknown ones are all named."""
    assert [paper.id for paper in catalogue.chosen(["MSEL", "exercise_plan"])] == ["exercise-plan", "msel"]
    assert catalogue.chosen([]) == catalogue.ALL
    with pytest.raises(Refused, match=r"'plan', 'cards'; there are: exercise-plan, "):
        catalogue.chosen(["plan", "cards"])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_paper_of_every_scenario_is_whole(path: Path) -> None:
    """Each has content, says what it was made from, fills every table's columns, and leaves no gap."""
    made = source(path)
    for paper in catalogue.ALL:
        report = paper.document(made)
        words = list(texts(report))
        rows = [(item, row) for item in report.tables() for row in item.rows]

        assert report.sections, paper.id
        assert report.sheet is not None
        assert report.sheet.repeated == REPEATED
        assert made.sha256[:12] in report.sheet.version
        assert [row for item, row in rows if len(row) != len(item.widths)] == []
        assert [text for text in words if "None" in text.split() or "{{" in text or "()" in text] == []


def test_the_same_source_gives_the_same_paper() -> None:
    """Nothing of the time or the machine is in it."""
    assert [paper.document(rich()) for paper in catalogue.ALL] == [
        paper.document(rich()) for paper in catalogue.ALL
    ]


@pytest.mark.parametrize("name", IDS)
def test_the_smallest_scenario_has_every_paper(name: str) -> None:
    """Empty optional fields leave no empty heading and no error."""
    made = of(from_mapping(LEAST))

    assert written(name, made).sections
    assert "Bot" in all_of(name, made)


def test_what_was_not_given_is_a_line_to_fill_in() -> None:
    """Date, place, address and code are lines; once given, they stand there in words."""
    bare, given = source(GERMAN), rich()

    for name in ("invitation", "situation-manual"):
        assert LINE in all_of(name, bare)
        assert "Friday, 15 January 2027, 10:00 (Europe/Berlin, UTC+1)" in all_of(name, given)
        assert "Room 2.14" in all_of(name, given)
    assert "Code: ____" in all_of("join-poster", bare)
    assert {"http://192.0.2.7:8501/join?code=KPWQRT", "KPWQRT"} <= set(texts(written("join-poster", given)))


def test_the_label_is_on_every_paper_and_explained() -> None:
    """Whatever label is chosen, it is that of every page."""
    made = source(GERMAN, read(Given(tlp="tlp:amber+strict")))

    for paper in catalogue.ALL:
        sheet = paper.document(made).sheet
        assert sheet is not None
        assert (sheet.label, sheet.colour) == ("TLP:AMBER+STRICT", "#FFC000")
    assert MARKINGS["AMBER+STRICT"].meaning in all_of("exercise-plan", made)


def test_the_run_of_show_goes_by_minute() -> None:
    """Doors to hot wash, every planned inject at its time, wall clock included."""
    made = rich()
    rows = table(written("facilitator-guide"), "show").rows
    times = [str(row[0]).split("\n")[0] for row in rows]
    expected = [item.at_ms for item in stretches(made)] + [item.time for item in scheduled(made.scenario)]

    assert times == [offset_label(at_ms) for at_ms in sorted(expected)]
    assert str(rows[-1][0]) == "T+93:00\n11:43"
    assert "Start the clock" in str(rows[3])


def test_the_facilitator_reads_every_inject_with_what_to_listen_for() -> None:
    """Texts, questions, points and anti-points, exhibits and notes, reserve injects included."""
    made = rich()
    text = all_of("facilitator-guide")

    for inject in (*scheduled(made.scenario), *reserve(made.scenario)):
        wanted = [inject.title, inject.event, inject.notes, *inject.expected_actions]
        wanted += [item.text for item in inject.questions]
        wanted += [
            point.description for item in inject.questions for point in (*item.points, *item.anti_points)
        ]
        assert [words for words in wanted if " ".join(words.split()) not in text] == [], inject.id
        assert [item.title for item in inject.exhibits if item.title not in text] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_help_for_a_room_that_is_stuck_comes_from_the_scenario(path: Path) -> None:
    """Four kinds of help at every inject; a silent room is asked a question by the name of a role."""
    made = source(path)
    played = beats(made)
    roles = {*made.scenario.role_names(), *(item.role for item in made.scenario.escalations)}

    for beat in played:
        helps = dict(advice(made, beat))
        assert len(helps) == 4
        assert all(len(text.split()) >= 6 for text in helps.values()), helps
        assert any(role in helps["Nobody speaks"] for role in roles)
        for question in beat.inject.questions[:1]:
            assert "“" in helps["Nobody speaks"], question.text
    assert len({advice(made, beat)[0] for beat in played}) == len(played)


def test_a_rush_to_shut_down_is_met_with_what_it_costs() -> None:
    """The level that is enough, what a shutdown destroys, who approves it, and who is away."""
    made = source(next(path for path in FILES if path.stem == "helpful-summary-leak"))
    text = dict(advice(made, beats(made)[0]))["They rush to shut it down"]

    assert f"Level {made.scenario.needed_level} is enough here." in text
    assert "It destroys what was not captured before:" in text
    assert "Approval comes from CISO. VP Engineering cannot be reached." in text


def test_a_room_that_contained_early_is_told_what_comes_no_more() -> None:
    """An inject on a condition says so, and reserve injects are named to keep up the pressure."""
    made = rich()
    conditional = next(beat for beat in beats(made) if beat.inject.when is not None)
    text = dict(advice(made, conditional))["They have contained it already"]

    assert "comes only if containment level 2 was never reached" in text
    assert "deliver from the reserve: Sessions are about to expire" in text


def test_too_many_questions_for_the_time_ask_for_a_pause() -> None:
    """Three core questions in five minutes: stop the clock; one question in ten: don't."""
    exercise = {
        **LEAST,
        "duration": "30 minutes",
        "scenario": {
            "background": "A bot.",
            "inject_1": {"time": "T+0 minutes", "event": "It talks.", "questions": ["A?", "B?", "C?"]},
            "inject_2": {"time": "T+5 minutes", "event": "It sings.", "questions": ["D?"]},
        },
    }
    first, second = beats(of(from_mapping(exercise)))

    assert first.pause.startswith("The questions need about 12 minutes")
    assert "comes after 5 minutes. Pause the clock" in first.pause
    assert second.pause == ""


def test_everything_expected_is_due_once_and_in_order() -> None:
    """Between the injects of the run of show nothing that is expected is lost."""
    for path in FILES:
        made = source(path)
        found, played = due(made), beats(made)
        before = [item for beat in played for item in beat.done]
        left = [item for item in found if item.at_ms > played[-1].inject.time]

        assert sorted(before + left, key=found.index) == list(found)
        assert [item.at_ms for item in found] == sorted(item.at_ms for item in found)


def test_the_msel_has_hseeps_columns_and_every_inject() -> None:
    """Eleven columns; planned injects by time, then the reserve with when it is advised."""
    rows = table(written("msel"), "msel").rows
    kinds = [row[COLUMNS.index("Inject type")] for row in rows]

    assert len(COLUMNS) == 11
    assert len(rows) == len(rich().scenario.injects)
    assert kinds[-2:] == ["contingency", "contingency"]
    assert "advised once Legal has not been told" in str(rows[-1])
    assert "‹affected_users›" in str(rows[1])


def test_the_evaluator_guide_has_a_guide_for_each_objective() -> None:
    """Objective, target, critical tasks with their times, anchors beside P, S, M, U, and who watches whom."""
    made = rich()
    report = written("evaluator-guide")
    guides = [section for section in report.sections if section.id.startswith("objective-")]
    watched = table(report, "watching").rows

    assert len(guides) == len(criteria.objectives(made.scenario)) == 4
    assert [row[0] for row in watched] == [role.role for role in made.scenario.roles]
    for name in made.rubric.criteria:
        anchors = table(report, f"anchors-{name}").rows
        assert [row[:2] for row in anchors] == [
            ("☐ 5", "P"), ("☐ 4", "S"), ("☐ 3", "S"), ("☐ 2", "M"), ("☐ 1", "U")
        ]  # fmt: skip
    tasks = "\n".join(texts([item for item in report.tables() if item.id == "tasks"]))
    assert [item.task for item in due(made) if item.task not in tasks] == []


def test_a_capability_target_is_the_rubrics() -> None:
    """Minutes where the rubric counts minutes, shares elsewhere."""
    made = rich()

    assert target(made, "detection").startswith("within 5 minutes of the first signal; 4 within 15")
    assert target(made, "recovery") == "95% of what counts for it; 4 from 80%, 3 from 60%, 2 from 35%"


def test_the_form_on_paper_asks_what_the_app_asks() -> None:
    """The same statements, and the one question before and now."""
    text = all_of("feedback-form")

    assert [said for said in STATEMENTS.values() if said not in text] == []
    assert text.count(KNOWS) == 2


def test_there_is_a_card_for_everybody_who_plays_or_approves() -> None:
    """The scenario's roles first, then those that approve a level; each card says what it may approve."""
    sections = written("role-cards").sections

    assert [item.title for item in sections][-2:] == ["VP Engineering", "CISO"]
    assert "order and approve level 4" in "\n".join(texts(sections[-1]))
    assert "approve" not in "\n".join(texts(sections[0]))


def test_objectives_left_out_of_a_scenario_are_the_criterias() -> None:
    """A scenario without objectives is planned and rated on one for each criterion."""
    rows = table(written("exercise-plan", of(from_mapping(LEAST))), "objectives").rows

    assert [row[3] for row in rows] == list(criteria.TITLES.values())
