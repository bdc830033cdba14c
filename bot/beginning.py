"""What has to be in order before a start: the newest schema, and keys that are this database's."""

from bot.config import Config, ConfigProblem
from models import schema
from models.database import Database
from models.people import keys
from models.people.keys import WAY_OUT, KeysProblem
from models.resealing import fitting


async def require(db: Database, config: Config) -> None:
    """ConfigProblem unless database and keys are fit: asked before Telegram is waited for."""
    if await schema.present(db) != schema.newest():
        raise ConfigProblem(
            "the database is not up to date: 请先运行 huiyin db upgrade (run it first)"
        )
    try:
        async with db.reading() as tx:
            await fitting.require(tx, config.privacy.keys_file)
        keys.current()  # the file is made now, if it can be: not when the first words come
    except KeysProblem as problem:
        raise ConfigProblem(
            f"[privacy] keys_file: {problem}: 请换回原来的密钥文件，没有丢失任何内容 ({WAY_OUT})"
        ) from None
