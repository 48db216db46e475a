"""What an author reads when something is wrong.

Each message says what is wrong, then, after a semicolon, what to do. The text is part of the interface:
tests/mistakes/ holds it word for word. A check names a message by its key, so another language is another table.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

MESSAGES: Mapping[str, str] = {
    # The file as such.
    "unreadable": "this file cannot be read ({reason}); check that it exists and that you may open it",
    "missing_file": "this file is missing; the site cannot be built without it, so put it back",
    "unexpected": "nothing of this name belongs here; move it out of content/",
    "unexpected_name": "a file here cannot have this name; rename it {expected}, or move it out of content/",
    "unexpected_language": "a language's file is called by its code; rename it, for example fi.yml or en.yml",
    "too_large": "this file is larger than {limit} kB; an entry is a page of text, so split it or shorten it",
    "empty_file": "this file is empty; fill it in, or delete the file",
    "not_utf8": "this is not UTF-8 text; save the file again with the encoding UTF-8",
    "character": "there is an invisible character here ({name}); delete it and type the place again",
    # YAML.
    "tab": "there is a tab here; indent with spaces, two for each step",
    "unclosed_quote": "the quotation mark that opens here is never closed; add the closing one",
    "colon": 'a second colon on one line, or a wrong indent, cannot be read; put the text in quotation marks: "..."',
    "start": 'text cannot begin with this character; put the text in quotation marks: "..."',
    "syntax": "this cannot be read as YAML ({reason}); check the indentation, colons and quotation marks here",
    "documents": "a second document begins here; keep one document in a file and delete the line ---",
    "alias": "text that begins with * is a reference to YAML; put the text in quotation marks",
    "anchor": "text that begins with & is a name to YAML; put the text in quotation marks",
    "tag": "text that begins with ! is a type to YAML; put the text in quotation marks",
    "not_entry": 'this file has no line that begins with a key and a colon; begin with one, like "order: 10"',
    "deep": "the indentation goes deeper than {limit} levels here; nothing in this site does, so check the indents",
    "key": "a list or a block cannot be a name before a colon; write a plain word there",
    "duplicate_key": 'the key "{name}" stands twice, first on line {first}; keep one of them',
    # Keys and values.
    "missing": 'the key "{name}" is missing here; add the line "{name}: ..."',
    "unknown": 'unknown key "{name}"; the keys here are {known}',
    "unknown_near": 'unknown key "{name}"; did you mean "{near}"?',
    "not_text": "text is expected here; write it after the colon, on the same line",
    "not_block": "a block is expected here; write its keys below, indented, or delete the line if it is optional",
    "not_number": "a whole number is expected here; write digits only, for example 20",
    "not_choice": "this is not one of the choices; write {choices}",
    "empty": "there is no text here; write some, or delete the key if it is optional",
    "not_slug": "an address part may hold a-z, 0-9 and single hyphens only; write {suggestion}",
    "not_prefix": "a language's address must begin and end with a slash; write / or, for example, /en/",
    "not_locale": "a locale is a language and a country; write, for example, en_GB",
    "not_address": "the site's address must begin with https:// and hold no ? or #; write, for example, {example}",
    "not_email": "this is not an e-mail address; write, for example, name@example.org",
    "not_phone": "this is not a phone number; write digits and spaces, with + in front of a country code",
    "form_scheme": "a form's address must begin with https:, mailto: or tel:; copy it whole from the form service",
    "form_character": "a form's address cannot hold spaces or control characters; copy it whole from the form service",
    "form_host": "a placeholder cannot stand before the first single slash; put it later in the address",
    "form_placeholder": "unknown placeholder {{{name}}}; the placeholders are {known}",
    "form_brace": "there is a lone brace here; a placeholder is written whole: {known}",
    # The site as a whole.
    "no_languages": "there is no language; put back at least one file like content/languages/fi.yml",
    "no_root": "no language stands at the address /; give one of the files here the line prefix: /",
    "same_prefix": "{other} has the same address {prefix}; give each language its own",
    "same_id": "{other} has the same file name; rename one of the two",
    "same_address": "{other} has the same address /{path}; change one of the two slugs",
    "no_slug": "no address can be made from this title; add a line slug: with a-z, 0-9 and hyphens",
    "no_front_page": 'the language "{language}" has no front page; write "slug: index" in its block here',
    "no_page": 'the site needs this page in the language "{language}"; add the file, or the block {language}:',
    "no_block": 'the block "{language}:" is missing; each language of the site needs one here',
    "no_channel": 'there is no way to make contact in the language "{language}"; add an email, a phone or a form',
    "no_language": 'there is no language "{name}"; the languages are {known}',
    "no_template": "there is no template of this name; write {known}",
    "no_icon": "there is no icon of this name; the brochure's own are {known}",
    "dead_link": 'there is no page "{target}" in the language "{language}"; link to one of {known}',
    "dead_link_near": 'there is no page "{target}" in the language "{language}"; did you mean "{near}"?',
    "bad_link": 'this link cannot be used: "{target}"; write a page\'s file name without .yml, or an https: address',
    "picture": "pictures cannot be shown in a text yet; take the picture out",
}


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that an author has to mend, and where."""

    file: str
    """The file's path from the project's folder, with slashes."""
    line: int
    """The line, counted from 1."""
    column: int
    """The column in characters, counted from 1."""
    key: str
    """Which of `MESSAGES` it is."""
    values: Mapping[str, object] = field(default_factory=dict, compare=False)
    """What the message's placeholders stand for."""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {MESSAGES[self.key].format_map(self.values)}"


class ContentError(Exception):
    """The content holds mistakes. Its text tells all of them, sorted by place, and how many they are."""

    def __init__(self, problems: list[Problem]) -> None:
        once = {str(problem): problem for problem in problems}
        self.problems = [once[text] for text in sorted(once, key=lambda text: (once[text], text))]
        count = len(self.problems)
        summary = f"{count} problem{'s' if count > 1 else ''}; nothing was published, the earlier site is as it was."
        super().__init__("\n".join([*map(str, self.problems), summary]))
