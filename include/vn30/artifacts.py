"""The artifact store: plots, models, panels. Files appear whole or not at all."""

import os
import tempfile
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from vn30.errors import WrongInput


class ArtifactStore:
    """Objects below one ``file://`` folder, named by keys such as ``runs/<id>/FPT/model.pkl``.

    Raises:
        WrongInput: the root has a scheme that the store does not speak.
    """

    def __init__(self, root_url: str) -> None:
        if urlsplit(root_url).scheme != "file":
            raise WrongInput(f"VN30_ARTIFACT_STORE must be file:///<folder>, not {root_url!r}.")
        self._root = _path(root_url)

    def put(self, key: str, content: bytes) -> str:
        """Store ``content`` under ``key``, replacing what is there, and return its URL."""
        path = self._inside(self._root / key)
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, unfinished = tempfile.mkstemp(dir=path.parent, prefix=".")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                # Written by Airflow's workers, read by the API, which may run as another user.
                os.fchmod(file.fileno(), 0o644)
            Path(unfinished).replace(path)
        except BaseException:
            Path(unfinished).unlink(missing_ok=True)
            raise
        return path.as_uri()

    def path(self, url: str) -> Path:
        """The local file behind an artifact's URL.

        Raises:
            WrongInput: the URL points outside the store.
            FileNotFoundError: there is no such artifact.
        """
        path = self._inside(_path(url))
        if not path.is_file():
            raise FileNotFoundError(url)
        return path

    def _inside(self, path: Path) -> Path:
        resolved = path.resolve()
        if not resolved.is_relative_to(self._root):
            raise WrongInput("The artifact lies outside the artifact store.")
        return resolved


def _path(url: str) -> Path:
    return Path(url2pathname(urlsplit(url).path)).resolve()
