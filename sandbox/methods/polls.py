"""Polls and quizzes."""

from typing import Any

from sandbox.entities import units
from sandbox.methods.errors import bad_request
from sandbox.methods.keyboards import markup_of
from sandbox.methods.messages import deliver
from sandbox.methods.request import Request, method
from sandbox.methods.targets import chat_of, message_of, target
from sandbox.methods.texts import read
from sandbox.world.messages import Poll
from sandbox.world.shapes import Json
from sandbox.world.voting import close

FEWEST, MOST = 1, 12
QUESTION_LIMIT, OPTION_LIMIT, EXPLANATION_LIMIT = 300, 100, 200


@method("sendPoll")
def send_poll(request: Request) -> Json:
    """Send a poll or a quiz."""
    chat = target(request, "poll")
    poll = _poll(request)
    message = deliver(request, chat, {}, poll=poll)
    request.world.polls[poll.id] = (poll, message)
    return message.shape()


def _poll(request: Request) -> Poll:
    question = read(request, request.params, "question", "question_parse_mode", "question_entities")
    if not question.text:
        raise bad_request("poll question must be non-empty")
    if units(question.text) > QUESTION_LIMIT:
        raise bad_request(f"poll question length must not exceed {QUESTION_LIMIT}")
    quiz = request.text("type", "regular") == "quiz"
    multiple = request.flag("allows_multiple_answers")
    options = _options(request)
    explanation = read(
        request,
        request.params,
        "explanation",
        "explanation_parse_mode",
        "explanation_entities",
    )
    if units(explanation.text) > EXPLANATION_LIMIT:
        raise bad_request("message caption is too long")
    period = request.integer("open_period") or None
    now = request.world.date()
    return Poll(
        id=str(5_000_000_000_000_000_000 + request.world.number()),
        question=question.text,
        question_entities=question.entities,
        options=options,
        anonymous=request.flag("is_anonymous", default=True),
        quiz=quiz,
        multiple=multiple,
        correct=_correct(request, len(options)) if quiz else [],
        explanation=explanation.text or None,
        explanation_entities=explanation.entities,
        open_period=period,
        close_date=now + period if period else request.integer("close_date") or None,
        closed=request.flag("is_closed"),
        revoting=request.flag("allows_revoting", default=not quiz),
        owner=request.bot.id,
    )


def _options(request: Request) -> list[str]:
    given = request.items("options", "can't parse options JSON object")
    texts = [_option(option) for option in given]
    if len(texts) < FEWEST:
        raise bad_request("poll must have at least 1 option")
    if len(texts) > MOST:
        raise bad_request(f"poll can't have more than {MOST} options")
    if not all(texts):
        raise bad_request("poll options must be non-empty")
    if any(units(text) > OPTION_LIMIT for text in texts):
        raise bad_request(f"poll options length must not exceed {OPTION_LIMIT}")
    return texts


def _option(given: Any) -> str:  # noqa: ANN401 - whatever the bot sent
    text = given.get("text", "") if isinstance(given, dict) else given
    return str(text).strip()


def _correct(request: Request, options: int) -> list[int]:
    several = request.items("correct_option_ids")
    chosen = [int(place) for place in several] or [request.integer("correct_option_id", -1)]
    if not all(0 <= place < options for place in chosen):
        raise bad_request("wrong correct option ID specified")
    return chosen


@method("stopPoll")
def stop_poll(request: Request) -> Json:
    """Close a poll and give its result."""
    chat = chat_of(request)
    message = message_of(request, chat, "message with poll to stop not found")
    poll = message.poll
    if poll is None:
        raise bad_request("message is not a poll")
    if message.sender is not request.bot:
        raise bad_request("poll can't be stopped")
    if poll.closed:
        raise bad_request("poll has already been closed")
    message.markup = markup_of(request, chat, inline_only=True)
    close(request.world, poll, message)
    return poll.shape()
