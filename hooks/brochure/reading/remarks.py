"""Remarks: possible mistakes that do not stop a build.

The name of a remark is the key of its message; an author accepts one by that name, at the top of the file. A new remark
needs a case in which a reader of a real site was misled, and `tests/quiet/` must stay without any.
"""

import itertools
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from brochure.author.problems import Problem
from brochure.model.addresses import EDITED, MAILBOX, PHONE, digits, host_of, is_host
from brochure.model.keys import keys_with
from brochure.model.prose import TEXT_BLOCKS, plain_text
from brochure.model.site import CHANNELS, CONTACT, FRONT, ME, PAGES, PRIVACY, SERVICES, ServiceTranslation, Trait
from brochure.model.values import folded, make_slug, nearest
from brochure.photos.photo import Photo
from brochure.reading.draft import Draft, duplicates
from brochure.reading.pictures import LIGHT_LOGO, is_unseen
from brochure.reading.yaml_reader import KeyPath, Source, scalars

MIN_PHOTO_WIDTH = 320
"""Pixels; a narrower photo does not fill a phone's screen."""
_MIN_WORDS = 3
"""Words; a shorter text may be a name."""
_ALMOST = 0.85
"""Similarity from which one host is a misspelling of another: one slip in seven letters."""
_STEM = 4
"""Letters by which titles are compared."""
_INFLECTED = 8
"""Letters of the shortest title that may be inflected."""
_NUMBER = 7
"""Last digits by which two phone numbers are compared, with a country code or without."""
_ANSWER = re.compile(r"entry\.\d+(\.\w+)?|r[0-9a-f]{32}")
"""Names of prefilled answers in the links of Google Forms and Microsoft Forms."""
_ADDRESS = re.compile(r"(?:https?://|\bwww\.)[^\s,;)]*\w|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_CELL = re.compile(r"\|(?:\\.|[^|\\])+")
_NUMERAL = r"(?<![\d.,])\d{1,7}(?:[\s.,]\d{3})*(?:[.,]\d{1,2})?(?!\d)"
_COMMON = re.compile(r"(?<!\w)[^\W\d_]{4,}(?!\w)")
"""A word that is no unit; in small letters it is no name either."""
_AMOUNT = rf"{_NUMERAL}(?:\s?[–-]\s?{_NUMERAL})?"
_RANGE = re.compile(r"\d\s?[–-]\s?\d")
_SUM = re.compile(rf"(?:€|\beur)\s?{_AMOUNT}|{_AMOUNT}(?:[.,][–-])?\s?(?:€|e(?:ur\w*)?\b)", re.IGNORECASE)
"""A sum in euros, or a range of sums; other currencies are not compared."""
_NAMES = keys_with(Trait.NAME) | keys_with(Trait.TITLE)
_UNIQUE = dict.fromkeys(keys_with(Trait.TITLE), "same_title") | dict.fromkeys(keys_with(Trait.WHOLE), "same_text")
"""Remarks by the keys of texts that no two pages share."""


@dataclass(frozen=True)
class Passage:
    """A plain text, or a block, link or picture of Markdown."""

    source: Source
    path: KeyPath
    """Its keys in the file."""
    text: str
    """The text, or a picture's description; without code and words marked as another language's."""
    tag: str = ""
    """The element that contains it; empty for plain text."""
    target: str = ""
    """The address of a link, or the name of a picture."""
    text_without_links: str = ""
    """Empty unless this is a block."""

    def problem(self, key: str, part: str = "", **values: object) -> Problem:
        """Return a problem at a part of the text, or at its beginning if the part cannot be found."""
        exact, loose = r"\s+".join(map(re.escape, part.split())), r"\W+".join(re.findall(r"\w+", part))
        places = (place for pattern in (exact, loose) if pattern for place in self.source.find(self.path, pattern))
        return self.source.problem(self.path, key, next(places, None), **values)


Texts = Sequence[Passage]
"""The passages of the published entries, those in the root language first."""


def passages(draft: Draft, code: str) -> Iterator[Passage]:
    """Yield the passages of the entries that are published in a language."""
    unseen = keys_with(Trait.UNSEEN)
    for entry, translation in draft.published(code):
        source, proses = draft.source_of(entry), dict(translation.proses())
        for path, text in scalars(source.data[code]):
            where, image = (code, *path), entry.settings.image if path == ("image_text",) else ""
            if text and path not in proses and path[0] not in unseen:
                yield Passage(source, where, " ".join(text.split()), target=image)
            for element in proses[path].root.iter() if path in proses else ():
                target = element.get("href" if element.tag == "a" else "src", "")
                seen = element.get("alt") or plain_text(element)
                text_without_links = plain_text(element, "a") if element.tag in TEXT_BLOCKS else ""
                if seen and element.tag in {"a", "img"} | TEXT_BLOCKS:
                    yield Passage(source, where, seen, element.tag, target, text_without_links)


def check_texts(draft: Draft, texts: Texts) -> Iterator[Problem]:
    """Report sample text, unfinished text, marks that show as typed, and addresses that are no links."""
    given = sorted(draft.theme.known("guide_texts"), key=len, reverse=True)
    long = "|".join(re.escape(text) for text in given if len(text.split()) > _MIN_WORDS)
    guide = re.compile(f"{long}|^(?:{'|'.join(re.escape(text.rstrip('.')) for text in given)})\\.?$")
    unfinished = re.compile(rf"(?<!\w)(?:{'|'.join(draft.theme.known('unfinished'))})(?!\w)", re.IGNORECASE)
    marks = draft.theme.known("marks")
    plain, markdown = (re.compile("|".join(marks["anywhere"] + marks[name])) for name in ("plain", "markdown"))
    for part in (part for part in texts if part.tag != "a"):
        patterns = {"guide_text": guide, "unfinished": unfinished, "marks": markdown if part.tag else plain}
        matches = ((key, match[0]) for key, pattern in patterns.items() if (match := pattern.search(part.text)))
        yield from (part.problem(key, text, text=text) for key, text in itertools.islice(matches, 1))
        for address in _ADDRESS.findall(part.text_without_links):
            link = address if "//" in address else f"{'mailto:' if '@' in address else 'https://'}{address}"
            if not _is_internal(link, draft):
                yield part.problem("bare_address", address, text=address, link=re.sub("^http:", "https:", link))
        for number in PHONE.findall(part.text_without_links if part.tag else part.text):
            if _is_almost(digits(number), digits(draft.contact.phone)):
                yield part.problem("near_phone", number.strip(), text=number.strip(), phone=draft.contact.phone)


def _is_almost(number: str, other: str) -> bool:
    """Return whether two phone numbers, with a country code or without, differ by a slip."""
    number, other = number.lstrip("0"), other.lstrip("0")
    size = min(len(number), len(other))
    number, other = number[-size:], other[-size:]
    return size >= _NUMBER and number != other and bool(nearest(number, [other], _ALMOST))


def check_pictures(draft: Draft, texts: Texts) -> Iterator[Problem]:
    """Report descriptions that name only a picture or its file, photos too narrow for a phone, and odd logos."""
    if draft.logo:
        size = len(draft.logo.content)
        odd = {"heavy_logo": size > LIGHT_LOGO, "unseen_logo": is_unseen(draft.logo)}
        for key in (key for key, is_odd in odd.items() if is_odd):
            yield draft.sources["", "site"].problem(("logo",), key, size=-(-size // 1024))
    picture_words = set(draft.theme.known("picture_words"))
    for part in (part for part in texts if part.target and part.tag != "a"):
        words, photo = make_slug(re.sub(r"[\W\d]+", " ", part.text)), draft.pictures.get(part.target)
        named = " " not in part.text and make_slug(part.text.partition(".")[0]) == part.target.partition(".")[0]
        if not words or words in picture_words or named:
            yield part.problem("picture_text", f"![{part.text}]" if part.tag else "", text=part.text)
        if isinstance(photo, Photo) and photo.width < MIN_PHOTO_WIDTH:
            path: KeyPath = part.path if part.tag else ("image",)
            place = part.source.place_of(path, part.target)
            yield part.source.problem(path, "small_picture", place, name=part.target, width=photo.width)


def check_links(draft: Draft, texts: Texts) -> Iterator[Problem]:
    """Report links that visitors cannot open, or that lead elsewhere than they say."""
    hosts, own = draft.theme.known("hosts"), host_of(draft.address)
    large = {*hosts["mailboxes"], *hosts["like_mailboxes"], own}
    titles = {code: {entry.id: folded(text.title) for entry, text in draft.published(code)} for code in draft.codes}
    alike: dict[tuple[str, str, int], list[str]] = {}
    for code, named in titles.items():
        for title in named.values():
            alike.setdefault((code, title[:_STEM], len(title.split())), []).append(title)
    for link in (*_addresses(draft), *(part for part in texts if part.tag == "a")):
        href, page, named = link.target, link.target.partition("#")[0], titles.get(str(link.path[0]), {})
        host = host_of(href) if ":" in href else ""
        known = host in hosts["profiles"] or (not link.text and _matches(href, hosts["forms"] + hosts["booking"]))
        text = folded(link.text) if page in named else ""
        forms = map(inflected, alike.get((str(link.path[0]), text[:_STEM], len(text.split())), ()))
        another = any(re.fullmatch(form, text) and not re.search(form, named[page]) for form in forms)
        mailbox = href.partition("?")[0].rpartition("@")[2].lower() if href.startswith("mailto:") else ""
        near = [] if mailbox in large else nearest(mailbox, hosts["mailboxes"], _ALMOST)
        alien = mailbox.replace("-", "") != own.replace("-", "") and mailbox.partition(".")[2] == own.partition(".")[2]
        own_near = alien and nearest(mailbox, [own], _ALMOST)  # other endings and hyphens are on purpose
        wrong = {
            "private_page": EDITED.match(href) or _matches(href, hosts["private"]),
            "broken_address": href.startswith("https:") and not is_host(urlsplit(href).netloc),
            "own_address": link.tag and not href.endswith(".pdf") and _is_internal(href, draft),
            "bare_profile": known and not re.search(r"[^/]", href.partition("//")[2].partition("/")[2]),
            "near_email": near,
            "near_address": link.path == ("contact", "email") and own_near,
            "no_country": href.startswith("tel:") and _lacks_country(href.removeprefix("tel:"), draft),
            "other_target": another or _says_otherwise(link.text, href),
        }
        for key in [key for key, is_wrong in wrong.items() if is_wrong][:1]:
            patterns = (rf"{before}\]\(<?({re.escape(href)})" for before in (re.escape(link.text), ""))
            place = next((place for pattern in patterns for place in link.source.find(link.path, pattern)), None)
            about = {"text": link.text, "target": href, "address": href, "host": host, "near": near[0] if near else own}
            yield link.source.problem(link.path, key, place, **about)


def _addresses(draft: Draft) -> Iterator[Passage]:
    """Yield the links of site.yml as passages; those to make contact have no text."""
    site, email = draft.sources["", "site"], draft.contact.email
    yield from [Passage(site, ("contact", "email"), "", target=f"mailto:{email}")] if email else []
    for keys, each in draft.contact.by_language.items():
        addresses = each.items() if len(keys) == 1 else ()
        yield from (Passage(site, ("contact", *keys, code), "", target=address) for code, address in addresses)
    for code, practice in draft.practices.items():
        for number, link in enumerate(practice.links):
            yield Passage(site, (code, "links", number, "address"), link.title, target=link.address)


def _is_internal(address: str, draft: Draft) -> bool:
    if not draft.address or not address.startswith("http") or host_of(draft.address) != host_of(address):
        return False
    return f"{urlsplit(address).path}/".startswith(urlsplit(draft.address).path)


def _matches(address: str, patterns: Collection[str]) -> bool:
    short = re.sub(r"^https?://(www\.)?", "", address)
    return ":" in address and any(re.match(pattern, short, re.IGNORECASE) for pattern in patterns)


def inflected(title: str, shortest: int = _INFLECTED) -> str:
    """Return a pattern of a title, with the endings that it may have in a sentence if it has `shortest` letters."""
    if len(title) < shortest:
        return re.escape(title)
    return r"\s+".join(rf"{re.escape(word[: max(len(word) - 2, _STEM)])}\w{{0,7}}" for word in title.split())


def _says_otherwise(text: str, href: str) -> bool:
    """Return whether a text is a phone number, a mailbox or an address, and the link leads to another."""
    if href.startswith("tel:") and PHONE.fullmatch(text):
        return digits(text)[-_NUMBER:] != digits(href)[-_NUMBER:]
    if href.startswith("mailto:") and MAILBOX.fullmatch(text):
        return text.lower() != href.removeprefix("mailto:").partition("?")[0].lower()
    host, named = host_of(href), re.sub("^https?://|/.*", "", text.lower())
    elsewhere = is_host(named) and not f".{host}".endswith(f".{host_of(named)}")
    alike = bool(_ADDRESS.match(text)) or named.rpartition(".")[2] == host.rpartition(".")[2]
    return href.startswith("https:") and elsewhere and alike  # the text may be a name, such as esite.pdf or Node.js


def check_settings(draft: Draft, _: Texts) -> Iterator[Problem]:
    """Report contact addresses that are missing, prefilled or shortened, and other values with slips."""
    site, contact, hosts = draft.sources["", "site"], draft.contact, draft.theme.known("hosts")
    for link in (link for link in _addresses(draft) if not link.text):
        address = link.target
        if host_of(address) in hosts["shorteners"] and "{" in address:
            yield site.problem(link.path, "form_shortened", host=host_of(address))
        for name, value in parse_qsl(urlsplit(address).query):
            prefilled = _ANSWER.fullmatch(name) or "TITLE" in value or value == "title"  # as the guide says
            if prefilled and "{" not in value:
                yield site.problem(link.path, "form_answer", name=name, value=value)
    counts = {language.code: len(list(draft.published(language.code))) for language in draft.in_order()}
    # A language with fewer than half of the first one's pages lacks much on purpose.
    for code in (code for code, count in counts.items() if 2 * count >= next(iter(counts.values()))):
        for keys, texts in contact.by_language.items():
            if texts and code not in texts:
                place = site.key_at(("contact", *keys))
                yield site.problem(("contact", *keys, code), f"no_{keys[-1]}", place, language=code)
        pages = {entry.id for entry, _ in draft.published(code)}
        addresses = contact.by_language.items()
        online: list[KeyPath] = [(*keys, code) for keys, each in addresses if each.get(code, "").startswith("https:")]
        online += [(key,) for key, link in CHANNELS.items() if link.startswith("https:") and getattr(contact, key)]
        for path in online[:1] if PRIVACY not in pages else ():
            place = site.key_at(("contact", path[0], code))
            yield site.problem(("contact", *path), "no_privacy", place, language=code)
    fewest, count = draft.theme.known("phones"), len(digits(contact.phone))
    if contact.phone and count < int(fewest["abroad" if contact.phone.startswith("+") else "at_home"]):
        yield site.problem(("contact", "phone"), "short_phone", count=count)
    if _lacks_country(contact.phone, draft):
        yield site.problem(("contact", "phone"), "no_country", target=contact.phone)
    for code, language in draft.languages.items():
        if language.settings.locale.partition("_")[0] != code.partition("-")[0]:
            source = draft.sources["languages", code]
            yield source.problem(("locale",), "odd_locale", language=code)


def _lacks_country(number: str, draft: Draft) -> bool:
    """Return whether a phone number, on a site in several languages, cannot be dialled from abroad."""
    abroad = [code for code in draft.codes if any(draft.published(code))][1:]
    national = len(digits(number)) >= _NUMBER and not re.match(draft.theme.known("phones")["without_country"], number)
    return bool(abroad) and national


def check_duplicates(draft: Draft, texts: Texts) -> Iterator[Problem]:
    """Report orders, titles, and longer summaries and bodies that another page has too."""
    yield from duplicates(_unique(draft, texts))


def _unique(draft: Draft, texts: Texts) -> Iterator[tuple[str, object, Source, KeyPath]]:
    for entry in (entry for entry in draft.entries if not entry.settings.draft):
        row = SERVICES.folder if entry.kind is SERVICES else entry.settings.menu
        if row and entry.settings.order:
            yield "same_order", (row, entry.settings.order), draft.source_of(entry), ("order",)
    for part, text in _wholes(texts):
        key = _UNIQUE.get(str(part.path[1]), "")
        if key == "same_title" or (key and len(text.split()) >= _MIN_WORDS):
            yield key, (part.path[0], folded(text)), part.source, part.path


def _wholes(texts: Texts) -> Iterator[tuple[Passage, str]]:
    """Yield each text with its first passage."""
    blocks = (part for part in texts if part.tag != "a")
    for _, group in itertools.groupby(blocks, lambda part: (part.source.file, part.path)):
        whole = list(group)
        yield whole[0], " ".join(part.text for part in whole)


def check_unreachable(draft: Draft, texts: Texts) -> Iterator[Problem]:
    """Report pages of text that no menu and no other page's link leads to."""
    unreachable: dict[str, list[str]] = {}
    for code in draft.codes:
        links = [part for part in texts if part.tag == "a" and part.path[0] == code]
        targets = ((part.source.file, part.target.partition("#")[0]) for part in links)
        linked = {target for file, target in targets if not file.endswith(f"/{target}.yml")}
        for _, translation in draft.published(code):
            if translation.address_part == FRONT and len(translation.image_caption) > 1:
                linked.add(ME)  # from the name
        for entry, translation in draft.published(code):
            needs_link = entry.kind is PAGES and entry.template == PAGES.template and not entry.settings.menu
            if needs_link and entry.id not in {CONTACT, *linked} and translation.address_part != FRONT:
                unreachable.setdefault(entry.id, []).append(code)
    for name, codes in unreachable.items():
        source = draft.sources[PAGES.folder, name]
        yield source.problem(("menu",), "no_way", source.at(()), languages=", ".join(codes))


def check_translations(_: Draft, texts: Texts) -> Iterator[Problem]:
    """Report whole texts that two languages share, and prices that differ between them."""
    seen: dict[tuple[str, str], str] = {}
    prices: dict[str, tuple[str, set[str]]] = {}
    for part, text in _wholes(texts):
        code, name, file = str(part.path[0]), part.path[-1], part.source.file
        if name == "price":
            sums = _sums(text)
            first_code, first = prices.setdefault(file, (code, sums))
            if sums - first and first - sums:  # one may say more of what it costs
                yield part.problem("other_number", language=first_code)
        elif name not in _NAMES and len(text.split()) >= _MIN_WORDS and any(map(str.islower, _COMMON.findall(text))):
            first_code = seen.setdefault((file, text.casefold()), code)
            if first_code != code:
                yield part.problem("untranslated", other=first_code)


def check_prices(draft: Draft, _: Texts) -> Iterator[Problem]:
    """Report rows of tables whose prices are none of the form that they name."""
    for code in draft.codes:
        forms = [(entry, text) for entry, text in draft.published(code) if isinstance(text, ServiceTranslation)]
        prices = {folded(text.title): (draft.source_of(entry), text.price) for entry, text in forms}
        for entry, path, prose in draft.proses(code):
            rows: dict[str, list[str]] = {}
            for row in prose.root.iter("tr") if not entry.settings.draft else ():
                name, *cells = map(plain_text, row)
                rows.setdefault(folded(name), [name]).extend(cells)
            for title in rows.keys() & prices.keys():
                (service, price), (name, *cells) = prices[title], rows[title]
                sums, expected = _sums(" | ".join(cells)), _sums(price)
                if sums and expected and not sums & expected and not _RANGE.search(price):
                    place = draft.source_of(entry).place_of(path, name)
                    yield draft.source_of(entry).problem(path, "other_price", place, other=service.file, price=price)


def _sums(text: str) -> set[str]:
    """Return the sums in euros in a text, without separators of thousands, without `,00`, and without `000`."""
    numbers = (number for match in _SUM.findall(text) for number in re.findall(_NUMERAL, match))
    return {re.sub(r"[.,]00$|[\s.,]", "", number) for number in numbers if not re.fullmatch("00+", number)}


def check_lines(draft: Draft, _: Texts) -> Iterator[Problem]:
    """Report rows of a table with more or fewer cells than its first, and lines that make the line above a heading."""
    for entry, path, prose in (text for code in draft.codes for text in draft.proses(code)):
        source, cells, before, fenced = draft.source_of(entry), 0, "", False
        for place in source.find(path, r"^\s*(.*)") if prose and not entry.settings.draft else ():
            line = source.line(place.line).strip()
            fenced ^= line.startswith(("```", "~~~"))
            row = len(_CELL.findall(re.sub(r"`[^`]*`", "", line))) if line.startswith("|") and not fenced else 0
            if cells and row and row != cells:
                yield source.problem(path, "table_cells", place, count=row, number=cells)
            if re.fullmatch(r"-{2,}|={2,}", line) and before and not before.startswith("|") and not fenced:
                yield source.problem(path, "dash_heading", place)
            cells, before = (cells or row) if row else 0, line


CHECKS: Sequence[Callable[[Draft, Texts], Iterator[Problem]]] = (
    *(check_texts, check_pictures, check_links, check_settings),
    *(check_duplicates, check_unreachable, check_translations, check_prices, check_lines),
)


def remarks(draft: Draft, others: Iterable[Problem] = (), unasked: Collection[str] = ()) -> list[Problem]:
    """Return the remarks on a draft without mistakes and `others`, sorted, without those that the author has accepted.

    An accepted name without a remark is reported too, unless it is `unasked`: this run does not look for its remark.
    """
    accepted = {
        (source.file, str(name)): source.problem(("accepted", number), "accepted_nothing", name=name)
        for source in draft.sources.values()
        if isinstance(names := source.data.get("accepted"), list)
        for number, name in enumerate(names)
    }
    texts = [part for language in draft.in_order() for part in passages(draft, language.code)]
    problems = list(itertools.chain(others, *(check(draft, texts) for check in CHECKS)))
    answered = {(problem.file, problem.key) for problem in problems}
    idle = [problem for place, problem in accepted.items() if place not in answered and place[1] not in unasked]
    open_ = [problem for problem in problems if (problem.file, problem.key) not in accepted]
    return sorted({(problem, str(problem.values)): problem for problem in (*open_, *idle)}.values())
