"""The sentences of a year's report, each only where its figures are proven."""

from collections.abc import Callable, Mapping, Sequence

from models.years.figures import Figure, Part, Year
from reports.years import words

Say = Callable[[Figure, Year], str]


def of_part(one: Year, part: Part) -> Sequence[str]:
    """Return the sentences of a part of the report, in its order."""
    found = []
    for key, say in _SENTENCES[part].items():
        figure = one.figure(key)
        if figure is not None:
            found.append(say(figure, one))
    return found


def _study(figure: Figure, _one: Year) -> str:
    return f"采取集中学习和代表自学相结合的方法，组织代表集中学习 {figure.value} 次。"


def _stations(figure: Figure, _one: Year) -> str:
    return f"辖区有社区代表接待站 {figure.value} 个。"


def _materials(figure: Figure, _one: Year) -> str:
    return f"向代表推送学习资料 {figure.value} 份。"


def _self_study(figure: Figure, _one: Year) -> str:
    return f"代表登记自学 {figure.value} 条。"


def _inspections(figure: Figure, _one: Year) -> str:
    return f"组织代表视察调研 {figure.value} 次：{_titles(figure)}。"


def _outcomes(figure: Figure, _one: Year) -> str:
    kinds = "、".join(f"{words.mark(key)[0]} {count} 项" for key, count in figure.by_mark.items())
    return f"视察调研等活动形成成果 {figure.value} 项：{kinds}。"


def _receptions(figure: Figure, one: Year) -> str:
    places = one.figure("reception_places")
    where = f"在{_places(places)}" if places is not None else ""
    return f"落实双月代表接待选民制度，{where}集中接待选民 {figure.value} 次。"


def _places(places: Figure) -> str:
    stations = places.by_mark.get("station", 0)
    others = [row.what for row in places.rows if row.mark != "station"]
    found = [f"{stations} 个社区接待站"] if stations else []
    return "和".join(found + ["、".join(others)] * bool(others))


def _evaluated(figure: Figure, _one: Year) -> str:
    offices = figure.by_mark.get("street_office", 0)
    departments = figure.by_mark.get("department", 0)
    whom = [*["街道办事处"] * bool(offices)]
    if departments:
        whom.append(f"{departments} 个部门（单位）")
    return f"组织代表对{'和'.join(whom)}的工作开展监督评议。"


def _suggestions(figure: Figure, one: Year) -> str:
    said = f"督办代表建议 {figure.value} 件"
    replied, satisfied = one.figure("suggestions_replied"), one.figure("suggestions_satisfied")
    if replied is not None:
        said += f"，答复率 {replied.value}%"
    if satisfied is not None:
        said += f"，满意率 {satisfied.value}%"
    return f"{said}。"


def _issues(figure: Figure, one: Year) -> str:
    rates = [
        f"{name} {rate.value}%"
        for key, name in (("issues_answered", "答复率"), ("issues_solved", "办成率"))
        if (rate := one.figure(key)) is not None
    ]
    return "，".join([f"受理选民反映的问题 {figure.value} 件", *rates]) + "。"


def _platform(figure: Figure, _one: Year) -> str:
    kinds = "、".join(f"{words.mark(key)[0]} {count} 件" for key, count in figure.by_mark.items())
    return f"把 {figure.value} 件问题纳入街道“民呼我应”服务信息平台办理：{kinds}。"


def _by_elected(figure: Figure, _one: Year) -> str:
    return f"完成代表补选工作，补选代表 {figure.value} 名。"


def _left(figure: Figure, _one: Year) -> str:
    return f"年内离任代表 {figure.value} 名。"


def _reports(figure: Figure, _one: Year) -> str:
    return f"组织 {figure.value} 名代表向选民述职。"


def _city(figure: Figure, _one: Year) -> str:
    return f"全年组织市代表集中活动 {figure.value} 次。"


def _district(figure: Figure, _one: Year) -> str:
    parts = "，".join(f"{words.mark(key)[0]} {count} 次" for key, count in figure.by_mark.items())
    return f"全年组织区代表集中活动 {figure.value} 次（其中{parts}）。"


def _street(figure: Figure, _one: Year) -> str:
    return f"全年组织街道代表集中活动 {figure.value} 次。"


def _press(figure: Figure, _one: Year) -> str:
    outlets = list(dict.fromkeys(row.where for row in figure.rows if row.where))[:6]
    where = f"在{'、'.join(f'《{name}》' for name in outlets)}等媒体" if outlets else "在媒体"
    return f"加强代表工作宣传，{where}刊发报道 {figure.value} 篇。"


def _attendance(figure: Figure, _one: Year) -> str:
    return f"代表活动出勤率 {figure.value}%（应到 {figure.of} 人次，实到 {figure.part_of} 人次）。"


_TITLES = 6  # activities named in a sentence


def _titles(figure: Figure) -> str:
    named = [row.what for row in figure.rows[:_TITLES]]
    return "、".join(named) + ("等" if len(figure.rows) > _TITLES else "")


_SENTENCES: Mapping[Part, Mapping[str, Say]] = {
    Part.LEARNING: {
        "stations": _stations,
        "study": _study,
        "materials": _materials,
        "self_study": _self_study,
    },
    Part.DUTIES: {
        "inspections": _inspections,
        "outcomes": _outcomes,
        "receptions": _receptions,
        "evaluated": _evaluated,
    },
    Part.FOLLOW_UP: {
        "suggestions": _suggestions,
        "issues": _issues,
        "issues_platform": _platform,
    },
    Part.TASKS: {"by_elected": _by_elected, "left_office": _left, "voter_reports": _reports},
    Part.WHOLE: {
        "group_city": _city,
        "group_district": _district,
        "group_street": _street,
        "press": _press,
        "attendance": _attendance,
    },
}
