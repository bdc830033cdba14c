"""Questions about a suggestion that the staff and its unit are asked alike."""

import unicodedata
from datetime import date
from typing import Annotated

from handlers.forms.ledger import PastDay
from handlers.kit.forms.days import AheadDay
from handlers.kit.forms.readers import Files, OneOf, Text
from handlers.kit.forms.reading import Attachment
from handlers.kit.forms.shape import Ask
from models.messages.carried import Media
from models.suggestions.files import MOST, Handed
from models.suggestions.rules import AnswerClass, TalkWay

Reason = Annotated[
    str, Ask("suggestions.q_reason", "suggestions.l_reason", Text(shortest=2, longest=300))
]
On = Annotated[date | None, Ask("suggestions.q_on", "suggestions.l_on", PastDay())]
Assisting = Annotated[
    str | None,
    Ask(
        "suggestions.q_assisting",
        "suggestions.l_assisting",
        Text(longest=300),
        hint="suggestions.h_assisting",
    ),
]
Way = Annotated[
    TalkWay, Ask("suggestions.q_way", "suggestions.l_way", OneOf(TalkWay, "suggestions.v_way"))
]
Note = Annotated[
    str, Ask("suggestions.q_note", "suggestions.l_note", Text(shortest=2, longest=300))
]
Words = Annotated[
    str,
    Ask(
        "suggestions.q_words",
        "suggestions.l_words",
        Text(shortest=2, longest=1500, lines=True),
        hint="suggestions.h_words",
    ),
]
Promised = Annotated[
    date | None,
    Ask(
        "suggestions.q_promised",
        "suggestions.l_promised",
        AheadDay(),
        hint="suggestions.h_promised",
    ),
]
Opinion = Annotated[
    str, Ask("suggestions.q_opinion", "suggestions.l_opinion", Text(shortest=2, longest=400))
]
HandedIn = Annotated[
    tuple[Attachment, ...],
    Ask(
        "suggestions.q_files",
        "suggestions.l_files",
        Files(most=MOST, kinds=frozenset({Media.DOCUMENT, Media.PHOTO, Media.VIDEO})),
        hint="suggestions.h_files",
    ),
]


def handed(files: tuple[Attachment, ...]) -> list[Handed]:
    """Return files as a suggestion keeps them."""
    return [
        Handed(
            media=one.media,
            file_id=one.file_id,
            file_unique_id=one.file_unique_id,
            name=one.name,
        )
        for one in files
    ]


def _letter(text: str) -> AnswerClass | None:
    """Return the class that a letter names, however it is typed."""
    letter = unicodedata.normalize("NFKC", text).strip().upper()[:1]
    return AnswerClass(letter) if letter in set(AnswerClass) else None


Class = Annotated[
    AnswerClass,
    Ask(
        "suggestions.q_class",
        "suggestions.l_class",
        OneOf(AnswerClass, "suggestions.v_class", also=_letter),
    ),
]
