"""Tables by column: what is headed alike stays apart."""

from streamlit.testing.v1 import AppTest


def _two_alike() -> None:
    from ui.language.columns import EVENT, Column
    from ui.pieces.panels import table

    table([{EVENT: 7, Column("asked", "Time"): "T+01", Column("due", "Time"): "<T+09>"}], "")


def test_columns_that_a_language_heads_alike_are_both_shown() -> None:
    """Cells go by the column's id, and values are text."""
    shown = AppTest.from_function(_two_alike).run().get("html")[0].proto.body

    assert shown.count("<th scope='col'>Time</th>") == 2
    assert "T+01" in shown
    assert "&lt;T+09&gt;" in shown


def _empty() -> None:
    from ui.pieces.panels import table

    table([], "Nobody yet.")


def test_an_empty_table_is_a_sentence() -> None:
    """Where there are no rows, words say so."""
    assert [item.value for item in AppTest.from_function(_empty).run().caption] == ["Nobody yet."]
