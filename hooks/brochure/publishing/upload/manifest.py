"""The list on the server of all that has been published there. Only what it names is ever deleted."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

LIST = ".brochure.json"
_PART = r"[^/\\\x00-\x1f]*[^/\\\x00-\x1f.][^/\\\x00-\x1f]*"
"""A name that a build can make: not empty, `.` or `..`, and without slash, backslash or control character."""
FilePath = Annotated[str, StringConstraints(pattern=rf"^{_PART}(/{_PART})*$", max_length=1000)]


class Manifest(BaseModel):
    """The site's address, and the digests of its files on the server: empty while one is being replaced or deleted."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    address: str
    files: dict[FilePath, str]
