"""The questions of a page as one text, with an id for each that nothing else on the page has."""

import copy
from collections.abc import Collection
from xml.etree.ElementTree import Element, SubElement

from brochure.model.prose import Prose
from brochure.model.site import Translation
from brochure.model.values import make_slug

_DEEPER = {f"h{level}": f"h{min(level + 1, 6)}" for level in range(2, 7)}


def questions_of(translation: Translation, reserved: Collection[str]) -> Prose:
    """Each question as a heading of the second level, its answer below it, and the answer's own headings below that.

    `reserved` are the ids of the page around its texts; those of the body are taken too. Nothing is in the text if
    there are no questions.
    """
    if not translation.questions:
        return Prose()
    root = Element("body")
    for question in translation.questions:
        heading = SubElement(root, "h2", id=make_slug(question.question) or "x")
        heading.text, heading.tail = question.question, "\n"
        answer = copy.deepcopy(question.answer.root)
        for element in answer.iter():
            element.tag = _DEEPER.get(element.tag, element.tag)
        root.extend(answer)
    taken = {*reserved, *translation.body.anchors()}
    for element in root.iterfind(".//*[@id]"):
        name, number = element.get("id", ""), 0
        while (own := f"{name}_{number}" if number else name) in taken:
            number += 1
        taken.add(own)
        element.set("id", own)
    return Prose(root)
