"""The buttons of courses, series and study sessions."""

from typing import ClassVar

from handlers.kit.buttons import Button, Choice, Press
from handlers.kit.screens import Keyboard, under
from handlers.screens.materials import Do, Look, ToDesk
from models.materials import shelf_notices as n
from models.materials.library import COURSE


class IntoCourse(Button):
    """File a material into this course."""

    code: ClassVar[str] = "zc"
    group_id: int
    material_id: int
    course_id: int


class NewCourse(Button):
    """Begin a course with this material."""

    code: ClassVar[str] = "zo"
    group_id: int
    material_id: int


class IntoSeries(Button):
    """File a material into the queue of this series."""

    code: ClassVar[str] = "ze"
    group_id: int
    material_id: int
    series_id: int


class NewSeries(Button):
    """Begin a series."""

    code: ClassVar[str] = "zj"
    group_id: int


class StopSeries(Button):
    """Stop a series, or let it go on."""

    code: ClassVar[str] = "zz"
    group_id: int
    series_id: int


class ToSession(Button):
    """It belongs to this study session."""

    code: ClassVar[str] = "zi"
    group_id: int
    material_id: int
    activity_id: int


def written(number: int) -> str:
    """Return a number in base 36, as the words of a button may hold it."""
    digits, out = "0123456789abcdefghijklmnopqrstuvwxyz", ""
    while number:
        number, rest = divmod(number, 36)
        out = digits[rest] + out
    return out or "0"


@under(n.Courses)
def courses(notice: n.Courses) -> Keyboard:
    """Offer each course: to look at, or to file into."""
    group, material = notice.group_id, notice.material_id
    if material:
        about = {"group_id": group, "material_id": material}
        return [
            *(Choice(IntoCourse(**about, course_id=one), words) for one, words in notice.lines),
            Press(NewCourse(**about), "materials.b_new_course"),
            Press(Do(**about, act="manage"), "materials.b_manage"),
        ]
    rows: list[Choice | Press] = [
        Choice(Look(group_id=group, what=f"{COURSE}{written(one)}", page=0), f"📚 {words}")
        for one, words in notice.lines
    ]
    if notice.is_staff:
        return [*rows, Press(ToDesk(group_id=group), "materials.b_desk")]
    return [*rows, Press(Look(group_id=group, what="home", page=0), "materials.b_library")]


@under(n.AllSeries)
def all_series(notice: n.AllSeries) -> Keyboard:
    """Offer to file into one, or to stop one and begin another."""
    group, material = notice.group_id, notice.material_id
    if material:
        about = {"group_id": group, "material_id": material}
        return [
            *(
                Choice(IntoSeries(**about, series_id=one.series_id), one.title)
                for one in notice.lines
            ),
            Press(Do(**about, act="manage"), "materials.b_manage"),
        ]
    rows = [
        Press(
            StopSeries(group_id=group, series_id=one.series_id),
            "materials.b_stop" if one.next_at else "materials.b_go_on",
            (("text", one.title[:20]),),
        )
        for one in notice.lines
    ]
    new = Press(NewSeries(group_id=group), "materials.b_new_series")
    return [*rows, new, Press(ToDesk(group_id=group), "materials.b_desk")]


@under(n.Sessions)
def sessions(notice: n.Sessions) -> Keyboard:
    """Offer each session."""
    about = {"group_id": notice.group_id, "material_id": notice.material_id}
    return [
        *(Choice(ToSession(**about, activity_id=one), words) for one, words, _at in notice.lines),
        Press(Do(**about, act="manage"), "materials.b_manage"),
    ]


@under(n.Attached)
def attached(notice: n.Attached) -> Keyboard:
    """Lead back to the material."""
    about = {"group_id": notice.group_id, "material_id": notice.material_id}
    return [Press(Do(**about, act="manage"), "materials.b_manage")]


@under(n.Filed)
def filed(notice: n.Filed) -> Keyboard:
    """Lead back to the material."""
    about = {"group_id": notice.group_id, "material_id": notice.material_id}
    return [Press(Do(**about, act="manage"), "materials.b_manage")]
