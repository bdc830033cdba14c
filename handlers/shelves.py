"""How the staff file materials: into courses, into series, to study sessions."""

from handlers.kit.entries import Entry, pressed
from handlers.kit.forms.flow import open_form
from handlers.kit.visit import Visit
from handlers.screens import shelves as b
from handlers.screens.materials import Do
from models.errors import Done
from models.materials import library, offering, series
from models.materials import shelf_notices as n
from models.materials.queries import the_material
from models.materials.tables import Course, Material, Series
from models.people.rules import acting


async def courses(visit: Visit, group_id: int, *, material_id: int = 0) -> n.Courses:
    """Return the courses: to look at, or to file a material into."""
    rows = await library.courses(visit.tx, group_id=group_id)
    return n.Courses(
        group_id=group_id,
        lines=tuple((row.id, row.title) for row in rows[:20]),
        material_id=material_id,
    )


async def ask_course(visit: Visit, button: Do) -> None:
    """Staff want to file a material into a course."""
    await the_material(visit.tx, button.group_id, button.material_id)
    await visit.change(await courses(visit, button.group_id, material_id=button.material_id))


async def ask_series(visit: Visit, button: Do) -> None:
    """Staff want a material to wait in a series."""
    await the_material(visit.tx, button.group_id, button.material_id)
    shown = await series.all_series(visit.tx, button.group_id)
    await visit.change(shown.model_copy(update={"material_id": button.material_id}))


async def ask_session(visit: Visit, button: Do) -> None:
    """Staff want a material to belong to a study session."""
    await the_material(visit.tx, button.group_id, button.material_id)
    rows = await offering.sessions(visit.tx, button.group_id)
    await visit.change(
        n.Sessions(
            group_id=button.group_id,
            material_id=button.material_id,
            lines=tuple((row.id, row.title, row.starts_at) for row in rows),
        )
    )


async def into_course(visit: Visit) -> None:
    """Staff choose the course."""
    button = visit.pressed(b.IntoCourse)
    await file_into(visit, button.group_id, button.material_id, button.course_id)
    await visit.toast(Done())


async def file_into(visit: Visit, group_id: int, material_id: int, course_id: int) -> None:
    """File a material as the last of a course, and say where it lies."""
    staff = await visit.staff(group_id)
    about = {"group_id": group_id, "material_id": material_id, "course_id": course_id}
    one = await series.file(visit.tx, **about, by=acting(staff), now=visit.now)
    course = await visit.tx.get(Course, (group_id, course_id))
    await visit.change(_filed(one, course.title if course else "", is_series=False))


def _filed(one: Material, into: str, *, is_series: bool) -> n.Filed:
    return n.Filed(
        group_id=one.group_id,
        material_id=one.id,
        title=one.title,
        into=into,
        place=one.place,
        is_series=is_series,
    )


async def into_series(visit: Visit) -> None:
    """Staff choose the series."""
    button = visit.pressed(b.IntoSeries)
    staff = await visit.staff(button.group_id)
    one = await series.enqueue(
        visit.tx,
        group_id=button.group_id,
        material_id=button.material_id,
        series_id=button.series_id,
        by=acting(staff),
        now=visit.now,
    )
    row = await visit.tx.get(Series, (button.group_id, button.series_id))
    await visit.change(_filed(one, row.title if row else "", is_series=True))
    await visit.toast(Done())


async def to_session(visit: Visit) -> None:
    """Staff choose the study session."""
    button = visit.pressed(b.ToSession)
    staff = await visit.staff(button.group_id)
    await visit.change(
        await offering.attach(
            visit.tx,
            group_id=button.group_id,
            material_id=button.material_id,
            activity_id=button.activity_id,
            by=acting(staff),
            now=visit.now,
        )
    )
    await visit.toast(Done())


async def new_course(visit: Visit) -> None:
    """Staff begin a course: its name is asked."""
    button = visit.pressed(b.NewCourse)
    await visit.staff(button.group_id)
    about = {"group_id": button.group_id, "material_id": button.material_id}
    await open_form(visit, "course", **about)
    await visit.toast(Done())


async def new_series(visit: Visit) -> None:
    """Staff begin a series."""
    button = visit.pressed(b.NewSeries)
    await open_form(visit, "series", group_id=button.group_id)
    await visit.toast(Done())


async def stop_series(visit: Visit) -> None:
    """Staff stop a series, or let it go on."""
    button = visit.pressed(b.StopSeries)
    staff = await visit.staff(button.group_id)
    about = {"group_id": button.group_id, "series_id": button.series_id}
    await series.stop(visit.tx, **about, by=acting(staff), now=visit.now)
    await visit.change(await series.all_series(visit.tx, button.group_id))
    await visit.toast(Done())


async def the_series(visit: Visit, group_id: int) -> n.AllSeries:
    """Return the series, for the staff alone."""
    await visit.staff(group_id)
    return await series.all_series(visit.tx, group_id)


ENTRIES: tuple[Entry, ...] = (
    pressed(b.IntoCourse, into_course, may="staff"),
    pressed(b.NewCourse, new_course, may="staff"),
    pressed(b.IntoSeries, into_series, may="staff"),
    pressed(b.NewSeries, new_series, may="staff"),
    pressed(b.StopSeries, stop_series, may="staff"),
    pressed(b.ToSession, to_session, may="staff"),
)
