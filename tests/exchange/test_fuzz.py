"""Any bytes are a scenario with a report, or problems with remedies; never anything else."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.errors import ScenarioInvalid
from engine.exchange.catalogue import foreign_formats
from engine.exchange.exporting import export_formats, export_scenario
from engine.files.loader import load_exercise_text
from engine.files.looks.sniff import look_at
from tests.exchange.look_alikes import SAMPLES, taken
from tests.world import content

OWN = SAMPLES["tplus"].decode()
FILES = [*SAMPLES.values(), *(export_scenario(OWN, name).content for name in export_formats())]
BITS = st.sampled_from(
    [
        b"T+5",
        b"09:00",
        b'"',
        b"{",
        b"[",
        b"null",
        b"1e999",
        b"9" * 30,
        b"\x00",
        b"\n\n",
        b"31/02/2026",
        b"\xff\xfe",
        b"{{x}}",
        b"D+99999",
        b"24:60",
        b";",
        b",",
        b"<script>",
        b"#" * 7,
        b"true",
        b"\xe2\x80\xa8",
    ]
)
NAMES = st.sampled_from(["auto", "auto", "auto", *foreign_formats()])


def imports_or_says_why(raw: bytes, **options: str) -> None:
    """The one property: a valid scenario, or at least one problem, each with a message and a remedy."""
    look_at(raw)
    problems, imported = (), None
    try:
        imported = taken(raw, "file", **options)
    except ScenarioInvalid as invalid:
        problems = invalid.problems

    assert all(problem.message and problem.remedy for problem in problems)
    assert not [problem for problem in problems if "as a scenario" in problem.file], (
        "what was composed is valid"
    )
    assert (imported is None) == bool(problems)
    if imported is not None:
        assert load_exercise_text(imported.text, "imported.yml", content()).scenario.injects
        assert imported.report.of("taken")


@settings(max_examples=60, deadline=None)
@given(raw=st.binary(max_size=400), format_id=NAMES)
def test_any_bytes(raw: bytes, format_id: str) -> None:
    """Bytes without any meaning."""
    imports_or_says_why(raw, format_id=format_id)


@settings(max_examples=60, deadline=None)
@given(raw=st.text(st.sampled_from('T+05:h min,;|\t\n"#-[]{}inject title'), max_size=120), format_id=NAMES)
def test_any_text_of_signs(raw: str, format_id: str) -> None:
    """Texts made of the signs that formats are made of."""
    imports_or_says_why(raw.encode(), format_id=format_id)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_files_that_were_damaged(data: st.DataObject) -> None:
    """Files of every format with pieces cut, doubled or exchanged."""
    raw = data.draw(st.sampled_from(FILES))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(raw)))
        end = min(len(raw), at + data.draw(st.sampled_from([0, 1, 3, 40, 400])))
        raw = raw[:at] + data.draw(BITS | st.just(raw[at:end] * 2) | st.just(b"")) + raw[end:]

    times = data.draw(st.sampled_from(["auto", "mm:ss", "hh:mm", "clock", "dmy"]))
    imports_or_says_why(raw, times=times)
