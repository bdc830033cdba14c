"""How a platform wants its sheet, and how one is reached that speaks Open311."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr

from models.issues.states import Category

FIELDS = (
    "number",
    "title",
    "words",
    "category",
    "place",
    "urgency",
    "reported_at",
    "wish",
    "mode",
    "pin",
    "name",
    "phone",
    "address",
)
#: Columns with these are contact data: each report in the sheet is then a look that is logged.
CONTACT = frozenset({"name", "phone", "address"})


def _is_column(text: str) -> str:
    heading, _, field = text.rpartition("=")
    if not heading or field not in FIELDS:
        raise ValueError(f'has to be like "heading=field", the field one of {", ".join(FIELDS)}')
    return text


Column = Annotated[str, AfterValidator(_is_column)]

_DEFAULT = (
    "编号=number",
    "诉求标题=title",
    "诉求内容=words",
    "诉求类别=category",
    "事发地址=place",
    "紧急程度=urgency",
    "反映时间=reported_at",
    "期望=wish",
)


class Platform(BaseModel):
    """The table [platform]: columns of the sheet in the platform's order, and its Open311 server.

    `category_names` says what the platform calls a category, where that differs.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    columns: tuple[Column, ...] = Field(default=_DEFAULT, min_length=1)
    category_names: dict[Category, str] = {}
    chase_days: int = Field(default=5, ge=1)  # working days without a result, then staff are told
    open311_url: str = Field(default="", pattern=r"^(https?://[^\s?#]+)?$")
    open311_key: SecretStr = SecretStr("")
    open311_jurisdiction: str = ""
    open311_format: Literal["json", "xml"] = "json"  # every server has XML, most have JSON
    open311_media: bool = False  # send the address of a picture along, made anew and signed
    open311_services: dict[Category, str] = {}  # service_code of the server, by category

    @property
    def headings(self) -> tuple[tuple[str, str], ...]:
        """Return heading and field of each column, in order."""
        pairs = (one.rpartition("=") for one in self.columns)
        return tuple((heading, field) for heading, _, field in pairs)

    @property
    def shows_contact(self) -> bool:
        """Tell whether a column holds contact data."""
        return any(field in CONTACT for _heading, field in self.headings)


class _Present:
    platform = Platform()


def use(platform: Platform) -> None:
    """Say how this process speaks to the platform."""
    _Present.platform = platform


def current() -> Platform:
    """Return how the platform is spoken to."""
    return _Present.platform
