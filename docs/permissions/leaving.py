"""What leaves as a file: by the command line, by a chat. Written by hand, held by a test."""

from collections.abc import Mapping

_STAFF = "staff: of the group"
_OWN = "deputy: own, staff: of the group"

#: Columns that say something of a person, of all tables there are. Every other one is in PLAIN: a
#: new column is in neither, and the build asks which it is.
PERSONAL = frozenset(
    {
        *("姓名", "角色", "手机", "层级", "代表团", "选区", "单位职务", "届次"),
        *("绑定状态", "绑定时间", "登记人", "代表", "后备", "已知道", "领衔代表", "附议代表"),
        *("应得", "实得", "本项累计", "本季度得分", "全年累计", "本季度各项", "全年各项"),
        *("现在", "试算", "差额", "人员或活动", "状态", "原因", "已学时间", "失联时间", "送交时间"),
        *("反映内容", "地点", "名称", "参加范围"),
    }
)
PLAIN = frozenset(
    {
        *("标题", "类型", "范围", "开始", "结束", "应到", "准时", "迟到", "请假", "缺席", "来宾"),
        *("活动", "时间", "方式", "分类", "出勤率(%)", "连续缺席", "编号", "反映时间", "来源"),
        *("接待站", "类别", "紧急程度", "去向", "承办单位", "外部编号", "当前期限", "首次超期"),
        *("答复", "结果", "回告时间", "是否解决", "满意度", "重新办理次数", "办结时间"),
        *("同意公开", "分组", "反映", "不予受理", "合并", "在办", "在办超期", "办结", "按时办结"),
        *("按时率", "已答复", "已评价", "解决", "部分解决", "没有解决", "办成率", "满意"),
        *("满意率", "满意但没有解决", "日期", "项目编号", "项目", "依据", "说明", "规则版本"),
        *("资料", "发送时间", "截止", "提醒次数", "主题", "缺", "轮次", "来访人数", "反映事项"),
        *("内容", "编号或链接", "照片", "英文名称", "第一次", "以后每次", "全年上限", "启用"),
        *("由哪些活动计分", "何时计分", "固定分项", "固定分上限", "由哪些项目引起", "年度"),
        *("季度", "级别", "主办单位", "协办单位", "交办日期", "答复期限", "答复日期"),
        *("答复类别", "承诺日期", "进展", "超期", "重点", "优秀", "选民反映"),
        *("单位", "社区", "联系人", "已加入", "主办在手", "协办在手", "协办", "Telegram 里的消息"),
        *("地点或单位", "计入", "期望", "诉求标题", "诉求内容", "诉求类别", "事发地址"),
    }
)

#: Commands, all of the operator's: what of persons they write out, or "" for nothing.
COMMANDS: Mapping[str, str] = {
    "run": "",
    "demo": "",
    "doctor": "",
    "db upgrade": "",
    "db check": "",
    "groups add": "",
    "roster import": "names and masked numbers of what would change, on the screen",
    "invite": "names, with a personal link each: to be given on, not kept",
    "activities import": "names of those invited, on the screen",
    "export deputies": "names, masked phone numbers, posts",
    "export activities": "names of those invited, where an activity names them",
    "export attendance": "names, states, reasons of leave",
    "export ledger": "names, points",
    "export analysis": "names, attendance",
    "export records": "",
    "export receptions": "names of deputies on duty",
    "export materials": "names, who has read what",
    "export issues": "voters' words, numbers in them masked; no name, phone or address",
    "export figures": "",
    "materials send": "",
    "points export-rules": "",
    "points adopt": "",
    "points adopt-standard": "",
    "points replay": "names, points",
    "receptions settings": "",
    "receptions plan": "names of deputies on duty",
    "receptions import": "names of deputies on duty, on the screen",
    "stations import": "",
    "stations posters": "",
    "backup": "everything, encrypted with the key file",
    "restore": "",
    "keys new": "",
    "keys reseal": "",
    "keys drop-old": "",
    "suggestions import": "",
    "platform export": "voters' words; name, phone, address only if `[platform] columns` has them,"
    " and each is then a look that is logged",
    "platform import": "",
    "open311 key add": "a key, shown this once",
    "open311 key revoke": "",
    "open311 key list": "",
    "retention": "",
    "hold": "",
    "statement": "names, points: one file a deputy, one table of all",
    "archive": "all that one deputy did: one file a deputy",
    "report year": "names of deputies in the rows that figures open into",
    "units list": "",
    "units add": "",
    "units invite": "a personal link, with the contact's name: to be given on, not kept",
    "units retire": "",
    "director show": "the director's name, on the screen",
    "director set": "the director's name, on the screen",
    "director clear": "",
    "templates export": "",
    "templates check": "",
}

#: Files that leave by a chat, by the kind of their notice: who gets them, what of persons is in.
PAPERS: Mapping[str, tuple[str, str]] = {
    "archives.paper": (_OWN, "all that one deputy did"),
    "archives.parcel": (_STAFF, "all that each deputy did"),
    "archives.recommendation": (_STAFF, "what one deputy did, for a recommendation"),
    "attendance.sheet": (_STAFF, "names, attendance"),
    "activities.venue_photo": (_STAFF, "none; the QR code of half a minute"),
    "activities.venue_code": (_STAFF, "none; a QR code for half a minute"),
    "activities.sheet": (_STAFF, "names, a printed roll"),
    "figures.chart": (_STAFF, "none"),
    "figures.sheet": (_STAFF, "none"),
    "materials.paper": (_STAFF, "names, who has read what"),
    "stations.poster": (_STAFF, "name and office phone of the station's contact"),
    "plans.ics": ("bound", "none; titles, times, places"),
    "plans.subscription": ("bound", "a personal address, as a QR code"),
    "privacy.own_data": ("anyone: own", "all that is kept of the person"),
    "records.year_sheet": (_STAFF, "none"),
    "years.paper": (_STAFF, "names of deputies in the rows that figures open into"),
    "receptions.record_paper": ("crew, staff", "voters' words, numbers in them masked"),
    "receptions.last_matters": ("crew, staff", "voters' words, numbers in them masked"),
    "receptions.plan_paper": (_STAFF, "names of deputies on duty"),
    "rules.table": (_STAFF, "none"),
    "rules.what_if_table": (_STAFF, "names, points"),
    "statements.table": (_STAFF, "names, points"),
    "suggestions.progress": (_STAFF, "names of the deputies who signed"),
    "ballots.elector_link": (_STAFF, "one elector's link, as a QR code"),
    "ballots.slips": (_STAFF, "electors' links, as QR codes; no votes"),
    "ballots.result_paper": (_STAFF, "results of five and more; no votes"),
    "suggestion_orders.sheet": (_STAFF, "names of the deputies who signed; no voter"),
    "ballots.blank_ballots": (_STAFF, "who or what is voted on; no number, no elector"),
    "ballots.counting_sheet": (_STAFF, "who or what is voted on; no elector"),
    "units.order_sheet": (_STAFF, "voters' words; no name, phone or address"),
}
