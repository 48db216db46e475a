"""The originals of translations: each text as it was when its translation was last changed.

A text is the value of a key in a language's block, and its original the one in the root language. The file `ORIGINALS`
has a line for each translation that the editor has saved: a digest of it, and its original then. Git's history answers
for a translation that is not there, or has another digest and another original now.
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
from brochure.model.kinds import keys_with
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
        self.codes = [language.code for language in draft.in_order()]  # that of the originals first
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
        for path, (now, translation) in self._texts(source).items():
            mark, _, original = self._records.get(" ".join((entry, *path)), "").partition(" ")
            then = original if original == now or mark == self._mark(translation) else None
            if now and then is None and self._has_history and (changes := history()):
                then = self._committed(source, changes, path, now)
            if now:
                pairs[path] = (then, now)
        return pairs

    @cached_property
    def _has_history(self) -> bool:
        """True if git has a history of the content."""
        return not lacks_history(self.draft.folder)

    def behind(self, source: Source) -> dict[TextPath, tuple[str, str]]:
        """Return the translations that are older than their originals, with these at the last change and now."""
        pairs = self._pairs(source).items()
        return {path: (then, now) for path, (then, now) in pairs if then is not None and then != now}

    def _committed(self, source: Source, changes: Sequence[tuple[int, str]], path: TextPath, now: str) -> str:
        """Return the original in the commit that last changed a translation, or `now` if it has not changed since."""
        places = ((source.key_at(each).line, source.span(each).end_line) for each in ((self.codes[0], path[1]), path))
        original, translation = (max(changes[first - 1 : last], default=(0, "")) for first, last in places)
        if original[0] <= translation[0]:
            return now
        old = Source(self.draft.folder, "", committed(self.draft.folder, translation[1]))
        return self._texts(old).get(path, ("", ""))[0]

    def _texts(self, source: Source) -> dict[TextPath, tuple[str, str]]:
        """Return each translation behind its original, which is empty if there is none."""
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
        """Return the state of an entry in a language: that of its oldest text."""
        thens = [then for path, (then, _) in self._pairs(source).items() if path[0] == code]
        older = any(path[0] == code for path in self.behind(source))
        there: State = "older" if older else "unknown" if None in thens else "complete"
        return there if source.data.get(code) else "missing"

    def saved(
        self, files: Mapping[str, bytes | None], checked: Collection[KeyPath] = (), edited: str = ""
    ) -> dict[str, bytes | None]:
        """Return the file as a save of `files` leaves it, or nothing if it stays or cannot be read.

        The author has found the `checked` translations to be right for their originals. A save of one translation
        vouches for those of its language and file about which nothing is known. If one file is the `edited` one, the
        others only follow it: what was older than its original stays so.
        """
        records = dict(self._records)
        for file in (file for file in files if file.endswith(".yml")):
            entry = file.removesuffix(".yml")
            folder, _, name = entry.rpartition("/")
            source = self.draft.sources.get((folder, name))
            old, pairs = (self._texts(source), self._pairs(source)) if source else ({}, {})
            new = self._texts(Source(self.draft.folder, file, files[file] or b""))
            known = {path: then for path, (then, _) in pairs.items() if then is not None}
            fresh = {path for path, (_, text) in new.items() if path in checked or text != old.get(path, ("", ""))[1]}
            vouched = {code for code, _ in fresh}
            for path, (now, text) in new.items():
                was, before = old.get(path, ("", ""))
                if edited not in ("", file):
                    if path in known and (now, text) != (was, before):
                        then = now if known[path] == was else known[path]
                        records[" ".join((entry, *path))] = f"{self._mark(text)} {then}"
                    continue
                follows = path in fresh or (now == was and path not in known and path[0] in vouched)
                if follows or now != was:
                    then = now if follows else known.get(path, was)
                    records[" ".join((entry, *path))] = f"{self._mark(text)} {then}"
        text = json.dumps(records, ensure_ascii=False, indent=0, sort_keys=True)
        return {} if self.problem or records == self._records else {ORIGINALS: f"{text}\n".encode(errors="replace")}


def _words(value: Value) -> str:
    """Return the words of a value; a different break of its lines is no change."""
    return " ".join(word for _, text in scalars(value) for word in text.split())
