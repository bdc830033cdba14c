"""Files in messages: photos, documents, videos, voices, albums."""

from sandbox.methods.errors import ApiError, bad_request, too_large
from sandbox.methods.messages import deliver
from sandbox.methods.request import Request, method
from sandbox.methods.targets import chat_of, pace, require_open, require_right_to_send, target
from sandbox.methods.texts import caption
from sandbox.world.files import File
from sandbox.world.shapes import Json

ALBUM_KINDS = frozenset({"photo", "document", "video", "audio"})
ALBUM_LIMIT = 10
PHOTO_LIMIT = 10 << 20
UPLOAD_LIMIT = 50 << 20
NAMES = {"video_note": "video note"}


def stored(request: Request, kind: str, given: str, field: str) -> File:
    """Find or store the file a call sends: an upload, an attachment by name, or a known id."""
    world = request.world
    name = given.removeprefix("attach://") if given.startswith("attach://") else field
    upload = request.uploads.get(name)
    if upload is not None:
        if len(upload.content) > (PHOTO_LIMIT if kind == "photo" else UPLOAD_LIMIT):
            raise too_large()
        if not upload.content:
            raise bad_request("file must be non-empty")
        return world.files.add(kind, upload.content, upload.name or None)
    if not given or given.startswith("attach://"):
        raise bad_request(f"there is no {NAMES.get(kind, kind)} in the request")
    if given.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    known = world.files.by_id.get(given)
    if known is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if known.kind != kind:
        wanted, found = kind.replace("_", " ").title(), known.kind.replace("_", " ").title()
        raise bad_request(f"can't use file of type {found} as {wanted}")
    return known


def media_body(request: Request, file: File, options: Json, words: Json) -> Json:
    """Give the fields of a message that carry a file."""
    shaped = file.shape()
    if isinstance(shaped, dict):
        for name in ("duration", "width", "height", "length"):
            if options.get(name) not in {None, ""} and name in shaped:
                shaped[name] = int(options[name])
    body: Json = {file.kind: shaped}
    if file.kind == "animation":
        body["document"] = file.reference()
    if request.flag("has_spoiler"):
        body["has_media_spoiler"] = True
    return body | words


def _send(request: Request, kind: str) -> Json:
    chat = target(request, kind)
    file = stored(request, kind, request.text(kind), kind)
    words = {} if kind in {"video_note", "sticker"} else caption(request)
    return deliver(request, chat, media_body(request, file, dict(request.params), words)).shape()


@method("sendPhoto")
def send_photo(request: Request) -> Json:
    """Send a photo."""
    return _send(request, "photo")


@method("sendDocument")
def send_document(request: Request) -> Json:
    """Send any file."""
    return _send(request, "document")


@method("sendVideo")
def send_video(request: Request) -> Json:
    """Send a video."""
    return _send(request, "video")


@method("sendVoice")
def send_voice(request: Request) -> Json:
    """Send a voice message."""
    return _send(request, "voice")


@method("sendAudio")
def send_audio(request: Request) -> Json:
    """Send music."""
    return _send(request, "audio")


@method("sendAnimation")
def send_animation(request: Request) -> Json:
    """Send a silent film."""
    return _send(request, "animation")


@method("sendVideoNote")
def send_video_note(request: Request) -> Json:
    """Send a round video."""
    return _send(request, "video_note")


@method("sendSticker")
def send_sticker(request: Request) -> Json:
    """Send a sticker."""
    return _send(request, "sticker")


@method("sendMediaGroup")
def send_album(request: Request) -> list[Json]:
    """Send two to ten files as an album; nothing is sent if one of them is wrong."""
    chat = chat_of(request)
    if chat.person is not None:
        require_open(request, chat)
    media = request.items("media", "can't parse media JSON object")
    if not media:
        raise bad_request("there are no messages to send")
    if len(media) > ALBUM_LIMIT:
        raise bad_request("too many messages to send as an album")
    bodies = []
    for number, item in enumerate(media, 1):
        kind = _album_kind(item)
        if chat.person is None:
            require_right_to_send(request, chat, kind)
        try:
            file = stored(request, kind, str(item.get("media", "")), "")
            bodies.append(media_body(request, file, item, caption(request, item)))
        except ApiError as error:
            words = error.description.removeprefix("Bad Request: ")
            prefix = f"failed to send message #{number} with the error message"
            raise bad_request(f'{prefix} "{words}"') from None
    pace(request, chat, len(bodies))
    album = str(13_000_000_000_000_000 + request.world.number())
    return [deliver(request, chat, body, album=album).shape() for body in bodies]


def _album_kind(item: object) -> str:
    kind = item.get("type") if isinstance(item, dict) else None
    if kind not in ALBUM_KINDS:
        raise bad_request("can't parse InputMedia: media type is not supported in an album")
    return str(kind)


def changed_media(request: Request) -> Json:
    """Read the new media of an edited message."""
    item = request.record("media", "can't parse input media JSON object")
    kind = item.get("type")
    if kind not in {*ALBUM_KINDS, "animation"}:
        raise bad_request("input media is not specified" if not item else "type must be specified")
    file = stored(request, str(kind), str(item.get("media", "")), "")
    return media_body(request, file, item, caption(request, item))
