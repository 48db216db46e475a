"""The form of one document: its fields and their messages, with the values of the file or those that were sent."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cached_property
from typing import Any

from brochure.editing.fields import Field
from brochure.editing.folder import Document, Folder, Note
from brochure.editing.merging import Merged, merge
from brochure.reading.yaml_reader import KeyPath, Value, scalars


@dataclass
class Form:
    """A document's form, with the values of its file or with those that were sent."""

    folder: Folder
    document: Document
    sent: dict[str, Any] | None = None
    """The values that were sent; None if the form shows the file."""
    base: str = ""
    """The values of the file when the form was shown, as JSON, to find the author's changes."""
    refused: Sequence[Note] = ()
    """The messages about what was sent."""
    collided: Mapping[KeyPath, Value] = field(default_factory=dict)
    """The file's values of fields that have been changed both there and in the form."""
    focus: str = ""
    """The id of the control in which the author continues after a change of rows."""

    def __post_init__(self) -> None:
        self.base = self.base or json.dumps(self.current.value, ensure_ascii=False)

    @cached_property
    def current(self) -> Field:
        """The fields with the file's values."""
        return self.folder.fields(self.document).of(self.document.source.data)

    @cached_property
    def typed(self) -> Field:
        """The fields with the values to show."""
        return self.current if self.sent is None else self.folder.fields(self.document).of(self.sent)

    @property
    def fits(self) -> bool:
        """True if the form has a field for each text of the file, so that it hides none."""
        source = self.document.source
        places = {each.path for each in self.current.walk() if isinstance(each.value, str)}
        return not source.problems and all(path in places for path, text in scalars(dict(source.data)) if text)

    @cached_property
    def shown(self) -> Field:
        """The fields with the values that the author changed."""
        return self.folder.fields(self.document).of(json.loads(self.base))

    def merged(self) -> Merged:
        """Return the file's values with those that were changed in the form."""
        return merge(self.shown, self.typed, self.current, self.document.source.data)

    @property
    def unsaved(self) -> Mapping[str, str]:
        """The texts that the author changed, by the names of their fields."""
        changed = merge(self.shown, self.typed, self.shown, {}).changed
        texts = {each.path: [text for _, text in scalars(each.value)] for each in changed}
        return {self.folder.name(self.typed, path): "\n".join(parts) for path, parts in texts.items()}

    @property
    def collided_texts(self) -> Mapping[str, str]:
        """The texts of `collided` by the ids of the fields."""
        texts = {path: [text for _, text in scalars(value)] for path, value in self.collided.items()}
        return {"/".join(map(str, path)): ", ".join(parts) for path, parts in texts.items()}

    @cached_property
    def notes(self) -> Mapping[str, Sequence[Note]]:
        """The notes by the id of the field where they are shown; about other documents at the empty id."""
        notes, folder = defaultdict[str, list[Note]](list), self.folder
        typed = {each.id: each.value for each in self.typed.walk()}
        for note in dict.fromkeys((*self.refused, *folder.mistakes, *folder.remarks(self.document), *folder.samples)):
            place = "/".join(map(str, note.problem.path))
            if note not in self.refused and typed.get(place) != ((field := self._in_file.get(place)) and field.value):
                continue  # the value has been changed since, or another row has its number
            while place not in typed:
                place = place.rpartition("/")[0]
            if note.document == self.document.id or note in self.refused:
                notes[place if note.document == self.document.id else ""].append(note)
        return notes

    @cached_property
    def _in_file(self) -> Mapping[str, Field]:
        return {each.id: each for each in self.current.walk()}

    def counterparts(self, names: Sequence[str]) -> Sequence[Field]:
        """Return the filled-in fields of the other languages that correspond to the fields with the ids `names`."""
        keys = [name.partition("/")[::2] for name in names]
        others = (f"{other}/{key}" for code, key in keys for other in self.folder.languages if other != code)
        return [field for other in others if (field := self._in_file.get(other)) and field.value]

    @cached_property
    def outdated(self) -> Mapping[str, Sequence[Sequence[tuple[str, str]]]]:
        """The changes in the originals of outdated translations, by the ids of the translations' fields."""
        old = self.folder.originals.outdated(self.document.source).items()
        return {"/".join(path): [*changes(base, original)] for path, (base, original) in old}

    def is_wrong(self, field: Field) -> bool:
        """Return whether there is a mistake at a field."""
        return any(note.sort == "mistake" for note in self.notes.get(field.id, ()))

    @property
    def summary(self) -> Sequence[Note]:
        """The mistakes in what was sent, else the remarks, for a list above the form."""
        notes = [note for field in self.fields for note in self.notes.get(field.id, ()) if note.sort != "sample"]
        return [*notes, *(note for note in self.refused if note not in notes)] if self.refused else notes

    def change_rows(self, action: str, path: str) -> None:
        """Add a row to the list at `path` of the sent values, or move the row at `path` up, or remove it."""
        *above, last = path.split("/")
        block: Any = self.sent
        for key in above:
            block = block[int(key)] if isinstance(block, list) else block.setdefault(key, {})
        self.focus = "/".join(above)
        if action == "add":
            block[last] = [*(block.get(last) or []), ""]
            rows = next(each for each in self.typed.walk() if each.id == path)
            self.focus = next(each.id for each in rows.parts[-1].walk() if each.widget not in ("block", "rows"))
        elif action == "remove":
            del block[int(last)]
        else:
            block.insert(max(int(last) - 1, 0), block.pop(int(last)))

    @property
    def focused(self) -> str:
        """The id of the control that has the focus: where rows were changed, else the first one with a mistake."""
        wrong = (each.id for each in self.fields if each.widget not in ("block", "rows") and self.is_wrong(each))
        return self.focus or next(wrong, "")

    @cached_property
    def fields(self) -> Sequence[Field]:
        """All fields in the order of the page."""
        return [each for cells in (*self.words, *self.settings) for field in cells for each in field.walk()]

    def used(self, fields: Sequence[Field]) -> Sequence[Field]:
        """Return the fields that are in use."""
        return [field for field in fields if not self.is_unused([field])]

    def is_unused(self, fields: Sequence[Field]) -> bool:
        """Return whether all fields are empty in the file and have no message, and none is required or Markdown."""
        return not any(
            field.required
            or field.widget == "prose"
            or ((current := self._in_file.get(field.id)) and current.is_used)
            or any(each.id in self.notes for each in field.walk())
            for field in fields
        )

    @property
    def unused_labels(self) -> Sequence[str]:
        """The labels of the fields that the form folds away because they are unused."""
        return [cells[0].label for cells in (*self.words, *self.settings) if self.is_unused(cells)]

    def has_typed(self, fields: Sequence[Field]) -> bool:
        """Return whether the author has filled in a field that was empty in the file."""
        return any(self.is_unused([field]) and field.is_used for field in fields)

    @property
    def words(self) -> Sequence[Sequence[Field]]:
        """The fields of the languages: for each key a sequence with one field a language."""
        blocks = [part.parts for part in self.typed.parts if part.path[0] in self.folder.languages]
        return list(zip(*blocks, strict=True)) if self.document.kind.words else []

    @property
    def settings(self) -> Sequence[Sequence[Field]]:
        """The fields that all languages share, alone in a sequence each."""
        codes = self.folder.languages if self.document.kind.words else ()
        return [[part] for part in self.typed.parts if part.path[0] not in codes]


def changes(before: str, after: str) -> Iterator[Sequence[tuple[str, str]]]:
    """Yield each group of changes as pairs of a mark and words: `del`, `ins`, or none for words around them."""
    old, new = before.split(), after.split()
    for group in SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(5):
        parts = []
        for kind, start, stop, new_start, new_stop in group:
            parts += [("" if kind == "equal" else "del", old[start:stop])]
            parts += [("ins", new[new_start:new_stop])] if kind != "equal" else []
        yield [(mark, " ".join(words)) for mark, words in parts if words]
