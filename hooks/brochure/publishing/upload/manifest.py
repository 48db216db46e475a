"""The list on the server of all that has been published there. Only what it names is ever deleted."""

import hashlib
from pathlib import Path
from typing import Annotated, NamedTuple

from pydantic import BaseModel, ConfigDict, StringConstraints

LIST = ".brochure.json"
_PART = r"[^/\\\x00-\x1f]*[^/\\\x00-\x1f.][^/\\\x00-\x1f]*"
"""A name that a build can make: not empty, `.` or `..`, and without slash, backslash or control character."""
FilePath = Annotated[str, StringConstraints(pattern=rf"^{_PART}(/{_PART})*$", max_length=1000)]


class Stamp(NamedTuple):
    """A file's content, as far as it needs to be compared."""

    digest: str
    """Empty while the file is being replaced or deleted."""
    size: int


class Manifest(BaseModel):
    """The site's address and its files, as the server has them."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    address: str
    files: dict[FilePath, Stamp]


def stamps(folder: Path) -> dict[str, Stamp]:
    """Return the stamp of each file of a built site, by its path below the `folder`."""
    found = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        content = path.read_bytes()
        found[path.relative_to(folder).as_posix()] = Stamp(hashlib.sha256(content).hexdigest(), len(content))
    return found
