"""What the staff see of the deputies who reported to voters."""

from datetime import datetime
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from models.messages.notices import Notice
from models.voter_reports.tables import ReportForm


class Reporter(BaseModel):
    """A deputy, and how they reported; None: they did not."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    member_id: int
    name: str
    form: ReportForm | None


class Reporters(Notice):
    """Who reported at a meeting: a page of the deputies, for the staff."""

    kind: ClassVar[str] = "voter_reports.reporters"
    group_id: int
    activity_id: int
    title: str
    starts_at: datetime
    deputies: tuple[Reporter, ...]
    reported: int
    page: int
    pages: int


class NoReportMeeting(Notice):
    """Reports are noted with an activity of the kind 述职."""

    kind: ClassVar[str] = "voter_reports.no_report_meeting"
    title: str
