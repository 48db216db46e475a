"""The texts that each page is found by, which the search page's script splits into words and compares."""

from typing import NamedTuple

from brochure.model.contact import BOOKING
from brochure.model.prose import plain_text
from brochure.model.routes import Route, Routes
from brochure.model.site import BRIEF, CHANNELS, CONTACT, SERVICES, ServiceTranslation


class FoundBy(NamedTuple):
    """The texts that a page is found by, the best place first."""

    titles: list[str]
    aliases: list[str]
    others: list[str]


def found_by(route: Route) -> FoundBy:
    """Return the texts that a page is found by; the contact page has the words of every channel."""
    text = route.translation
    headings = [plain_text(heading) for _, prose in text.proses() for heading in prose.root.iterfind(".//*[@id]")]
    others = [text.summary, *(question.question for question in text.questions), *headings]
    if isinstance(text, ServiceTranslation):
        others += [*(getattr(text, key) for key in BRIEF), *text.situations]
    if route.entry.id == CONTACT:
        labels = [key for key, link in CHANNELS.items() if link]
        others += [route.language.words[key] for key in (*labels, *(f"contact_{way}" for way in (*CHANNELS, BOOKING)))]
    return FoundBy([*filter(None, (text.title, text.menu_title))], [*text.aliases], [*filter(None, others)])


def results(routes: Routes, page: Route) -> list[tuple[Route, FoundBy]]:
    """Return the other pages of a search page's language, forms of supervision last, with what each is found by."""
    others = (route for route in routes.pages(page.language) if route is not page)
    return [(route, found_by(route)) for route in sorted(others, key=lambda route: route.entry.kind is SERVICES)]
