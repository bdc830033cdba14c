"""Refusals in the Bot API's words."""

from sandbox.world.shapes import Json


class ApiError(Exception):
    """An answer that is not ok: code, description, and parameters if there are any."""

    def __init__(self, code: int, description: str, parameters: Json | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


def bad_request(words: str) -> ApiError:
    """400."""
    return ApiError(400, f"Bad Request: {words}")


def forbidden(words: str) -> ApiError:
    """403."""
    return ApiError(403, f"Forbidden: {words}")


def conflict(words: str) -> ApiError:
    """409."""
    return ApiError(409, f"Conflict: {words}")


def flood(seconds: int) -> ApiError:
    """429."""
    words = f"Too Many Requests: retry after {seconds}"
    return ApiError(429, words, {"retry_after": seconds})


def too_large() -> ApiError:
    """413."""
    return ApiError(413, "Request Entity Too Large")


def unauthorized(words: str = "Unauthorized") -> ApiError:
    """401."""
    return ApiError(401, words)


def method_not_found() -> ApiError:
    """404."""
    return ApiError(404, "Not Found: method not found")


def migrated(new_id: int) -> ApiError:
    """400 for a basic group that became a supergroup."""
    words = "Bad Request: group chat was upgraded to a supergroup chat"
    return ApiError(400, words, {"migrate_to_chat_id": new_id})
