"""What may be wrong with where a link leads: elsewhere than it says, to what nobody else can open, nowhere."""

import re
from collections.abc import Collection, Iterator
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from brochure.author.problems import Problem
from brochure.model.addresses import EDITED, is_host
from brochure.model.site import Contact
from brochure.reading.draft import Draft
from brochure.reading.fields import nearest

_LIKENESS = 0.85
"""How much like a known host's name another is that was meant for it: one slip in seven letters."""
_LIKENESS_OF_NAMES = 0.75
"""How much like the practice's own mailbox another of the same host is that was meant for it."""
SLIPS = 2
"""Digits; two that have changed places are both wrong."""
_NUMBER = 7
"""Last digits by which two phone numbers are the same, with a country's code or without."""


def host_of(address: str) -> str:
    """The name of an address's host, or of a mailbox's, in lower case and without www.; empty if it has none."""
    name = address.rpartition("@")[2]
    try:
        if "//" in address:
            name = urlsplit(address).hostname or ""
        return name.encode("idna").decode().lower().removeprefix("www.")
    except ValueError:
        return ""


def is_own(address: str, draft: Draft) -> bool:
    """Whether an address is on the site itself, with www. or without, and below its folder if it has one."""
    if not draft.address or not address.startswith("http") or host_of(draft.address) != host_of(address):
        return False
    return f"{urlsplit(address).path}/".startswith(urlsplit(draft.address).path)


def matches(address: str, patterns: Collection[str]) -> bool:
    """Whether an address begins as one of the patterns of `hosts.yml` does."""
    bare = re.sub(r"^https?://(www\.)?", "", address)
    return any(re.match(pattern, bare, re.IGNORECASE) for pattern in patterns)


def almost(host: str, known: Collection[str]) -> str | None:
    """The known host that another was probably meant to be, if it is none of them."""
    if not host or any(f".{host}".endswith(f".{name}") for name in known):
        return None
    return next(iter(nearest(host, known, _LIKENESS)), None)


def almost_mailbox(email: str, draft: Draft) -> str | None:
    """The host that a mailbox's was probably meant to be: the site's own, or one with mailboxes for anyone."""
    own = host_of(draft.address)
    host = email.rpartition("@")[2].lower()
    if host.startswith("www."):
        return host.removeprefix("www.")
    for name in ("gmail.com", own):
        if host != name and host.rpartition(".")[0] == name.rpartition(".")[0]:
            return name
    return almost(host, [*([own] if own else []), *draft.theme.known("hosts")["mailboxes"]])


def is_front(address: str) -> bool:
    """Whether an address is that of a host as a whole."""
    parts = urlsplit(address)
    return not parts.path.strip("/") and not parts.query and not parts.fragment


def check_links(draft: Draft) -> Iterator[Problem]:
    """A link in a text leads to what visitors can open, where it says, and names a page of the site by its file."""
    hosts = draft.theme.known("hosts")
    for code in draft.codes:
        titles = {translation.title.casefold(): entry.id for entry, translation in draft.published(code)}
        for entry, path, prose in draft.proses(code):
            source = draft.of(entry)
            for link in prose.root.iter("a") if not entry.settings.draft else ():
                href, text = link.get("href", ""), " ".join("".join(link.itertext()).split())
                for key, values in _trouble(link, hosts, draft):
                    yield source.problem(source.place_of(path, href), key, **values)
                target = href.partition("#")[0]
                if href == entry.id:
                    yield source.problem(source.place_of(path, f"]({href})"), "own_page")
                if titles.get(text.casefold(), target) != target and target in titles.values():
                    yield source.problem(source.place_of(path, text), "other_target", text=text, target=href)


def _trouble(link: Element, hosts: dict[str, list[str]], draft: Draft) -> Iterator[tuple[str, dict[str, object]]]:
    """What is wrong with a link to somewhere else, if anything is."""
    href, text = link.get("href", ""), "".join(link.itertext()).strip()
    values: dict[str, object] = {"text": text, "target": href, "host": host_of(href), "address": href}
    if EDITED.match(href):
        yield "edit_link", values
    elif matches(href, hosts["private"]):
        yield "private_page", values
    elif href.startswith("https:") and not is_host(urlsplit(href).netloc):
        yield "broken_address", values
    elif is_own(href, draft) and not href.endswith(".pdf"):  # a text can link to the brochure in no other way
        yield "own_address", values
    elif host_of(href) in hosts["profiles"] and is_front(href):
        yield "bare_profile", values
    elif href.startswith("mailto:") and (near := almost_mailbox(href.partition("?")[0], draft)):
        yield "near_email", values | {"near": near}
    elif _says_otherwise(text, href):
        yield "other_target", values
    elif near := _almost_contact(href, draft.contact):
        yield "near_contact", values | {"near": near}


def _almost_contact(href: str, contact: Contact) -> str | None:
    """The practice's own phone number or mailbox, if a link leads to one that differs from it by a slip."""
    scheme, _, target = href.partition(":")
    if scheme == "tel" and contact.phone:
        said, own = (re.sub(r"[^0-9]", "", number)[-_NUMBER:] for number in (target, contact.phone))
        slips = sum(one != other for one, other in zip(said, own, strict=False))
        return contact.phone if len(said) == len(own) and 0 < slips <= SLIPS else None
    box, _, host = target.partition("?")[0].lower().partition("@")
    own_box, _, own_host = contact.email.lower().partition("@")
    slip = host == own_host and box != own_box and nearest(box, [own_box], _LIKENESS_OF_NAMES)
    return contact.email if scheme == "mailto" and slip else None


def _says_otherwise(text: str, href: str) -> bool:
    """Whether a text is a phone number, a mailbox or an address, and the link leads to another."""
    if href.startswith("tel:") and re.fullmatch(r"[+0-9 ()-]{6,}", text):
        said, meant = (re.sub(r"[^0-9]", "", number)[-_NUMBER:] for number in (text, href))
        return said != meant
    if href.startswith("mailto:") and re.fullmatch(r"\S+@\S+", text):
        return text.lower() != href.removeprefix("mailto:").partition("?")[0].lower()
    if href.startswith("https:") and re.fullmatch(r"(https?://)?([\w-]+\.)+[^\W\d_]{2,}(/\S*)?", text.lower()):
        said, meant = host_of(text if "//" in text else f"https://{text}"), host_of(href)
        return not f".{meant}".endswith(f".{said}")
    return False


def check_profiles(draft: Draft) -> Iterator[Problem]:
    """The practice's own pages elsewhere are its own, at the service that the link says."""
    site, hosts = draft.sources["", "site"], draft.theme.known("hosts")
    names = sorted({name.rpartition(".")[0].rpartition(".")[2] for name in hosts["profiles"]} - {"x", "twitter"})
    for code, practice in draft.practices.items():
        known: set[str] = set()
        for number, link in enumerate(practice.links):
            if known & {link.title.casefold(), link.address}:
                yield site.problem(site.at((code, "links", number, "title")), "same_profile")
            known |= {link.title.casefold(), link.address}
            host, place = host_of(link.address), site.at((code, "links", number, "address"))
            said = next((name for name in names if re.search(rf"\b{name}\b", link.title, re.IGNORECASE)), "")
            if matches(link.address, hosts["private"]):
                yield site.problem(place, "private_page")
            elif host in hosts["profiles"] and is_front(link.address):
                yield site.problem(place, "bare_profile", host=host)
            elif near := almost(host, hosts["profiles"]):
                yield site.problem(place, "near_host", near=near)
            elif said and host in hosts["profiles"] and said not in host.split("."):
                yield site.problem(place, "other_target", text=link.title, target=link.address)
