"""Questions of a material's quiz, and each deputy's answers."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKeyConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, words
from models.quizzes.rules import QuestionKind


class QuizQuestion(Base):
    """One question. `right` holds the places of the right options, from 0."""

    __tablename__ = "quiz_questions"

    group_id: Mapped[int] = mapped_column(primary_key=True)
    material_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[QuestionKind] = mapped_column(words(QuestionKind))
    text: Mapped[str] = mapped_column(String(300))
    options: Mapped[list[Any]]
    right: Mapped[list[Any]]
    explanation: Mapped[str | None] = mapped_column(String(500))

    __table_args__ = (
        ForeignKeyConstraint(["group_id", "material_id"], ["materials.group_id", "materials.id"]),
    )


class QuizAnswer(Base):
    """One deputy's answer to one question: the first, for the analysis, and the latest."""

    __tablename__ = "quiz_answers"

    group_id: Mapped[int] = mapped_column(primary_key=True)
    material_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    member_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    first: Mapped[list[Any]]
    was_right: Mapped[bool]
    chosen: Mapped[list[Any]]
    is_right: Mapped[bool]
    tries: Mapped[int]
    answered_at: Mapped[datetime]

    __table_args__ = (
        ForeignKeyConstraint(
            ["group_id", "material_id", "place"],
            ["quiz_questions.group_id", "quiz_questions.material_id", "quiz_questions.place"],
        ),
        ForeignKeyConstraint(["group_id", "member_id"], ["members.group_id", "members.id"]),
    )
