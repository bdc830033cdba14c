"""How a command gets into the room: configuration, keys, database; and how it says no."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn, TypeVar

import typer

from bot import config as configuration
from bot.cli import notices as n
from bot.config import Config, ConfigProblem
from handlers.kit import texts
from models import schema
from models.database import Database, Transaction
from models.errors import Refusal
from models.limits import settings as limits
from models.messages.notices import Notice
from models.outages import is_unavailable
from models.people import keys
from models.people.keys import KeysProblem
from models.platforms import settings as platforms
from models.privacy import settings as keeping
from models.resealing import fitting
from reports.templates import folder as templates

T = TypeVar("T")

_DEFAULT = Path("config.toml")
ZONE = "Asia/Shanghai"


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """What a command works with."""

    config: Config
    db: Database

    @property
    def bot_id(self) -> int:
        """Return the bot's number, which its token begins with; Refusal without a token."""
        number, _, _secret = self.config.telegram.token.get_secret_value().partition(":")
        if not number.isdigit():
            raise Refusal(n.TokenMissing())
        return int(number)


def words(notice: Notice, *, zone: str = ZONE) -> str:
    """Return a notice in every language, one below the other."""
    said = (texts.say(notice, locale=one, zone_name=zone) for one in texts.LOCALES)
    return "\n".join(texts.plain_words(one) for one in said)


def say(notice: Notice, *, zone: str = ZONE) -> None:
    """Print a notice."""
    typer.echo(words(notice, zone=zone))


def complain(notice: Notice) -> None:
    """Print a notice to standard error."""
    typer.echo(words(notice), err=True)


def refuse(notice: Notice) -> NoReturn:
    """Print a notice to standard error and stop with status 1."""
    complain(notice)
    raise typer.Exit(1)


def configured(context: typer.Context) -> Config:
    """Read the configuration of this call; stop with plain words if it cannot be used."""
    named: Path | None = context.find_root().obj
    if named is not None and not named.exists():
        refuse(n.ConfigMissing(path=str(named)))
    with said():
        config = configuration.load(named or _DEFAULT)
    keys.use(config.privacy.keys_file)
    templates.use(config.templates.folder)
    limits.use(config.limits)
    keeping.use(config.privacy)
    platforms.use(config.platform)
    return config


def work(
    context: typer.Context, do: Callable[[Room], Awaitable[T]], *, any_schema: bool = False
) -> T:
    """Do something with the database; whatever stands against it is said, with status 1.

    The database has to be up to date, unless the command is about that.
    """
    config = configured(context)

    async def inside() -> T:
        async with _opened(config, any_schema=any_schema) as room:
            return await do(room)

    with said():
        return asyncio.run(inside())


@contextmanager
def said() -> Iterator[None]:
    """Say in plain words what stands against the work inside, and stop with status 1."""
    try:
        yield
    except ConfigProblem as problem:
        typer.echo(str(problem), err=True)
        raise typer.Exit(1) from None
    except Refusal as refusal:
        refuse(refusal.notice)
    except KeysProblem as problem:
        refuse(n.KeysUnfit(problem=str(problem)))
    except Exception as problem:
        if is_unavailable(problem):
            refuse(n.DatabaseAway(problem=type(problem).__name__))
        if isinstance(problem, OSError):  # about a file, then
            reason = problem.strerror or type(problem).__name__
            refuse(n.FileUnreadable(path=str(problem.filename), problem=reason))
        raise


@asynccontextmanager
async def _opened(config: Config, *, any_schema: bool) -> AsyncIterator[Room]:
    async with Database(config.database.url.get_secret_value()) as db:
        if not any_schema:
            await require_newest(db)
            async with db.reading() as tx:
                await require_keys(tx, config)
        yield Room(config=config, db=db)


async def require_newest(db: Database) -> str:
    """Return the revision; Refusal unless the database is up to date."""
    present = await schema.present(db)
    if present != schema.newest():
        raise Refusal(n.SchemaOld(present=present, newest=schema.newest()))
    return present or ""


async def require_keys(tx: Transaction, config: Config) -> None:
    """Refuse keys that do not open what is sealed, before a lost file is silently made anew."""
    await fitting.require(tx, config.privacy.keys_file)
