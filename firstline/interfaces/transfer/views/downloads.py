"""Files as answers."""

from typing import IO, cast

from django.http import FileResponse, HttpResponse


def attached(content: IO[bytes], name: str, kind: str) -> HttpResponse:
    """A file to be kept under this name and not to be shown; it is closed when it is sent."""
    response = FileResponse(content, as_attachment=True, filename=name, content_type=kind)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return cast("HttpResponse", response)
