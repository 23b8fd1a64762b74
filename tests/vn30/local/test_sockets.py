"""Folders for sockets: plain and short, the same every time, and closed to others."""

import os
from pathlib import Path

import pytest

from vn30.local import sockets
from vn30.local.sockets import ForeignFolder, make_socket_folder, remove_socket_folder, socket_folder


@pytest.mark.parametrize(
    "folder",
    ["/tmp/a b", "/tmp/đường", "/tmp/$HOME", "/tmp/a%41", "/tmp/'a'", "/tmp/" + "a" * 85],  # noqa: S108
)
def test_unsuitable_paths_are_replaced(folder: str) -> None:
    replaced = socket_folder(Path(folder))
    assert replaced != Path(folder)
    assert socket_folder(replaced) == replaced
    assert socket_folder(Path(folder)) == replaced
    assert socket_folder(Path(f"{folder}x")) != replaced


def test_suitable_paths_stay() -> None:
    for folder in ("/srv/vn30/.local", "/" + "a" * 80):
        assert socket_folder(Path(folder)) == Path(folder)


def test_only_the_owner_may_enter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sockets, "_TEMPORARY", tmp_path)
    folder = socket_folder(Path("/a b"))
    make_socket_folder(folder, os.geteuid())
    folder.chmod(0o777)
    make_socket_folder(folder, os.geteuid())
    assert folder.stat().st_mode & 0o777 == 0o700
    with pytest.raises(ForeignFolder, match=r"belongs to another user\. Set VN30_HOME"):
        make_socket_folder(folder, os.geteuid() + 1)
    link = socket_folder(Path("/another b"))
    link.symlink_to(folder)
    with pytest.raises(ForeignFolder, match="VN30_HOME"):
        make_socket_folder(link, os.geteuid())
    remove_socket_folder(folder)
    assert not folder.exists()


def test_other_folders_are_left_alone(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    make_socket_folder(tmp_path, os.geteuid() + 1)
    remove_socket_folder(tmp_path)
    assert tmp_path.stat().st_mode & 0o777 == 0o755
