"""What a text that can be read may still have wrong: it is unfinished, is there twice, or shows a mark."""

import re
from collections.abc import Iterator

from brochure.author.problems import Problem
from brochure.model.site import BRIEF, Entry, ServiceTranslation
from brochure.reading.draft import Draft
from brochure.reading.link_remarks import is_own
from brochure.reading.marks import BARE, PLAIN, markdown_marks, unfinished_marks
from brochure.reading.passages import Passage
from brochure.reading.place import Place
from brochure.reading.yaml_reader import KeyPath

FEW = 8
"""Words; a shorter text may well be at two places."""
SENTENCE = 3
"""Words; a shorter text may well be right twice on a page."""
LONG = 30
"""Words; a paragraph of so many is not what several pages end with."""
WIDE = 40
"""Characters; a longer name fills a menu."""
HEADINGS = ("h2", "h3", "h4", "h5", "h6")
OWN = ("summary", "purpose", "situations")
"""The keys of texts that set a form apart from the others, however short they are."""
_CELL = re.compile(r"\|(?:\\.|[^|\\])+")
_LOOKS_LIKE = {
    "sign_list": re.compile(r"[o§\uf0b7] +\S"),
    "spaced_table": re.compile(r"(?![-*+>|] |[0-9]+[.)] )[^|`]*\S {3,}\S"),
}
"""What two lines are alike in that were meant for a list or a table elsewhere."""


def check_titles(draft: Draft) -> Iterator[Problem]:
    """No two pages of a language are called the same, and no name fills the menu."""
    for code in draft.codes:
        first: dict[str, Entry] = {}
        for entry, translation in draft.published(code):
            source, names = draft.of(entry), {"title": translation.title, "menu_title": translation.menu_title}
            for name, title in ((name, title) for name, title in names.items() if title):
                other, place = first.setdefault(title.casefold(), entry), source.at((code, name))
                if other is not entry:
                    yield source.problem(place, "same_title", title=title, other=draft.of(other).file)
                if len(title) > WIDE and entry.settings.menu and not translation.menu_title:
                    yield source.problem(place, "wide_title", count=len(title))


def check_copies(draft: Draft) -> Iterator[Problem]:
    """No text is at two places: on one page no sentence, on two none of some length and none that sets a form apart."""
    for code in draft.codes:
        first: dict[tuple[str, str], tuple[Entry, Passage]] = {}
        for entry, _ in draft.published(code):
            source, told = draft.of(entry), set[KeyPath]()
            for passage, scope, text in _once(draft, entry, code):
                other, twin = first.setdefault((scope, text), (entry, passage))
                if twin is not passage and passage.path not in told:
                    told.add(passage.path)
                    file, line = draft.of(other).file, twin.at(draft.of(other)).line
                    yield source.problem(passage.at(source, last=True), "same_text", other=f"{file}:{line}")


def _once(draft: Draft, entry: Entry, code: str) -> Iterator[tuple[Passage, str, str]]:
    """Each text that may be only once: its first passage, and where: anywhere, on one page, as one kind of item."""
    whole: dict[KeyPath, list[Passage]] = {}
    for passage in draft.passages(entry, code):
        key, words = passage.path[1], passage.words
        if key in ("menu_title", "image_text") or passage.tag == "img":  # a picture may well come again
            continue
        if key != "title":
            whole.setdefault(passage.path, []).append(passage)
        kind = _kind(passage)
        if kind and len(words) < SENTENCE:
            yield passage, f"{entry.id} {kind}", " ".join(words)
        elif kind or (len(words) >= SENTENCE and passage.tag not in ("td", "th")):
            yield passage, entry.id, " ".join(words)
        if len(words) >= LONG:
            yield passage, "", " ".join(words)
    for path, pieces in whole.items():
        words = [word for passage in pieces for word in passage.words]
        if path[1] == "questions" and len(words) < LONG:  # what many ask may be answered on many pages
            continue
        if len(words) >= (SENTENCE if path[1] in OWN else FEW) and (len(pieces) > 1 or len(words) < LONG):
            yield pieces[0], "", " ".join(words)


def _kind(passage: Passage) -> str:
    """What a text is that is not twice on a page even if it is short; empty if it may be."""
    if passage.tag:
        return passage.tag if passage.tag in HEADINGS else ""
    name = str(passage.path[1] if isinstance(passage.path[-1], int) else passage.path[-1])
    return "brief" if name in BRIEF[:3] else name if name in ("title", "question", "label", *OWN) else ""


def check_guide_texts(draft: Draft) -> Iterator[Problem]:
    """No published text is the guide's, given to be filled in, and none is left beside what was written."""
    given = sorted(draft.theme.known("guide_texts"), key=len, reverse=True)
    long = "|".join(re.escape(text) for text in given if len(text.split()) > SENTENCE)
    pattern = re.compile(f"{long}|^(?:{'|'.join(re.escape(text.rstrip('.')) for text in given)})\\.?$")
    for code in draft.codes:
        for source, passage in draft.texts(code):
            if found := pattern.search(passage.text):
                yield source.problem(passage.at(source), "guide_text", text=found[0])


def check_unfinished(draft: Draft) -> Iterator[Problem]:
    """No published text says that it is not finished, and none is empty though its key is there."""
    unfinished = unfinished_marks(draft.theme)
    for code in draft.codes:
        for source, passage in draft.texts(code):
            said = passage.words if passage.tag else passage.text  # a quotation may be all that a paragraph holds
            if said and passage.tag not in ("td", "th") and (found := unfinished.search(passage.text)):
                yield source.problem(passage.place_of(source, found[0]), "unfinished", text=found[0])
        for entry, translation in draft.published(code):
            if "body" in translation.model_fields_set and not translation.body:
                yield draft.of(entry).problem(draft.of(entry).key_at((code, "body")), "empty_body")


def check_marks(draft: Draft) -> Iterator[Problem]:
    """No published text shows a mark that means something elsewhere, the line of a key, or an address as no link."""
    markdown = markdown_marks([*ServiceTranslation.model_fields, *draft.codes])
    for code in draft.codes:
        for source, passage in draft.texts(code):
            bare = BARE.search(passage.unlinked)
            if bare and not is_own(link := _link(bare[0]), draft):
                key = "bare_address" if passage.tag else "plain_address"
                yield source.problem(passage.place_of(source, bare[0]), key, text=bare[0], link=link)
            elif found := (markdown if passage.tag else PLAIN).search(passage.text):
                yield source.problem(passage.place_of(source, found[0]), "marks", text=found[0])


def _link(bare: str) -> str:
    """What an address leads to when it is written as a link."""
    address = re.sub(r"^(https?://|(?=www\.))", "https://", bare)
    return address if "//" in address else f"mailto:{address}"


def check_rows(draft: Draft) -> Iterator[Problem]:
    """A price says in which currency it is, and no other row of what is in brief is a price."""
    for code in draft.codes:
        for entry, translation in draft.published(code):
            source = draft.of(entry)
            for name in BRIEF:
                text = getattr(translation, name, "")
                if name == "price" and text and not re.search(r"[^\W\d_]|[€$£]", text):
                    yield source.problem(source.at((code, name)), "bare_price", text=text)
                elif name != "price" and re.search(r"\d\s?[€$£]|[€$£]\s?\d", text):
                    yield source.problem(source.at((code, name)), "other_row", text=text)


def check_questions(draft: Draft) -> Iterator[Problem]:
    """A question asks, and its answer does not."""
    for code in draft.codes:
        for entry, translation in draft.published(code):
            for number, question in enumerate(translation.questions):
                answer = "".join(question.answer.root.itertext()).strip()
                if answer.endswith("?") and question.question.endswith("."):
                    source = draft.of(entry)
                    yield source.problem(source.at((code, "questions", number, "question")), "answer_asks")


def check_raw_lines(draft: Draft) -> Iterator[Problem]:
    """A row of a table has as many cells as its first, and lines that look like a list or a table are one."""
    for code in draft.codes:
        for entry, path, prose in draft.proses(code):
            source = draft.of(entry)
            if not prose or entry.settings.draft:
                continue
            span, cells, before, fenced = source.span(path), 0, "", False
            for number in range(span.start.line, span.end_line + 1):
                line = re.sub(r"`[^`]*`", "", source.line(number).strip())
                fenced ^= source.line(number).strip().startswith(("```", "~~~"))
                row = len(_CELL.findall(line)) if line.startswith("|") and not fenced else 0
                place = Place(number, len(source.line(number)) - len(source.line(number).lstrip()) + 1)
                if cells and row and row != cells:
                    yield source.problem(place, "table_cells", count=row, number=cells)
                for key, pattern in _LOOKS_LIKE.items() if not fenced else ():
                    if pattern.match(line) and pattern.match(before):
                        yield source.problem(place, key)
                if re.fullmatch(r"-{2,}|={2,}", line) and before and not before.startswith("|") and not fenced:
                    yield source.problem(place, "dash_heading")
                cells, before = (cells or row) if row else 0, line
