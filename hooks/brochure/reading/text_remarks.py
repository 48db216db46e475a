"""What a text that can be read may still have wrong: it is unfinished, is there twice, or shows a mark."""

import re
from collections.abc import Iterator

from brochure.author.problems import Problem
from brochure.model.site import BRIEF, Entry, ServiceTranslation
from brochure.model.theme import Theme
from brochure.reading.draft import Draft
from brochure.reading.link_remarks import is_own
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
OWN = ("title", "summary", "purpose", "situations")
"""The keys of texts that set a form apart from the others, however short they are."""
_UNFINISHED = r"\?{3,}|_{3,}|\[\w+\](?!\()|^\W+$"
"""Marks that one leaves where something is still to come, and nothing but marks."""
_LOST = r"\ufffd|\u00c3[\u0080-\u00bf\u0160\u2013-\u201e]"
"""What is left of a letter that was read in another encoding."""
_MARKS = rf"{_LOST}|<{{7}}|\{{(?:title|service|language)\}}|\{{\{{|\{{%|&[a-z]{{2,6}};|&#[0-9]+;|\\n|%20"
"""What shows as it is in any text: what means something to a program, a browser or another editor."""
_MARKDOWN_MARKS = r":[a-z_]{2,}:|==(?=\w)|~~|\[\^\w+\]|\[[ x]\]|!!!"
"""Likewise in Markdown, where other editors know more of it."""
_PLAIN_MARKS = r"\*\*|\*(?=\w[^*]*\*)|__|\]\(|^#+ |^[-*•] |</?[a-z]+ ?/?>|•"
"""Likewise where there is no Markdown."""
_CELL = re.compile(r"\|(?:\\.|[^|\\])+")
_LOOKS_LIKE = {"sign_list": re.compile(r"[o§\uf0b7] +\S"), "spaced_table": re.compile(r"[^|`]*\S {3,}\S")}
"""What two lines are alike in that were meant for a list or a table elsewhere."""
PLAIN = re.compile(f"{_MARKS}|{_PLAIN_MARKS}")
BARE = re.compile(r"(?:https?://|\bwww\.)[^\s,;)]*\w|[^\s@(]+@[^\s@]+\.\w+")
"""An address that a visitor may take for a link."""


def check_titles(draft: Draft) -> Iterator[Problem]:
    """No two pages of a language are called the same."""
    for code in draft.codes:
        first: dict[str, Entry] = {}
        for entry, translation in draft.published(code):
            names = {name: getattr(translation, name) for name in ("title", "menu_title")}
            for name, title in ((name, title) for name, title in names.items() if title):
                other = first.setdefault(title.casefold(), entry)
                if other is not entry:
                    source = draft.of(entry)
                    place, file = source.at((code, name)), draft.of(other).file
                    yield source.problem(place, "same_title", title=title, other=file)
                if len(title) > WIDE and entry.settings.menu and not translation.menu_title:
                    yield draft.of(entry).problem(draft.of(entry).at((code, name)), "wide_title", count=len(title))


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
    """Each text that may be only once: its first passage, the id of the page that it may be once on if it is one."""
    whole: dict[KeyPath, list[Passage]] = {}
    for passage in draft.passages(entry, code):
        key, words = passage.path[1], passage.words
        if key in ("menu_title", "image_text") or passage.tag == "img":  # a picture may well come again
            continue
        whole.setdefault(passage.path, []).append(passage)
        item = passage.path[-1] in ("question", "label") or key in (*OWN, *BRIEF) or passage.tag in HEADINGS
        if item or (len(words) >= SENTENCE and passage.tag not in ("td", "th")):
            yield passage, entry.id, " ".join(words)
        if len(words) >= LONG:
            yield passage, "", " ".join(words)
    for path, pieces in whole.items():
        words = [word for passage in pieces for word in passage.words]
        if len(words) >= (SENTENCE if path[1] in OWN else FEW) and (len(pieces) > 1 or len(words) < LONG):
            yield pieces[0], "", " ".join(words)


def check_guide_texts(draft: Draft) -> Iterator[Problem]:
    """No published text is the guide's, given to be filled in, and none is left beside what was written."""
    given = sorted(draft.theme.known("guide_texts"), key=len, reverse=True)
    long = "|".join(re.escape(text) for text in given if len(text.split()) > SENTENCE)
    pattern = re.compile(f"{long}|^(?:{'|'.join(re.escape(text.rstrip('.')) for text in given)})\\.?$")
    for code in draft.codes:
        for entry, _ in draft.published(code):
            source = draft.of(entry)
            for passage in draft.passages(entry, code):
                if found := pattern.search(passage.text):
                    yield source.problem(passage.at(source), "guide_text", text=found[0])


def check_unfinished(draft: Draft) -> Iterator[Problem]:
    """No published text says that it is not finished, and none is empty though its key is there."""
    unfinished = unfinished_in(draft.theme)
    for code in draft.codes:
        for entry, translation in draft.published(code):
            source = draft.of(entry)
            for passage in draft.passages(entry, code):
                if found := unfinished.search(passage.text):
                    places = source.find(passage.path, re.escape(found[0]))
                    yield source.problem(next(places, passage.at(source)), "unfinished", text=found[0])
            if "body" in translation.model_fields_set and not translation.body:
                yield source.problem(source.key_at((code, "body")), "empty_body")


def unfinished_in(theme: Theme) -> re.Pattern[str]:
    """A regular expression for what a text that is not finished has in it."""
    return re.compile(rf"\b(?:{'|'.join(theme.known('unfinished'))})\b|{_UNFINISHED}", re.IGNORECASE)


def check_marks(draft: Draft) -> Iterator[Problem]:
    """No published text shows a mark that means something elsewhere, the line of a key, or an address as no link."""
    for code in draft.codes:
        keys = "|".join(map(re.escape, [*ServiceTranslation.model_fields, *draft.codes]))
        markdown = re.compile(rf"{_MARKS}|{_MARKDOWN_MARKS}|^(?:{keys}):(?= |$)")
        for entry, _ in draft.published(code):
            for passage in draft.passages(entry, code):
                source, bare = draft.of(entry), BARE.search(passage.unlinked)
                if bare and not is_own(link := _link(bare[0]), draft):
                    places = source.find(passage.path, re.escape(bare[0]))
                    key = "bare_address" if passage.tag else "plain_address"
                    yield source.problem(next(places, passage.at(source)), key, text=bare[0], link=link)
                elif found := (markdown if passage.tag else PLAIN).search(passage.text):
                    places = source.find(passage.path, re.escape(found[0]))
                    yield source.problem(next(places, passage.at(source)), "marks", text=found[0])


def _link(bare: str) -> str:
    """What an address leads to when it is written as a link."""
    if bare.startswith("www."):
        return f"https://{bare}"
    return f"mailto:{bare}" if "@" in bare else bare


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
                if answer.endswith("?") and not question.question.endswith("?"):
                    source = draft.of(entry)
                    yield source.problem(source.at((code, "questions", number, "question")), "answer_asks")


def check_raw_lines(draft: Draft) -> Iterator[Problem]:
    """A row of a table has as many cells as its first, and lines that look like a list or a table are one."""
    for code in draft.codes:
        for entry, path, prose in draft.proses(code):
            source = draft.of(entry)
            if not prose or entry.settings.draft:
                continue
            span, cells, before = source.span(path), 0, ""
            for number in range(span.start.line, span.end_line + 1):
                line = source.line(number).strip()
                row = len(_CELL.findall(line)) if line.startswith("|") else 0
                place = Place(number, source.line(number).find(line) + 1)
                if cells and row and row != cells:
                    yield source.problem(place, "table_cells", count=row, number=cells)
                for key, pattern in _LOOKS_LIKE.items():
                    if pattern.match(line) and pattern.match(before):
                        yield source.problem(place, key)
                cells, before = (cells or row) if row else 0, line
