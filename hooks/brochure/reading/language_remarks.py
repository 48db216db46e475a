"""What may be wrong with a language's own file: its words, its name or its locale are another language's."""

from collections.abc import Iterator

from brochure.author.problems import Problem
from brochure.model.site import WORDS
from brochure.reading.draft import Draft
from brochure.reading.marks import BARE, PLAIN, unfinished_marks
from brochure.reading.translation_remarks import WORD

SEVERAL = 3
"""Words; of more than these the first ones are named, and so many alike may be by chance in a language that we lack."""


def check_words(draft: Draft) -> Iterator[Problem]:
    """A practice's own words are of the language that they are for; a copied file is told of once."""
    known = {code: draft.theme.words(code) for code in draft.theme.known("function_words")}
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
    """No two languages have the same name, and none has another's."""
    first: dict[str, str] = {}
    known = draft.theme.known("language_names")
    for language in draft.in_order():
        name, source = language.settings.name, draft.sources["languages", language.code]
        meant = next((code for code, usual in known.items() if usual.casefold() == name.casefold()), language.code)
        if meant in draft.codes and meant != language.code.partition("-")[0]:
            yield source.problem(source.at(("name",)), "other_name", name=name, other=meant)
        elif name.casefold() in first:
            other = first[name.casefold()]
            yield source.problem(source.at(("name",)), "same_language_name", name=name, other=other)
        first.setdefault(name.casefold(), source.file)


def check_places(draft: Draft) -> Iterator[Problem]:
    """No language has the addresses that begin with another's code."""
    for code, language in draft.languages.items():
        if (other := language.folder.strip("/")) in draft.codes and other != code:
            source = draft.sources["languages", code]
            yield source.problem(source.at(("prefix",)), "odd_prefix", language=code, other=other)


def check_own_words(draft: Draft) -> Iterator[Problem]:
    """A practice's own word is finished, shows no mark, and is no other word's, here or in another language."""
    unfinished, known = unfinished_marks(draft.theme), [draft.theme.words(code) for code in draft.theme.languages()]
    for code, language in draft.languages.items():
        source, usual = draft.sources["languages", code], draft.theme.words(code)
        others = [other.words for other in draft.languages.values() if other is not language]
        for word in (word for word in WORDS if word in language.settings.words.model_fields_set):
            text, place = language.words[word], source.at(("words", word))
            twins = [name for name in WORDS if name != word and text in (language.words[name], usual.get(name))]
            if found := unfinished.search(text):
                yield source.problem(place, "unfinished", text=found[0])
            elif found := PLAIN.search(text) or BARE.search(text):
                yield source.problem(place, "marks", text=found[0])
            elif twins and usual.get(word) != usual.get(twins[0]):
                yield source.problem(place, "same_word", text=text, other=twins[0])
            elif not WORD.search(text) or any(words[word] == text for words in known):
                continue
            elif any(other[word] == text for other in others):
                yield source.problem(place, "same_in_both", text=text)
