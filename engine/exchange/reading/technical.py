"""Commands and attack text, which no scenario takes over from another tool."""

import re

from engine.exchange.losses import Losses

COMMAND = "[a command stood here]"
ATTACK = "[attack text stood here]"
_PROGRAMS = (
    "curl wget nc ncat nmap ssh scp chmod bash sh python python3 perl rm dd msfvenom msfconsole hydra"
    " mimikatz certutil bitsadmin schtasks reg reg.exe rundll32 regsvr32 mshta powershell powershell.exe"
    " pwsh cmd cmd.exe"
)
_COMMAND = re.compile(
    r"^[ \t]*(?:\$ \S|PS [A-Z]:[^\n]*> |[A-Z]:\\[^\n]*>"
    rf"|(?:sudo\s+)?(?:{'|'.join(map(re.escape, _PROGRAMS.split()))})(?=\s)[^\n]*"
    r"(?:\s-{1,2}\w|\s/[cCkKfv]\b|https?://|\s[/~]\w|\|\s*\w)"
    r"|(?:Invoke|Start|Set|New|Get)-[A-Z]\w+\b[^\n]*(?:\||\s-\w|\())",
    re.MULTILINE,
)
_ATTACK = re.compile(
    r"\b(?:ignore|disregard|forget)\s+(?:all\s+|any\s+|the\s+|your\s+)*(?:previous|prior|above|earlier)\s+"
    r"(?:instructions?|prompts?|rules|messages)\b|\byou are (?:now )?DAN\b|\bdo anything now\b"
    r"|<\|(?:im_start|system|endoftext)\|>|\[\[?INST\]?\]|(?:[A-Za-z0-9+/]{80,}={0,2})",
    re.IGNORECASE,
)
KEYS = frozenset(
    {
        "command",
        "commands",
        "cmd",
        "payload",
        "payloads",
        "executor",
        "inject_executor",
        "attack_payload",
        "attack_prompt",
        "jailbreak",
        "exploit",
        "shell",
        "code",
        "obfuscator",
        "cleanup_command",
        "command_executor",
    }
)
"""Keys and column names that hold what is carried out or sent, not what people are told."""


def is_plain(text: str) -> bool:
    """Whether no line of a text is a command or an attack."""
    return _COMMAND.search(text) is None and _ATTACK.search(text) is None


def without_technical(text: str, place: str, losses: Losses) -> str:
    """A text without lines that are commands or attacks; each is said, and stays visible as a gap."""
    if is_plain(text):
        return text
    lines = [_replaced(line, place, losses) for line in text.split("\n")]
    return "\n".join(
        line for n, line in enumerate(lines) if n == 0 or line != lines[n - 1] or not _is_gap(line)
    )


def _is_gap(line: str) -> bool:
    return line in (COMMAND, ATTACK)


def _replaced(line: str, place: str, losses: Losses) -> str:
    if _COMMAND.search(line):
        losses.left_out(
            "a line that is a command", place, "Tplus carries nothing out; tell what people notice"
        )
        return COMMAND
    if _ATTACK.search(line):
        losses.left_out("a line with attack text", place, "no scenario holds any; describe the attack")
        return ATTACK
    return line
