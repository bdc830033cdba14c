"""The sheet that recommends deputies for distinction, with what proves it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from models.archives.recommending import Candidate, Proof, Recommended
from reports.archives import words
from reports.archives.papers import counts
from reports.templates.filling import filled
from reports.templates.folder import current
from reports.templates.kinds import RECOMMENDATION


def document(one: Recommended, *, group_name: str, today: date) -> bytes:
    """Return the sheet as .docx, deputies by name: it is no ranking."""
    fields = {
        "代表小组": group_name,
        "年度": one.year,
        "条件": f"年度履职积分达到 {words.points(one.bound)} 分，全年没有无故缺席。",
        "制表日期": words.day(today),
        "代表": [_candidate(each) for each in one.candidates],
    }
    return filled(current(RECOMMENDATION), fields)


def _candidate(one: Candidate) -> Mapping[str, Any]:
    deputy, archive = one.archive.deputy, one.archive
    rate = "" if archive.percent is None else f"{archive.percent}%"
    return {
        "姓名": deputy.name,
        "级别": words.LEVELS[deputy.level],
        "选区": deputy.constituency or "",
        "单位职务": deputy.post or "",
        "积分": words.points(one.total),
        "出勤率": f"{rate}（{archive.here}/{archive.invited}）" if rate else "",
        "概况": [{"项目": name, "次数": count} for name, count in counts(archive) if count],
        "依据": [_proof(each) for each in one.proofs],
    }


def _proof(one: Proof) -> Mapping[str, str]:
    what = "；".join(one.what) + (f"；等 {len(one.what) + one.more} 项" if one.more else "")
    return {"项目": one.item_zh, "得分": words.points(one.counted), "说明": what}
