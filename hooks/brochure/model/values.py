"""The kinds of text that an author may write, each with its check and its JSON Schema. Every scalar is text."""

import difflib
import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Annotated, cast

from markdown.extensions.toc import slugify
from pydantic import (
    AfterValidator,
    BeforeValidator,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PlainValidator,
    ValidationInfo,
    WithJsonSchema,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, PydanticKnownError, PydanticUseDefault, core_schema

from brochure.model.colours import nearest_readable
from brochure.model.prose import Prose

LANGUAGE_CODE = "[a-z]{2,3}(-[a-z0-9]+)*"
"""A language's code after BCP 47, in lower case; no key of a file is so short."""
INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
"""Invisible characters that no text needs."""
UNSEEN = re.compile("[\u00a0\u00ad\u2000-\u200f\u202f\u205f-\u2064\u3000\ufe00-\ufe0f]")
"""Spaces that are not U+0020, and characters without a width: right in a text, wrong in a value of a fixed form."""
DOCUMENT = re.compile(r".*\.(docx?|odt|pages|rtf|xlsx?|ods|pptx?|odp)", re.IGNORECASE)
"""The name of a document of an office program, which is not published; a PDF of it is."""
SLUG = "[a-z0-9]+(-[a-z0-9]+)*"
MAX_TEXT = 300
"""Characters of a text of one line; a longer one has probably swallowed the lines below it."""
MAX_SLUG = 100
"""Characters of an address part; file systems allow 255 bytes for a name."""
_SCALAR = ["string", "number", "boolean"]
"""The types that YAML may give to unquoted text; the loader reads all of them as text."""
SOME: JsonSchemaValue = {"type": _SCALAR, "pattern": r"\S"}
ANY: JsonSchemaValue = {"type": [*_SCALAR, "null"]}
"""The schemas of a required and of an optional text."""


def refuse(key: str, **values: object) -> PydanticCustomError:
    """Return the error that carries a message's key and values through pydantic."""
    return PydanticCustomError(key, key, values)


def nearest(name: str, known: Collection[str], likeness: float = 0.6) -> list[str]:
    """Return the known name that `name` most likely misspells, or an empty list."""
    return difflib.get_close_matches(name.lower(), known, 1, likeness)


def make_slug(title: str) -> str:
    """Return the address part made from a title: `tyoparin-tyonohjaus` of `Työparin työnohjaus`; may be empty."""
    return slugify(title.replace("_", "-"), "-").strip("-")


def is_seen(text: str) -> bool:
    """Return whether a text has a visible character."""
    return any(unicodedata.category(character)[0] not in "CZ" for character in text)


def folded(text: str) -> str:
    """Return a text in lower case, without soft hyphens and characters without a width."""
    return re.sub("[\u00ad\u200b-\u200d\u2060]", "", text).casefold()


@dataclass(frozen=True)
class Pattern:
    """A regular expression for a text, which the loader checks and the editor underlines."""

    pattern: str
    key: str
    """The key of the message about a text that does not match."""
    values: Callable[[str], Mapping[str, object]] = lambda _: {}
    """Makes the values of that message from the text."""

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self._check, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        inner = handler(schema)  # an optional text has no pattern yet, and may be empty
        return {**inner, "pattern": f"^(?:{self.pattern}){'' if 'pattern' in inner else '?'}$"}

    def _check(self, text: str) -> str:
        if text and not re.fullmatch(self.pattern, text):
            raise refuse(self.key, **self.values(text))
        return text


@dataclass(frozen=True)
class OneOf:
    """The choices of a key, which may be left out."""

    choices: tuple[str, ...]

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(self._check, handler(source))

    def __get_pydantic_json_schema__(self, _: CoreSchema, __: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"enum": [*self.choices, "", None]}

    def _check(self, value: object) -> object:
        return _chosen(value, self.choices)


def _chosen(value: object, choices: Collection[str]) -> object:
    """Return one of the choices. Raise an error for another text, and for a list or a block."""
    if value == "":
        raise PydanticUseDefault
    if not isinstance(value, str):
        raise refuse("one_choice", choices=", ".join(choices))
    if value not in choices:
        raise refuse("not_choice", text=value, choices=", ".join(choices))
    return value


def _tidy(text: str) -> str:
    """Return a text of one line without the spaces at its ends."""
    text = text.strip()
    if "\n" in text:
        raise refuse("paragraphs")
    if len(text) > MAX_TEXT:
        raise refuse("long_text", limit=MAX_TEXT)
    return re.sub(r"[ \t]+", " ", text)


def not_empty(text: object) -> object:
    """Return a text or a prose. Raise an error if it is empty."""
    if not text:
        raise refuse("empty")
    return text


def _linkless(text: str) -> str:
    if re.search(r"\[[^\]]+\]\([^)]*\)", text):
        raise refuse("plain_link")
    return text


def _short(slug: str) -> str:
    if len(slug) > MAX_SLUG:
        raise refuse("long_slug", limit=MAX_SLUG)
    return slug


def _suggested(text: str) -> Mapping[str, object]:
    last = text.rstrip("/").rpartition("/")[2]
    return {"suggestion": make_slug(last.replace(".", "-")) or "tiimityonohjaus"}


def _business_id(text: str) -> str:
    """Return a Finnish business ID (Y-tunnus) as the register writes it, also of one without hyphen or of a VAT number.

    With its last digit, the weighted sum of the digits is a multiple of 11 (Finnish Tax Administration, "Yritys- ja
    yhteisötunnuksen ja henkilötunnuksen tarkistusmerkin tarkistuslaskenta").
    """
    if not text:
        return text
    written = re.fullmatch(r"(?:FI)?([0-9]{6,7})[-–]?([0-9])", re.sub(r"\s", "", text), re.IGNORECASE)
    if not written:
        raise refuse("not_business_id")
    number, check = written[1].zfill(7), int(written[2])
    if check != -sum(int(digit) * weight for digit, weight in zip(number, (7, 9, 10, 5, 8, 4, 2), strict=True)) % 11:
        raise refuse("business_id_digit", digit=check)
    return f"{number}-{check}"


def _readable(text: str) -> str:
    colour = f"#{text.lower().removeprefix('#')}"
    if text and (near := nearest_readable(colour)) != colour:
        raise refuse("pale_colour", near=near)
    return text and colour


def _number(value: object) -> object:
    if value == "":
        raise PydanticUseDefault
    if not (isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,9}", value)):
        raise refuse("not_number")
    return value


def _read(value: object, info: ValidationInfo) -> Prose:
    """Return the prose of a text of Markdown; the validation's context is the function that reads it."""
    if not isinstance(value, str):
        raise PydanticKnownError("string_type")
    return cast("Callable[[str], Prose]", info.context)(value)


def _flag(value: object) -> object:
    return value if isinstance(value, bool) else _chosen(value, ("true", "false"))


OptionalText = Annotated[str, AfterValidator(_tidy), WithJsonSchema(ANY)]
Text = Annotated[str, AfterValidator(_tidy), AfterValidator(not_empty), WithJsonSchema(SOME)]
LinklessText = Annotated[Text, AfterValidator(_linkless)]
Body = Annotated[Prose, PlainValidator(_read), WithJsonSchema(ANY)]
Answer = Annotated[Prose, PlainValidator(_read), AfterValidator(not_empty), WithJsonSchema(SOME)]
Slug = Annotated[OptionalText, AfterValidator(_short), Pattern(SLUG, "not_slug", _suggested)]
FileName = Annotated[Text, AfterValidator(_short), Pattern(SLUG, "not_slug", _suggested)]
"""The name of a file without its ending, which is a part of an address too."""
GonePath = Annotated[
    Text, Pattern(f"/*{SLUG}(/{SLUG})*/*", "not_path"), AfterValidator(lambda text: f"{text.strip('/')}/")
]
"""An address below the site's root; it ends with a slash."""
Prefix = Annotated[Text, Pattern("/([a-z0-9-]+/)*", "not_prefix")]
Locale = Annotated[Text, Pattern("[a-z]{2,3}_[A-Z]{2}", "not_locale")]
Postcode = Annotated[
    OptionalText,
    Pattern("(?=.{1,10}$)(?=.*[0-9])(?!.*[A-Z][a-z]|[0-9]+ [a-z]{3})[A-Za-z0-9]+([ -][A-Za-z0-9]+)?", "not_postcode"),
    AfterValidator(str.upper),
]
"""No country's postcode has more than 10 characters; a town may follow it by mistake."""
BusinessId = Annotated[
    OptionalText, AfterValidator(_business_id), WithJsonSchema({**ANY, "pattern": "^([FIfi 0-9–-]*[0-9] *)?$"})
]
Colour = Annotated[OptionalText, Pattern("#?[0-9a-fA-F]{6}", "not_colour"), AfterValidator(_readable)]
LogoName = Annotated[OptionalText, Pattern(rf"{SLUG}\.(svg|png)", "not_logo")]
Number = Annotated[int, BeforeValidator(_number), WithJsonSchema({**ANY, "pattern": "^(-?[0-9]{1,9})?$"})]
Flag = Annotated[bool, BeforeValidator(_flag), WithJsonSchema({"enum": [True, False, "true", "false", "", None]})]
