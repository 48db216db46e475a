"""The originals of translations: each text as it was when its translation was last changed.

A text is the value of a key in a language's block, and its original the one in the root language. The file `ORIGINALS`
has a line for each translation that the editor has saved: a digest of it, and its original then. Git's history answers
if the line is missing, or if both the translation and its original have changed since.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from functools import cache, cached_property, partial
from typing import Literal, TypeAlias

from pydantic import TypeAdapter, ValidationError

from brochure.author.problems import Problem
from brochure.cache import digest
from brochure.git import committed, lacks_history, line_changes
from brochure.model.files import ORIGINALS
from brochure.model.keys import keys_with
from brochure.model.site import Trait
from brochure.reading.draft import Draft
from brochure.reading.yaml_reader import KeyPath, Source, Value, scalars

State = Literal["complete", "missing", "older", "unknown"]
TextPath: TypeAlias = tuple[str, str]
"""A language and a key."""


class Originals:
    """The original of each translation, as `.translations.json` and git remember it."""

    problem: Problem | None = None
    """The problem of a file that cannot be read."""
    content: bytes | None = None
    """The file's bytes; None if there is no file."""

    def __init__(self, draft: Draft) -> None:
        """Read `.translations.json`."""
        self.draft, self._records, self._pairs = draft, dict[str, str](), cache(self._compare)
        self.codes = [language.code for language in draft.in_order()]  # the originals' language first
        path = draft.folder / ORIGINALS
        try:
            self.content = path.read_bytes() if path.exists() else None
            self._records = TypeAdapter(dict[str, str]).validate_json(self.content or b"{}")
        except (OSError, ValidationError):
            self.problem = Problem(draft.name(ORIGINALS), "originals", line=0)

    def _compare(self, source: Source) -> dict[TextPath, tuple[str | None, str]]:
        """Return each original text at its translation's last change (None if unknown) and now."""
        entry, pairs = source.file.removeprefix(f"{self.draft.name()}/").removesuffix(".yml"), {}
        history = cache(partial(line_changes, self.draft.folder, f"{entry}.yml"))
        for path, (original, translation) in self._texts(source).items():
            mark, _, recorded = self._records.get(" ".join((entry, *path)), "").partition(" ")
            base = recorded if recorded == original or mark == self._mark(translation) else None
            if original and base is None and self._has_history and (changes := history()):
                base = self._committed(source, changes, path, original)
            if original:
                pairs[path] = (base, original)
        return pairs

    @cached_property
    def _has_history(self) -> bool:
        """True if git has a history of the content."""
        return not lacks_history(self.draft.folder)

    def outdated(self, source: Source) -> dict[TextPath, tuple[str, str]]:
        """Return the outdated translations, each with its original at the translation's last change and now."""
        pairs = self._pairs(source).items()
        return {path: (base, original) for path, (base, original) in pairs if base is not None and base != original}

    def _committed(self, source: Source, changes: Sequence[tuple[int, str]], path: TextPath, original: str) -> str:
        """Return the original in the commit that last changed a translation; `original` if it has not changed since."""
        places = ((source.key_at(each).line, source.span(each).end_line) for each in ((self.codes[0], path[1]), path))
        latest, last = (max(changes[first - 1 : last], default=(0, "")) for first, last in places)
        if latest[0] <= last[0]:
            return original
        old = Source(self.draft.folder, "", committed(self.draft.folder, last[1]))
        return self._texts(old).get(path, ("", ""))[0]

    def _texts(self, source: Source) -> dict[TextPath, tuple[str, str]]:
        """Return the original, which may be empty, and the translation of each text."""
        unseen = keys_with(Trait.UNSEEN)
        blocks = [block if isinstance(block := source.data.get(code), dict) else {} for code in self.codes]
        return {
            (code, key): (_words(blocks[0].get(key, "")), words)
            for code, block in zip(self.codes[1:], blocks[1:], strict=True)
            for key, value in block.items()
            if key not in unseen and (words := _words(value))
        }

    def _mark(self, translation: str) -> str:
        return digest(self.codes[0].encode(), translation.encode(errors="replace"))[:8]

    def state(self, source: Source, code: str) -> State:
        """Return the state of an entry in a language: that of its most outdated text."""
        bases = [base for path, (base, _) in self._pairs(source).items() if path[0] == code]
        older = any(path[0] == code for path in self.outdated(source))
        state: State = "older" if older else "unknown" if None in bases else "complete"
        return state if source.data.get(code) else "missing"

    def record_after(
        self, files: Mapping[str, bytes | None], checked: Collection[KeyPath] = (), edited: str = ""
    ) -> dict[str, bytes | None]:
        """Return `.translations.json` with its content after `files` are saved, or nothing if that does not change.

        The `checked` and the changed translations become up to date, and with them those of their language and file
        whose originals are unknown. If only one file was `edited`, outdated translations in the others stay outdated.
        """
        records = dict(self._records)
        for file in (file for file in files if file.endswith(".yml")):
            entry = file.removesuffix(".yml")
            folder, _, name = entry.rpartition("/")
            source = self.draft.sources.get((folder, name))
            if source and source.problems:
                continue  # its texts before are unknown
            old, pairs = (self._texts(source), self._pairs(source)) if source else ({}, {})
            new = self._texts(Source(self.draft.folder, file, files[file] or b""))
            bases = {path: base for path, (base, _) in pairs.items() if base is not None}
            touched = {path for path, (_, text) in new.items() if path in checked or text != old.get(path, ("", ""))[1]}
            codes = {code for code, _ in touched}
            for path, (original, text) in new.items():
                old_original, old_text = old.get(path, ("", ""))
                if edited not in ("", file):
                    if path in bases and (original, text) != (old_original, old_text):
                        base = original if bases[path] == old_original else bases[path]
                        records[" ".join((entry, *path))] = f"{self._mark(text)} {base}"
                    continue
                up_to_date = path in touched or (original == old_original and path not in bases and path[0] in codes)
                if up_to_date or (old_original and original != old_original):
                    base = original if up_to_date else bases.get(path, old_original)
                    records[" ".join((entry, *path))] = f"{self._mark(text)} {base}"
        text = json.dumps(records, ensure_ascii=False, indent=0, sort_keys=True)
        return {} if self.problem or records == self._records else {ORIGINALS: f"{text}\n".encode(errors="replace")}


def _words(value: Value) -> str:
    """Return the words of a value; a different break of its lines is no change."""
    return " ".join(word for _, text in scalars(value) for word in text.split())
