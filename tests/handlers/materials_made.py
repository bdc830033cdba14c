"""Steps that tests of study materials have in common."""

from datetime import timedelta
from typing import Any, cast

from models import clock
from models.materials import actions, composing
from models.materials.composing import Content
from models.materials.rules import UNDO, Target
from models.materials.tables import Material
from models.people.rules import OPERATOR
from tests.handlers.days import press_last
from tests.town import Town

STAFF = "周敏"


async def write_material(town: Town, *parts: str, to: str = "每位代表的私聊") -> None:
    """Let the staff write a material up to the question whether it shall leave."""
    await town.write(STAFF, "发学习资料")
    for part in parts:
        await town.write(STAFF, part)
    await press_last(town, STAFF, "✅ 发完了")
    await town.write(STAFF, "新代表法要点")
    await press_last(town, STAFF, "法律法规")
    await press_last(town, STAFF, "约 10 分钟")
    await press_last(town, STAFF, "⏭️ 跳过")
    await press_last(town, STAFF, to)
    await press_last(town, STAFF, "全体代表")
    await press_last(town, STAFF, "现在就发")
    await press_last(town, STAFF, "否")
    await press_last(town, STAFF, "✅ 确认")


async def sent_material(town: Town, **content: Any) -> int:  # noqa: ANN401
    """Send a material to the deputies, and let it arrive; return its number."""
    number = await scheduled(town, **content)
    await town.pass_time(UNDO + timedelta(seconds=1))
    return number


async def scheduled(town: Town, **content: Any) -> int:  # noqa: ANN401
    """Confirm a material that leaves in half a minute; return its number."""
    given: dict[str, Any] = {"title": "新代表法要点", "text": "代表法修改了哪些？", **content}
    async with town.app.db.transaction() as tx:
        one = await composing.compose(
            tx,
            group_id=town.group_id,
            content=cast("Content", given),
            by=OPERATOR,
            now=clock.now(),
        )
        await actions.confirm(
            tx, group_id=town.group_id, material_id=one.id, by=OPERATOR, now=clock.now()
        )
    return one.id


async def the_row(town: Town, number: int) -> Material:
    """Return a material as it is in the database now."""
    async with town.app.db.reading() as tx:
        found = await tx.get(Material, (town.group_id, number))
        assert found is not None
        return found


PRIVATE, GROUP, BOTH = Target.EACH, Target.GROUP, Target.BOTH
