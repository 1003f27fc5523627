"""The texts of the screens: all of them in the catalogue, and translations that fit them."""

import ast
import re
import shlex
import string
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
UI = ROOT / "ui"
CATALOGUE = UI / "language" / "locale" / "tplus.pot"
FOR_PROGRAMS = {
    UI / name
    for name in ("routes.py", "server/incoming/gate.py", "server/incoming/windows.py", "live/socket.py")
}
"""What answers browsers and monitoring, in words that no person reads."""
MODULES = sorted(set(UI.rglob("*.py")) - FOR_PROGRAMS - {UI / "language" / "words.py"})
LOOKED_UP = ("t", "many")
NO_TEXT = frozenset({"key", "type", "icon", "textposition", "colorscale"})
"""Keyword arguments whose words a library knows."""
WORD = re.compile(r"(?<![^\s(“])[A-Za-z][A-Za-z’']+(?![^\s.:;!?)”…])")


def name_of(call: ast.Call) -> str:
    """The name that is called, without what it belongs to."""
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def is_text(said: str) -> bool:
    """Whether a literal is for people: several words, or one with a capital; markup is not counted."""
    left = re.sub(r"<style>.*</style>|<[^>]*>|:material/\w+:", " ", said, flags=re.DOTALL).strip()
    if re.search(r"""(aria-label|title|alt)=["'][A-Za-z]""", said):
        return True
    if " " in left:
        return WORD.search(left) is not None
    return re.fullmatch(r"[A-Z][a-z]+[.:!?…]?", left) is not None


class Literals(ast.NodeVisitor):
    """Collects the literals of a module that people would read and that are not looked up."""

    def __init__(self) -> None:
        self.found: list[ast.expr] = []

    def visit_Expr(self, node: ast.Expr) -> None:
        """Docstrings are for those who read the code."""
        if not isinstance(node.value, ast.Constant):
            self.generic_visit(node)

    def visit_Assign(self, node: ast.Assign) -> None:
        """Scripts are told by the names of their constants."""
        if not all(isinstance(target, ast.Name) and target.id.endswith("_JS") for target in node.targets):
            self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        """What is looked up is found; logs and descriptions of fields are no screens."""
        if name_of(node) in LOOKED_UP:
            self.visit_all(keyword.value for keyword in node.keywords)
        elif name_of(node) != "Field" and not ast.unparse(node.func).startswith(("log.", "trail.")):
            self.visit_all([node.func, *node.args])
            self.visit_all(item.value for item in node.keywords if item.arg not in NO_TEXT)

    def visit_Dict(self, node: ast.Dict) -> None:
        """Keys in small letters are ids, and so are those that are translated by their value."""
        for key, value in zip(node.keys, node.values, strict=True):
            is_id = isinstance(key, ast.Constant) and str(key.value)[:1].islower()
            if key is not None and not is_id and ast.unparse(value) != f"t({ast.unparse(key)})":
                self.visit(key)
            self.visit(value)

    def visit_Constant(self, node: ast.Constant) -> None:
        """A literal."""
        if isinstance(node.value, str) and is_text(node.value):
            self.found.append(node)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        """A literal with values in it, which are looked into as well."""
        said = "".join(str(part.value) if isinstance(part, ast.Constant) else "\0" for part in node.values)
        if is_text(said):
            self.found.append(node)
        self.visit_all(part.value for part in node.values if isinstance(part, ast.FormattedValue))

    def visit_all(self, nodes) -> None:
        """Look into each of them."""
        for node in nodes:
            self.visit(node)


def literals(source: str) -> list[str]:
    """Texts in a module's source that are not looked up, with their lines."""
    found = Literals()
    found.visit(ast.parse(source))
    return [f"{node.lineno}: {ast.unparse(node)}" for node in found.found]


def lookups(source: str) -> Iterator[ast.Call]:
    """Every call that looks a text up."""
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return (call for call in calls if isinstance(call.func, ast.Name) and call.func.id in LOOKED_UP)


def read(path: Path, **options: str) -> Catalog:
    """A catalogue or a translation."""
    with path.open("rb") as file:
        return read_po(file, **options)


def test_the_catalogue_is_up_to_date(tmp_path: Path) -> None:
    """`make texts` gives the committed catalogue, byte for byte."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    (line,) = re.findall(r"\$\(BIN\)/pybabel (.* extract .*)", makefile)
    made = tmp_path / "tplus.pot"
    options = re.sub(r"--output-file=\S+", "", line)

    command = [sys.executable, "-m", "babel.messages.frontend", *shlex.split(options), "-o", str(made)]
    subprocess.run(command, cwd=ROOT, check=True)

    assert made.read_bytes() == CATALOGUE.read_bytes(), "run: make texts"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(UI)))
def test_every_text_is_looked_up(path: Path) -> None:
    """No text for people stands outside `t` and `many`."""
    assert literals(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "line",
    [
        'st.title("Readiness")',
        'st.caption(f"{count} here")',
        'st.caption(plain("Told so far: " + names))',
        'panels.table(rows, "None yet.")',
        'rows = [{"Time": at_ms}]',
        "st.html('<div>Join with the code</div>')",
        "st.html(f'<div aria-label=\"Log\">{rows}</div>')",
        't("{what} was saved.", what="The answer")',
        'label = "not scored" if value is None else str(value)',
    ],
)
def test_a_text_that_is_not_looked_up_is_found(line: str) -> None:
    """Labels, sentences, columns and texts between tags are noticed."""
    assert len(literals(line)) == 1


@pytest.mark.parametrize(
    "line",
    [
        'st.title(t("Readiness"))',
        'st.button(t("Go"), key=f"go to:{slot}", icon=":material/flag:")',
        'data = {"exercise": exercise_id, "as": role}',
        "st.html(f'<div class=\"tplus-big\">{text}</div>')",
        'SOURCES = {"A customer": t("A customer")}',
        'log.error("Nothing was delivered: %s", error)',
        'trail.note("key replaced", exercise="x-1")',
        'path = f"exercise={exercise_id}&secret={secret}"',
    ],
)
def test_what_is_no_text_is_let_be(line: str) -> None:
    """Keys, classes, addresses and logs are not for people."""
    assert literals(line) == []


def test_texts_are_written_where_they_can_be_collected() -> None:
    """A text is looked up by a literal, and outside f-strings: Babel does not look into those."""
    wrong = []
    for path in MODULES:
        source = path.read_text(encoding="utf-8")
        forms = (call.args[: 1 if call.func.id == "t" else 2] for call in lookups(source))  # type: ignore[attr-defined]
        wrong += [path.name for form in forms if not all(isinstance(text, ast.Constant) for text in form)]
        joined = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.JoinedStr))
        wrong += [path.name for node in joined if any(lookups(ast.unparse(node)))]

    assert wrong == []


def test_scripts_hold_no_text_of_their_own() -> None:
    """What runs in the browser gets its texts from Python."""
    files = [*UI.rglob("*.js"), *UI.rglob("*.html")]
    assert len(files) >= 3
    for path in files:
        code = re.sub(r"^\s*//.*$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        literal = r'(=== )?(?:"([^"\n]*)"|`([^`]*)`)' if path.suffix == ".js" else r"()>([^<>]+)()<"
        quoted = (text or template for compared, text, template in re.findall(literal, code) if not compared)
        said = [re.sub(r"\$\{[^}]*\}", "\0", text) for text in quoted]
        assert [text for text in said if is_text(text) and "tplus-" not in text] == []


def names_in(text: str) -> set[str]:
    """What is filled in: names in braces, with how each is written."""
    parsed = string.Formatter().parse(text)
    return {f"{name}!{how or ''}:{form}" for _, name, form, how in parsed if name is not None}


def misfits(translation: Catalog) -> list[str]:
    """Texts whose translation would not be filled in as the English one is."""
    return [problem for message in translation if message.id for problem in _misfits(message)]


def _misfits(message: Message) -> Iterator[str]:
    english = message.id if isinstance(message.id, tuple) else (message.id,)
    said = message.string if isinstance(message.string, tuple) else (message.string,)
    wanted = set().union(*map(names_in, english))
    for text in filter(None, said):
        try:
            given = names_in(text)
        except ValueError as error:
            yield f"{text!r}: {error}"
        else:
            if given != wanted:
                yield f"{text!r}: has {sorted(given)} in braces, needs {sorted(wanted)}"


@pytest.mark.parametrize(
    "path", [CATALOGUE, *UI.glob("language/locale/*/LC_MESSAGES/*.po")], ids=lambda path: path.name
)
def test_translations_fit(path: Path) -> None:
    """Every shipped translation fills in the same names as the English text."""
    assert misfits(read(path)) == []


@pytest.mark.parametrize(
    ("said", "is_fit"),
    [
        ("{count} anwesend", True),
        ("Anwesend: {count}", True),
        ("", True),
        ("{anzahl} anwesend", False),
        ("alle anwesend", False),
        ("{count anwesend", False),
        ("{count} von {all} anwesend", False),
        ("{count:.2q} anwesend", False),
        ("{count!z} anwesend", False),
    ],
)
def test_a_translation_that_does_not_fit_is_noticed(said: str, *, is_fit: bool) -> None:
    """A name that is missing, unknown or cut short is told; a text not yet translated is English."""
    translation = Catalog(locale="de")
    translation.add("{count} here", said)

    assert (misfits(translation) == []) is is_fit


def test_the_catalogue_is_read_as_a_language_would_be() -> None:
    """The catalogue holds whole sentences and forms for numbers."""
    found = read(CATALOGUE)

    assert len(found) > 500
    assert ("{number} answer", "{number} answers") in {message.id for message in found}
