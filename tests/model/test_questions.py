"""The questions of a page as one text."""

from xml.etree import ElementTree

from brochure.model.site import Translation
from support.sites import reader


def translation(body: str, **questions: str) -> Translation:
    """A page with questions and their answers."""
    listed = [{"question": question, "answer": answer} for question, answer in questions.items()]
    block = {"title": "x", "summary": "x", "body": body, "questions": listed}
    return Translation.model_validate(block, context=reader().read)


def test_a_question_is_a_heading_above_its_answer() -> None:
    """What is in the answer stays as it is, and its own headings are below the question's."""
    page = translation("", **{"Who <I> *am*?": "One.\n\n## More\n\n### Most\n\n###### Least", "And?": "Two."})
    root = page.questions_text(()).root
    assert [ElementTree.tostring(part, encoding="unicode", method="html").strip() for part in root] == [
        '<h2 id="who-i-am">Who &lt;I&gt; *am*?</h2>',
        "<p>One.</p>",
        '<h3 id="more">More</h3>',
        '<h4 id="most">Most</h4>',
        '<h6 id="least">Least</h6>',
        '<h2 id="and">And?</h2>',
        "<p>Two.</p>",
    ]


def test_no_id_stands_twice_on_a_page() -> None:
    """The page around and the body have theirs first, then the questions in their order."""
    page = translation("## Price\n\n## In brief", Price="x", **{"Price?": "## Price", "In brief": "x", "…": "x"})
    found = [element.get("id") for element in page.questions_text({"in-brief"}).root.iterfind(".//*[@id]")]
    assert found == ["price_1", "price_2", "price_3", "in-brief_2", "x"]


def test_a_page_without_questions_has_no_text_of_them() -> None:
    """Nothing empty is shown."""
    assert not translation("Text.").questions_text(())
