"""Files a bot may download."""

from sandbox.methods.errors import bad_request
from sandbox.methods.request import Request, method
from sandbox.world.files import DOWNLOAD_CAP
from sandbox.world.shapes import Json


@method("getFile")
def get_file(request: Request) -> Json:
    """Say where a file can be downloaded; refuses what is over 20 MB."""
    file_id = request.text("file_id")
    if not file_id:
        raise bad_request("file_id not specified")
    file = request.world.files.by_id.get(file_id)
    if file is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if len(file.content) > DOWNLOAD_CAP:
        raise bad_request("file is too big")
    return file.reference() | {"file_path": file.path}


@method("getUserProfilePhotos")
def get_profile_photos(request: Request) -> Json:
    """Give nobody's picture: people here have none."""
    del request
    return {"total_count": 0, "photos": []}
