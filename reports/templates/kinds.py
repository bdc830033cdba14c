"""Which papers have a template, which fields each can show, and which it must."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_WORDING = Path(__file__).parent / "wording"
_ROW: Mapping[str, str] = dict.fromkeys(("日期", "内容", "地点", "情况", "依据"), "例")
_POINTS: Mapping[str, str] = dict.fromkeys(("年度", "季度", "得分", "累计"), "1")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Kind:
    """A paper: its file is `<name>.docx`. `fields` are all there are, each with an example."""

    name: str
    title: str
    fields: Mapping[str, Any]
    needed: frozenset[str]

    @property
    def wording(self) -> str:
        """Return the house's own wording."""
        return (_WORDING / f"{self.name}.txt").read_text(encoding="utf-8")


ARCHIVE = Kind(
    name="archive",
    title="代表学习履职档案",
    fields={
        **dict.fromkeys(
            (
                *("姓名", "代表小组", "级别", "代表团", "选区", "单位职务", "届次"),
                *("期间", "任期", "照片", "出勤率", "总积分", "制表日期"),
            ),
            "例",
        ),
        **dict.fromkeys(
            (
                *("会议", "视察", "培训", "小组活动", "建议", "述职"),
                *("接待", "反映问题", "自学", "任期明细", "其他积分", "活动记录"),
            ),
            (_ROW,),
        ),
        "积分": (_POINTS,),
        "概况": ({"项目": "例", "次数": "1"},),
    },
    needed=frozenset({"姓名", "代表小组"}),
)

YEAR = Kind(
    name="year",
    title="年度工作报告数据",
    fields={
        **dict.fromkeys(
            ("代表小组", "年度", "上年", "制表日期", "活动图", "问题图", "出勤图"), "例"
        ),
        "部分": (
            {
                "标题": "例",
                "句子": ("例",),
                "指标": ({"名称": "例", "数值": "1", "构成": "例", "上年": "1", "增减": "1"},),
            },
        ),
        "未计入": ({"名称": "例", "原因": "例"},),
    },
    needed=frozenset({"年度", "部分"}),
)

RECOMMENDATION = Kind(
    name="recommendation",
    title="优秀代表推荐表",
    fields={
        **dict.fromkeys(("代表小组", "年度", "条件", "制表日期"), "例"),
        "代表": (
            {
                **dict.fromkeys(("姓名", "级别", "选区", "单位职务", "积分", "出勤率"), "例"),
                "概况": ({"项目": "例", "次数": "1"},),
                "依据": ({"项目": "例", "得分": "1", "说明": "例"},),
            },
        ),
    },
    needed=frozenset({"年度", "代表"}),
)

STATEMENT = Kind(
    name="statement",
    title="代表履职积分季度通知单",
    fields={
        **dict.fromkeys(
            (*("代表小组", "姓名", "年度", "季度", "得分", "累计", "版本"), "异议期限"), "例"
        ),
        "项目": (dict.fromkeys(("名称", "本季次数", "本季得分", "全年次数", "全年得分"), "1"),),
    },
    needed=frozenset({"姓名", "得分", "累计"}),
)

KINDS: tuple[Kind, ...] = (ARCHIVE, YEAR, RECOMMENDATION, STATEMENT)
