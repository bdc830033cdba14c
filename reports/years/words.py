"""What figures, their parts and their marks are called."""

from collections.abc import Mapping

from models.years.figures import Figure, Measure, Part

Names = tuple[str, str]  # Chinese, English

PARTS: Mapping[Part, str] = {
    Part.LEARNING: "一、加强自身建设，提高代表履职能力",
    Part.DUTIES: "二、开展调研接待，保障代表依法履职",
    Part.FOLLOW_UP: "三、狠抓督办落实，提高建议办理成效",
    Part.TASKS: "四、严格依法依规，完成专项任务",
    Part.WHOLE: "五、全年活动和宣传",
}

FIGURES: Mapping[str, Names] = {
    "stations": ("社区代表接待站", "Reception stations"),
    "study": ("集中学习", "Study sessions"),
    "materials": ("推送学习资料", "Study materials sent"),
    "self_study": ("代表自学", "Self-study records"),
    "inspections": ("视察调研", "Inspections and surveys"),
    "outcomes": ("活动成果", "Outcomes of activities"),
    "receptions": ("集中接待选民", "Receptions of voters"),
    "reception_places": ("接待选民的地点", "Places of receptions"),
    "evaluated": ("监督评议的单位", "Bodies evaluated"),
    "suggestions": ("代表建议立案", "Suggestions on file"),
    "suggestions_replied": ("建议答复率", "Suggestions replied to"),
    "suggestions_satisfied": ("建议满意率（含基本满意）", "Replies found satisfactory"),
    "issues": ("受理选民反映的问题", "Issues taken up"),
    "issues_platform": ("纳入“民呼我应”平台的问题", "Issues through the platform"),
    "issues_answered": ("问题答复率", "Issues answered"),
    "issues_solved": ("问题办成率", "Issues solved"),
    "by_elected": ("补选代表", "Deputies by-elected"),
    "left_office": ("离任代表", "Deputies who left"),
    "voter_reports": ("向选民述职的代表", "Deputies who reported to voters"),
    "group_city": ("市代表集中活动", "Group activities, city"),
    "group_district": ("区代表集中活动", "Group activities, district"),
    "group_street": ("街道代表集中活动", "Group activities, street"),
    "press": ("媒体刊发报道", "Items in the press"),
    "attendance": ("代表活动出勤率", "Attendance rate"),
}

DOUBTS: Mapping[str, Names] = {
    "not_closed": ("活动已经过了时间，还没有结束签到", "activities over, but not closed"),
    "undated_elections": ("补选代表没有登记当选日期", "by-elections without their day"),
    "suggestions_unrated": ("建议已答复，代表还没有评价", "suggestions answered, not rated"),
}
MESSAGE = "Telegram 里的消息"  # the head of the column that leads to the group's chat
NO_MESSAGE = "没有"  # Telegram has no address for it: papers, private chats, what was never told
NOTHING: Names = ("没有记录可以证明", "no rows prove it")

UNITS: Mapping[str, str] = {
    "stations": "个",
    "study": "次",
    "materials": "份",
    "self_study": "条",
    "inspections": "次",
    "outcomes": "项",
    "receptions": "次",
    "reception_places": "处",
    "evaluated": "个",
    "suggestions": "件",
    "issues": "件",
    "issues_platform": "件",
    "by_elected": "名",
    "left_office": "名",
    "voter_reports": "名",
    "group_city": "次",
    "group_district": "次",
    "group_street": "次",
    "press": "篇",
}

MARKS: Mapping[str, Names] = {
    "congress": ("参加人代会", "congress"),
    "meeting": ("列席会议", "meetings"),
    "study": ("集中学习", "study sessions"),
    "inspection": ("视察调研", "inspections"),
    "reception": ("接待选民", "receptions"),
    "house_call": ("走访联络", "house calls"),
    "directors_day": ("主任接待日", "director's day"),
    "evaluation": ("监督评议", "evaluation"),
    "report_to_voters": ("述职", "report to voters"),
    "other": ("其他", "other"),
    "city": ("市代表", "city"),
    "district": ("区代表", "district"),
    "street": ("街道代表", "street"),
    "street_office": ("街道办事处", "street office"),
    "department": ("部门（单位）", "departments"),
    "station": ("社区接待站", "stations"),
    "elsewhere": ("其他地点", "elsewhere"),
    "oral": ("口头述职", "by word of mouth"),
    "written": ("书面述职", "in writing"),
    "expired": ("届满", "term over"),
    "resigned": ("辞职", "resigned"),
    "moved": ("调离", "moved away"),
    "removed": ("终止", "mandate ended"),
    "died": ("去世", "died"),
    "submitted": ("已提交", "submitted"),
    "filed": ("已立案", "filed"),
    "assigned": ("已交办", "assigned"),
    "sent_back": ("承办单位退回", "sent back"),
    "accepted": ("已受理", "accepted"),
    "handled": ("办理中", "being handled"),
    "answered": ("已答复", "answered"),
    "redoing": ("重新办理", "being redone"),
    "rated": ("已评价", "rated"),
    "done": ("已办结", "done"),
    "A": ("A 已解决", "A solved"),
    "B": ("B 正在解决或列入计划", "B under way"),
    "C": ("C 暂不能解决", "C cannot be done"),
    "D": ("D 留作参考", "D for reference"),
    "satisfied": ("满意", "satisfied"),
    "basically": ("基本满意", "basically satisfied"),
    "dissatisfied": ("不满意", "dissatisfied"),
    "present": ("准时", "present"),
    "late": ("迟到", "late"),
    "excused": ("请假", "excused"),
    "absent": ("缺席", "absent"),
    "elected": ("换届当选", "elected"),
    "by_elected": ("补选当选", "by-elected"),
    "suggestion": ("形成建议", "suggestions"),
    "issue": ("转办问题", "issues taken up"),
    "help": ("帮助解决问题", "help given"),
    "sanitation": ("环境卫生", "sanitation"),
    "roads": ("道路占道", "roads"),
    "fire_safety": ("消防通道和停车", "fire safety"),
    "pests": ("四害", "pests"),
    "building_quality": ("工程质量", "building quality"),
    "housing": ("住房物业", "housing"),
    "utilities": ("水电气暖", "utilities"),
    "noise": ("噪音扰民", "noise"),
    "welfare": ("民生保障", "welfare"),
    "draft": ("草稿", "draft"),
    "signed": ("已署名", "signed"),
    "returned": ("退回修改", "returned"),
    "withdrawn": ("已撤回", "withdrawn"),
    "received": ("已收到", "received"),
    "checking": ("核实中", "being checked"),
    "asked": ("待补充", "asked back"),
    "declined": ("不受理", "declined"),
    "merged": ("已并案", "merged"),
    "routed": ("已分办", "routed"),
    "working": ("办理中", "being handled"),
    "reported": ("已回告", "reported back"),
    "reopened": ("重新办理", "reopened"),
    "escalated": ("报主任", "with the director"),
    "parked": ("暂缓", "parked"),
    "closed": ("已办结", "closed"),
    "word": ("签到", "check-in"),
    "button": ("签到", "check-in"),
    "code": ("现场码签到", "venue code"),
    "list": ("工作人员点名", "ticked by staff"),
    "location": ("定位签到", "location"),
    "correction": ("工作人员登记", "entered by staff"),
    "law": ("法律法规", "laws"),
    "policy": ("政策文件", "policies"),
    "spirit": ("会议精神", "meetings"),
    "duty": ("履职知识", "deputies' duties"),
    "local": ("本地情况", "our area"),
    "lead": ("领衔", "lead"),
    "cosigner": ("附议", "co-signed"),
}


def mark(word: str) -> Names:
    """Return what a mark is called; a word that is none stays as it is."""
    return MARKS.get(word, (word, word))


def made_up(one: Figure) -> Names:
    """Return how a figure is made up: 参加人代会 1、视察调研 6; nothing for a single kind."""
    if one.measure is Measure.PERCENT:
        number = one.part_of
        return (f"{number}/{one.of}", f"{number}/{one.of}") if one.of else ("", "")
    if len(one.by_mark) < (1 if one.key in _ALWAYS else 2):
        return "", ""
    parts = one.by_mark.items()
    return (
        "、".join(f"{mark(word)[0]} {count}" for word, count in parts),
        ", ".join(f"{mark(word)[1]} {count}" for word, count in parts),
    )


_ALWAYS = frozenset({"evaluated"})


def shown(one: Figure) -> str:
    """Return a value with its unit, as a Chinese paper has it."""
    if one.value is None:
        return "—"
    return f"{one.value}%" if one.measure is Measure.PERCENT else f"{one.value}"
