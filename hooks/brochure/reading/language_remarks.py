"""What may be wrong with a language's own file: its words, its name or its locale are another language's."""

from collections.abc import Iterator

from brochure.author.problems import Problem
from brochure.model.site import WORDS
from brochure.reading.draft import Draft

SEVERAL = 3
"""Words; of more than these the first ones are named, and so many alike may be by chance in a language that we lack."""


def check_words(draft: Draft) -> Iterator[Problem]:
    """A practice's own words are of the language that they are for; a copied file is told of once."""
    known = {code: draft.theme.words(code) for code in draft.theme.function_words()}
    for code, language in draft.languages.items():
        source, base = draft.sources["languages", code], code.split("-")[0]
        foreign: dict[str, list[str]] = {}
        for word in (word for word in WORDS if word in language.settings.words.model_fields_set):
            own, place = language.words[word], source.at(("words", word))
            others = [other for other, words in known.items() if other != base and words.get(word) == own]
            if base in known and own == known[base].get(word):
                continue
            if others:
                foreign.setdefault(others[0], []).append(word)
            elif base in known and word == "switch":
                yield source.problem(place, "own_switch", usual=known[base][word])
        key = "foreign_word" if base in known else "foreign_words"
        for other, words in foreign.items():
            if base not in known and len(words) <= SEVERAL:
                continue
            texts = ", ".join(f'{word}: "{language.words[word]}"' for word in words[:SEVERAL])
            texts += ", ..." if words[SEVERAL:] else ""
            yield source.problem(source.at(("words", words[0])), key, texts=texts, language=other)


def check_locales(draft: Draft) -> Iterator[Problem]:
    """A language's locale is of that language."""
    for code, language in draft.languages.items():
        if language.settings.locale.partition("_")[0] != code.partition("-")[0]:
            source = draft.sources["languages", code]
            yield source.problem(source.at(("locale",)), "odd_locale", language=code)


def check_names(draft: Draft) -> Iterator[Problem]:
    """No two languages have the same name."""
    first: dict[str, str] = {}
    for language in draft.in_order():
        name, source = language.settings.name, draft.sources["languages", language.code]
        if name.casefold() in first:
            other = first[name.casefold()]
            yield source.problem(source.at(("name",)), "same_language_name", name=name, other=other)
        first.setdefault(name.casefold(), source.file)
