"""The table of features is that of the code."""

from docs.features import PAGE, page


def test_the_page_has_every_feature() -> None:
    text = PAGE.read_text()
    assert text == page(text), "the features have changed: run `make docs`"
