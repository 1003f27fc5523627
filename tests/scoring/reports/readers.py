"""Report files opened with real readers, as the words a person finds in them."""

import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from io import BytesIO

from docx import Document
from docx.table import Table
from docx.text.paragraph import Paragraph
from markdown_it import MarkdownIt
from openpyxl import load_workbook
from pypdf import PdfReader


class Page(HTMLParser):
    """Tags, attributes and words of a web page."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.words: list[str] = []
        self._is_style = False
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        """Count the tag."""
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self._is_style = tag == "style"

    def handle_endtag(self, tag):
        """A style ends."""
        self._is_style = False

    def handle_data(self, data):
        """Keep the words."""
        if not self._is_style:
            self.words.append(data)


def read_docx(data: bytes) -> str:
    """Paragraphs and cells in order."""
    document = Document(BytesIO(data))
    found = []
    for part in document.iter_inner_content():
        if isinstance(part, Paragraph):
            found.append(part.text)
        elif isinstance(part, Table):
            found += [cell.text for row in part.rows for cell in row.cells]
    return "\n".join(found)


def read_xlsx(data: bytes) -> str:
    """Cells of every sheet."""
    book = load_workbook(BytesIO(data))
    return "\n".join(
        str(cell)
        for sheet in book
        for row in sheet.iter_rows(values_only=True)
        for cell in row
        if cell is not None
    )


def read_pdf(data: bytes) -> str:
    """Text of every page."""
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages)


def html_of(data: bytes) -> str:
    """What a Markdown viewer makes of a file."""
    return MarkdownIt("commonmark", {"html": True}).enable("table").render(data.decode())


def read_md(data: bytes) -> str:
    """Words as a Markdown viewer shows them."""
    return "".join(Page(html_of(data)).words)


def read_html(data: bytes) -> str:
    """Words as a browser shows them."""
    return "".join(Page(data.decode()).words)


def read_json(data: bytes) -> str:
    """Every text and number, unescaped."""
    return json.dumps(json.loads(data), ensure_ascii=False)


READERS: dict[str, Callable[[bytes], str]] = {
    "docx": read_docx,
    "html": read_html,
    "json": read_json,
    "md": read_md,
    "pdf": read_pdf,
    "xlsx": read_xlsx,
}
"""A new format needs a reader here."""


def squeezed(text: str) -> str:
    """A text without white space and joiners, because files break lines where they like."""
    return re.sub(r"[\s\u2060]", "", text)
