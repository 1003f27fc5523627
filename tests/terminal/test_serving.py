"""Starting the server: where it is, which names it answers to, and what its host is told."""

import shlex

import pytest
from typer.testing import CliRunner

from terminal.cli import app
from ui.server.entry import hosts


@pytest.fixture
def serve(monkeypatch, tmp_path):
    """`tplus` with these words; its output, exit code, and the command and variables it would run."""
    monkeypatch.setattr("terminal.serving.fill_demo", lambda *_args, **_options: [])
    monkeypatch.setattr("os.name", "posix")
    monkeypatch.delenv("TPLUS_ALLOWED_HOSTS", raising=False)
    monkeypatch.delenv("TPLUS_FACILITATOR_KEY", raising=False)

    def run(line):
        started = {}
        monkeypatch.setattr("os.execve", lambda _path, argv, env: started.update(argv=argv, env=env))
        result = CliRunner().invoke(app, [*shlex.split(line), "--data", str(tmp_path)])
        return result, started

    return run


def allowed_by_streamlit(started):
    """The names that Streamlit's own check of sockets lets in."""
    flags = [flag.partition("=") for flag in started["argv"]]
    return [value for name, _, value in flags if name == "--server.allowedHosts"]


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_a_server_answers_to_the_names_it_is_given(serve, command):
    """Each --allowed-host is handed on to our gate and to Streamlit, and told at the start."""
    result, started = serve(f"{command} --allowed-host Tplus.Example.org --allowed-host '*.example.net'")

    assert result.exit_code == 0
    assert started["env"]["TPLUS_ALLOWED_HOSTS"] == "tplus.example.org,*.example.net"
    assert allowed_by_streamlit(started) == [*hosts.LOOPBACK, "tplus.example.org", "*.example.net"]
    assert "It answers to localhost, tplus.example.org, *.example.net" in result.output


def test_names_of_the_variable_and_of_the_options_add_up(serve, monkeypatch):
    """A service's variable and an option do not displace each other."""
    monkeypatch.setenv("TPLUS_ALLOWED_HOSTS", "a.example, b.example")
    _, started = serve("serve --allowed-host b.example --allowed-host c.example")

    assert started["env"]["TPLUS_ALLOWED_HOSTS"] == "a.example,b.example,c.example"


def test_a_server_on_a_network_answers_to_numbers_and_its_own_names(serve):
    """Streamlit, which can't allow every number, is told nothing; people are told how to add a name."""
    result, started = serve("serve --host 0.0.0.0")

    assert allowed_by_streamlit(started) == []
    assert all(name in result.output for name in hosts.own_names())
    assert "numbers" in result.output
    assert "--allowed-host NAME" in result.output
    assert "TPLUS_FACILITATOR_KEY" in result.output


def test_a_server_on_its_own_machine_needs_no_hint(serve):
    """Whoever tries it alone reads the address and nothing else."""
    result, _ = serve("serve")

    assert result.output == "Tplus is at http://127.0.0.1:8501 (stop it with Ctrl+C)\n"


@pytest.mark.parametrize(
    "name",
    [
        "https://tplus.example.org",
        "tplus.example.org:8501",
        "a.example,b.example",
        "*",
        "*.*",
        "a b",
        "",
        "*.",
        "ä.example",
    ],
)
def test_what_is_no_name_is_refused_before_anything_starts(serve, name):
    """An address, a port, a list or a lone star is refused with what to write instead."""
    result, started = serve(f"serve --allowed-host {shlex.quote(name)}")

    assert result.exit_code == 1
    assert "give the name alone" in result.output
    assert started == {}


@pytest.mark.parametrize("key", ["a", "   ", "elevenchars", "short key    "])
def test_a_short_key_is_refused_before_anything_starts(serve, monkeypatch, key):
    """A facilitator key has at least twelve characters, or nothing starts."""
    monkeypatch.setenv("TPLUS_FACILITATOR_KEY", key)
    result, started = serve("serve")

    assert result.exit_code == 1
    assert "at least 12 characters" in result.output
    assert "elevenchars" not in result.output
    assert started == {}
