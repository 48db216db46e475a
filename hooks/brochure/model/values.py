"""Kinds of text that an author may write, each with its check.

What a check refuses it names by a key of `messages.py`. Every scalar of a file comes in as text.
"""

import re
import unicodedata
from collections.abc import Callable
from typing import Annotated, cast

from markdown.extensions.toc import slugify
from pydantic import (
    AfterValidator,
    BeforeValidator,
    GetJsonSchemaHandler,
    PlainValidator,
    ValidationInfo,
    WithJsonSchema,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, PydanticKnownError

from brochure.author.messages import AUTHOR_LANGUAGES, DEFAULT, catalogue
from brochure.model.colours import is_readable, nearest_readable
from brochure.model.prose import PICTURE_NAME, Prose

LANGUAGE_CODE = "[a-z]{2,3}(-[a-z0-9]+)*"
"""A language's code as BCP 47 has it, in small letters; no key of a file is so short."""
INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
"""Characters that nobody sees and no text needs."""
DOCUMENT = re.compile(r".*\.(docx?|odt|pages|rtf|pdf|xlsx?|ods|pptx?|odp)", re.IGNORECASE)
"""The name of a file that an office program makes."""
MAX_TEXT = 300
"""Characters of a text of one line; a longer one has probably swallowed the lines below it."""
MAX_POSTCODE = 10
"""Characters; no country's postcode has more."""
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2)
"""Those of the digits of a Finnish business ID."""
MAX_SLUG = 100
"""Characters of an address part; file systems end at 255 bytes for a name."""


def refuse(key: str, **values: object) -> PydanticCustomError:
    """The error that carries a message's key and values through pydantic."""
    return PydanticCustomError(key, key, values)


def make_slug(title: str) -> str:
    """The address part made from a title: `Työparin työnohjaus` gives `tyoparin-tyonohjaus`; may be empty."""
    return slugify(title.replace("_", "-"), "-").strip("-")


def is_seen(text: str) -> bool:
    """Whether there is anything to see in a text."""
    return any(unicodedata.category(character)[0] not in "CZ" for character in text)


def _tidy(text: str) -> str:
    """One line, without the spaces at its ends."""
    text = text.strip()
    if "\n" in text:
        raise refuse("paragraphs")
    if len(text) > MAX_TEXT:
        raise refuse("long_text", limit=MAX_TEXT)
    return re.sub(r"[ \t\n]+", " ", text)


def some(text: str) -> str:
    """The text itself; an empty one is refused."""
    if not text:
        raise refuse("empty")
    return text


def _linkless(text: str) -> str:
    if re.search(r"\[[^\]]+\]\([^)]*\)", text):
        raise refuse("plain_link")
    return text


def _slug(text: str) -> str:
    if len(text) > MAX_SLUG:
        raise refuse("long_slug", limit=MAX_SLUG)
    if text and not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text):
        last = text.rstrip("/").rpartition("/")[2]
        raise refuse("not_slug", suggestion=make_slug(last.replace(".", "-")) or "tiimityonohjaus")
    return text


def _prefix(text: str) -> str:
    if not re.fullmatch(r"/([a-z0-9-]+/)*", text):
        raise refuse("not_prefix")
    return text


def _locale(text: str) -> str:
    if not re.fullmatch(r"[a-z]{2,3}_[A-Z]{2}", text):
        raise refuse("not_locale")
    return text


def _postcode(text: str) -> str:
    if len(text) > MAX_POSTCODE or not re.fullmatch(r"(?=.*[0-9])[A-Z0-9]+([ -][A-Z0-9]+)?", text):
        raise refuse("not_postcode")
    return text


def _business_id(text: str) -> str:
    """A Finnish business ID (Y-tunnus) as the register writes it; a hyphen, a first zero or a VAT number may be meant.

    The last digit is a check: the sum of the others, each by its weight, modulo 11. A remainder of 0 gives 0,
    any other is taken from 11, and one of 1, which would give 10, nobody has (Finnish Tax Administration,
    "Yritys- ja yhteisötunnuksen ja henkilötunnuksen tarkistusmerkin tarkistuslaskenta").
    """
    if not text:
        return text
    written = re.fullmatch(r"(?:FI)?([0-9]{6,7})[-–]?([0-9])", re.sub(r"\s", "", text), re.IGNORECASE)
    if not written:
        raise refuse("not_business_id")
    number, check = written[1].zfill(7), int(written[2])
    remainder = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=True)) % 11
    if check != (11 - remainder) % 11:
        raise refuse("business_id_digit", digit=check)
    return f"{number}-{check}"


def _gone(text: str) -> str:
    path = text.strip("/") + "/"
    if not re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*/)+", path):
        raise refuse("not_path")
    return path


def _colour(text: str) -> str:
    digits = text.lower().removeprefix("#")
    if text and not re.fullmatch(r"[0-9a-f]{6}", digits):
        raise refuse("not_colour")
    if text and not is_readable(f"#{digits}"):
        raise refuse("pale_colour", near=nearest_readable(f"#{digits}"))
    return text and f"#{digits}"


def _logo(text: str) -> str:
    if text and not (PICTURE_NAME.fullmatch(text) and text.endswith((".svg", ".png"))):
        raise refuse("not_logo")
    return text


def _number(value: object) -> object:
    if not (isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,9}", value)):
        raise refuse("not_number")
    return value


def _read(value: object, info: ValidationInfo) -> Prose:
    """A text of Markdown, as whoever reads the file reads it: the context of a check is a function for that."""
    if not isinstance(value, str):
        raise PydanticKnownError("string_type")
    read = cast("Callable[[str], Prose]", info.context)
    return read(value)


def _answered(prose: Prose) -> Prose:
    if not prose and not prose.findings:
        raise refuse("empty")
    return prose


def _author_language(text: str) -> str:
    if text not in AUTHOR_LANGUAGES:
        raise refuse("not_choice", choices=", ".join(AUTHOR_LANGUAGES))
    return text


def remark_names() -> list[str]:
    """Return the names of all remarks, which are their keys in the catalogue."""
    return sorted(catalogue(DEFAULT)["remarks"])


class _RemarkSchema:
    """Offers the names of remarks in an editor; the catalogue is loaded on demand, since that is slow."""

    def __get_pydantic_json_schema__(self, _: CoreSchema, __: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"anyOf": [{"enum": remark_names()}, SOME]}


def _flag(value: object) -> object:
    if value not in ("true", "false", True, False):
        raise refuse("not_choice", choices="true, false")
    return value


_SCALAR = ["string", "number", "boolean"]
"""What YAML may take a text without quotation marks for; to the loader all of it is text."""
SOME: JsonSchemaValue = {"type": _SCALAR, "pattern": r"\S"}
"""What an editor takes for a text that has to be there."""
ANY: JsonSchemaValue = {"type": [*_SCALAR, "null"]}
"""What it takes for one that may be left out."""

OptionalText = Annotated[str, AfterValidator(_tidy), WithJsonSchema(ANY)]
Text = Annotated[str, AfterValidator(_tidy), AfterValidator(some), WithJsonSchema(SOME)]
LinklessText = Annotated[Text, AfterValidator(_linkless)]
Body = Annotated[Prose, PlainValidator(_read), WithJsonSchema(ANY)]
Answer = Annotated[Prose, PlainValidator(_read), AfterValidator(_answered), WithJsonSchema(SOME)]
Slug = Annotated[OptionalText, AfterValidator(_slug), WithJsonSchema({**ANY, "pattern": "^([a-z0-9]+(-[a-z0-9]+)*)?$"})]
FormerSlug = Annotated[Text, AfterValidator(_slug), WithJsonSchema({**SOME, "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"})]
FileName = FormerSlug
"""The name of a file without its ending, which is a part of an address too."""
GonePath = Annotated[Text, AfterValidator(_gone), WithJsonSchema({**SOME, "pattern": "^/?[a-z0-9-]+(/[a-z0-9-]+)*/?$"})]
Prefix = Annotated[Text, AfterValidator(_prefix), WithJsonSchema({"type": "string", "pattern": "^/([a-z0-9-]+/)*$"})]
Locale = Annotated[
    Text, AfterValidator(_locale), WithJsonSchema({"type": "string", "pattern": "^[a-z]{2,3}_[A-Z]{2}$"})
]
Postcode = Annotated[
    Text, AfterValidator(_postcode), WithJsonSchema({**SOME, "pattern": "^[A-Z0-9]+([ -][A-Z0-9]+)?$"})
]
BusinessId = Annotated[
    OptionalText,
    AfterValidator(_business_id),
    WithJsonSchema({**ANY, "pattern": "^([FIfi 0-9–-]*[0-9] *)?$"}),
]
Colour = Annotated[OptionalText, AfterValidator(_colour), WithJsonSchema({**ANY, "pattern": "^(#?[0-9a-fA-F]{6})?$"})]
LogoName = Annotated[
    OptionalText, AfterValidator(_logo), WithJsonSchema({**ANY, "pattern": r"^([a-z0-9-]+\.(svg|png))?$"})
]
Number = Annotated[
    int, BeforeValidator(_number), WithJsonSchema({"type": ["integer", "string"], "pattern": "^-?[0-9]{1,9}$"})
]
RemarkName = Annotated[Text, _RemarkSchema()]
"""Any name: one that is no remark any more is reported as a remark, so that remarks can be removed."""
AuthorLanguage = Annotated[Text, AfterValidator(_author_language), WithJsonSchema({"enum": [*AUTHOR_LANGUAGES]})]
Flag = Annotated[bool, BeforeValidator(_flag), WithJsonSchema({"enum": [True, False, "true", "false"]})]
