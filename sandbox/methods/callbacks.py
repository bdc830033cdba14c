"""Answers to pressed buttons and to Mini Apps."""

from sandbox.methods.errors import bad_request
from sandbox.methods.request import Request, method
from sandbox.world.inbox import CALLBACK_LIFE
from sandbox.world.posting import post
from sandbox.world.shapes import Json, present

TOAST_LIMIT = 200
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


@method("answerCallbackQuery")
def answer_callback_query(request: Request) -> bool:
    """Answer a press: the person sees a toast or an alert, once."""
    world = request.world
    query = world.queries.get(request.text("callback_query_id"))
    now = world.clock.timestamp()
    if query is None or query.bot is not request.bot or now - query.at > CALLBACK_LIFE:
        raise bad_request(TOO_OLD)
    text = request.text("text")
    if len(text) > TOAST_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    if query.answered:
        return True
    query.answered = True
    toast = present(
        text=text,
        show_alert=request.flag("show_alert"),
        at=now,
        url=request.maybe_text("url"),
        query_id=query.id,
        data=query.data,
    )
    world.answers.setdefault(query.user.id, []).append(toast)
    world.events.add("toast", None, user_id=query.user.id, bot_id=request.bot.id, **toast)
    return True


@method("answerWebAppQuery")
def answer_web_app_query(request: Request) -> Json:
    """Send a message on behalf of a person from a Mini App."""
    world = request.world
    found = world.web_app_queries.pop(request.text("web_app_query_id"), None)
    if found is None or found[0] is not request.bot:
        raise bad_request(TOO_OLD)
    result = request.record("result", "can't parse inline query result JSON object")
    content = result.get("input_message_content") or {}
    text = str(content.get("message_text") or result.get("title") or "")
    if not text:
        raise bad_request("message text is empty")
    chat = found[1]
    body = {"text": text, "via_bot": request.bot.shape()}
    message = post(world, chat, body, sender=chat.person)
    return {"inline_message_id": f"BAAAA{chat.id}_{message.id}"}
