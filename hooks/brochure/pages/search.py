"""The texts in which the search looks for each page. Its script splits them into words and compares these."""

from typing import NamedTuple

from brochure.model.contact import BOOKING
from brochure.model.prose import plain_text
from brochure.model.routes import Route, Routes
from brochure.model.site import BRIEF, CHANNELS, CONTACT, SERVICES, ServiceTranslation


class SearchTexts(NamedTuple):
    """The texts in which the search looks for a page, the most telling ones first."""

    titles: list[str]
    aliases: list[str]
    others: list[str]


def search_texts(route: Route) -> SearchTexts:
    """Return the search texts of a page. Those of the contact page include the words of every channel."""
    text = route.translation
    headings = [plain_text(heading) for _, prose in text.proses() for heading in prose.root.iterfind(".//*[@id]")]
    others = [text.summary, *(question.question for question in text.questions), *headings]
    if isinstance(text, ServiceTranslation):
        others += [*(getattr(text, key) for key in BRIEF), *text.situations]
    if route.entry.id == CONTACT:
        labels = [key for key, link in CHANNELS.items() if link]
        others += [route.language.words[key] for key in (*labels, *(f"contact_{way}" for way in (*CHANNELS, BOOKING)))]
    return SearchTexts([*filter(None, (text.title, text.menu_title))], [*text.aliases], [*filter(None, others)])


def results(routes: Routes, page: Route) -> list[tuple[Route, SearchTexts]]:
    """Return the other pages of a search page's language with their search texts, forms of supervision last."""
    others = (route for route in routes.pages(page.language) if route is not page)
    return [(route, search_texts(route)) for route in sorted(others, key=lambda route: route.entry.kind is SERVICES)]
