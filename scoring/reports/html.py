"""The report as one HTML file that needs nothing else and loads nothing."""

import base64
from collections.abc import Iterator
from html import escape

from scoring.writing.document import (
    Banner,
    Blank,
    Block,
    Bullets,
    Chart,
    Code,
    Paragraph,
    Report,
    ReportFormat,
    Section,
    Table,
)
from scoring.writing.pictures import picture

STYLE = """
:root { --ink: #1c2733; --faint: #5b6875; --line: #d5dce3; --accent: #0b5c80; --band: #f3f6f9; }
* { box-sizing: border-box; }
body { font: 15px/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; color: var(--ink);
  margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 72rem; overflow-wrap: anywhere; background: #fff; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .25rem; color: var(--accent); }
h2 { font-size: 1.35rem; margin: 2.75rem 0 .5rem; padding-bottom: .25rem; break-after: avoid;
  border-bottom: 2px solid var(--accent); }
h3 { font-size: 1.1rem; margin: 2rem 0 .25rem; color: var(--accent); break-after: avoid; }
p { margin: .5rem 0; max-width: 60rem; }
ul { margin: .25rem 0 .75rem; padding-left: 1.3rem; max-width: 60rem; }
li { margin: .2rem 0; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1.25rem; margin: 1.25rem 0; }
dt { color: var(--faint); } dd { margin: 0; }
nav ul { columns: 2 20rem; list-style: none; padding: 0; }
a { color: var(--accent); }
.scroll { overflow-x: auto; margin: .75rem 0 1.25rem; }
table { border-collapse: collapse; width: 100%; font-size: .875rem; }
caption { text-align: left; font-weight: 600; padding: .25rem 0; }
th { text-align: left; background: var(--accent); color: #fff; font-weight: 600; }
th, td { padding: .35rem .5rem; border: 1px solid var(--line); vertical-align: top; min-width: 3.5rem; }
tbody tr:nth-child(even) { background: var(--band); }
figure { margin: 1rem 0; } img { max-width: 100%; height: auto; }
figcaption { color: var(--faint); font-size: .875rem; }
@media print { body { max-width: none; padding: 0; font-size: 10pt; } thead { display: table-header-group; }
  tr { break-inside: avoid; } nav { display: none; } .scroll { overflow: visible; } }
"""

POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
"""Nothing is loaded and nothing runs, whatever somebody managed to write."""


def render(report: Report) -> bytes:
    """The whole report as one page."""
    return ("\n".join(_document(report)) + "\n").encode()


def _document(report: Report) -> Iterator[str]:
    title = f"{text(report.title)}: {text(report.exercise)}"
    yield '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>"
    yield f"<header><h1>{text(report.title)}</h1>"
    facts = "".join(f"<dt>{text(label)}</dt><dd>{text(value)}</dd>" for label, value in report.facts)
    entries = "".join(map(_entry, report.sections))
    yield f"<dl>{facts}</dl></header>"
    yield f'<nav aria-label="Contents"><ul>{entries}</ul></nav>\n<main>'
    for section in report.sections:
        yield from _section(section)
    yield "</main>\n</body>\n</html>"


def _entry(section: Section) -> str:
    return f'<li><a href="#{section.id}">{text(section.title)}</a></li>' if section.level == 1 else ""


def _section(section: Section) -> Iterator[str]:
    head = f"h{section.level + 1}"
    yield f'<section id="{section.id}">\n<{head}>{text(section.title)}</{head}>'
    for block in section.blocks:
        yield _block(block, section)
    yield "</section>"


def _block(block: Block, section: Section) -> str:
    match block:
        case Paragraph(words, label):
            stop = "." if label and words else ""
            strong = f"<strong>{text(label)}{stop}</strong> " if label else ""
            return f"<p>{strong}{text(words)}</p>"
        case Bullets(items):
            return f"<ul>{''.join(f'<li>{text(item)}</li>' for item in items)}</ul>"
        case Table():
            return _table(block, section)
        case Chart():
            return _figure(block)
        case _:
            return _by_hand(block)


def _by_hand(block: Banner | Code | Blank) -> str:
    """What a paper to be printed has, in words."""
    match block:
        case Banner(words):
            return f"<p><strong>{text(words)}</strong></p>"
        case Code(address):
            return f"<p>{text(address)}</p>"
        case Blank(label, lines):
            return f"<p>{text(label)}{'<br>' * lines}</p>"


def _table(table: Table, section: Section) -> str:
    said = section.caption(table)
    caption = f"<caption>{text(said)}</caption>" if said else ""
    if not table.rows:
        return f"<p><strong>{text(table.title)}.</strong> {text(table.empty)}</p>"
    columns = "".join(f'<col style="width:{width}%">' for width in table.widths)
    names = "".join(f'<th scope="col">{text(name)}</th>' for name in table.columns)
    head = f"<thead><tr>{names}</tr></thead>" if names else ""
    body = "\n".join(
        f"<tr>{''.join(f'<td>{text(str(cell))}</td>' for cell in row)}</tr>" for row in table.rows
    )
    return (
        f'<div class="scroll"><table>{caption}<colgroup>{columns}</colgroup>{head}'
        f"<tbody>\n{body}\n</tbody></table></div>"
    )


def _figure(chart: Chart) -> str:
    data = base64.b64encode(picture(chart)).decode("ascii")
    return (
        f'<figure><img src="data:image/png;base64,{data}" alt="{text(chart.alt)}">'
        f"<figcaption>{text(chart.caption)}</figcaption></figure>"
    )


def text(words: str) -> str:
    """A text that HTML shows as it was written, line breaks included."""
    return escape(words, quote=True).replace("\n", "<br>")


FORMAT = ReportFormat("html", "Web page, one file", "text/html", render)
