"""The embedded server: folders of any name, several users, kills, a full disk."""

import multiprocessing
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg2
import pytest

from tests.support.processes import is_over
from tests.support.small_disk import small_disk
from vn30.local.postgres import EmbeddedPostgres
from vn30.local.postgres_process import NotStarted
from vn30.local.server_user import UnreachableFolder

USE = (
    "import sys, pathlib; from vn30.local.postgres import EmbeddedPostgres\n"
    "server = EmbeddedPostgres(pathlib.Path(sys.argv[1])); server.start()\n"
    "print(server.database_url('mine'), flush=True)\n"
)
WAIT = "sys.stdin.read()"


@pytest.fixture(scope="module")
def data() -> Iterator[Path]:
    """In a folder whose name is neither short nor plain: no socket fits in, and no shell takes it."""
    folder = Path(tempfile.mkdtemp(prefix="vn30-", dir="/tmp"))
    home = folder / "Dữ liệu $HOME `id` 'của' \"tôi\" #1 %41" / ("rất dài " * 15)
    home.mkdir(parents=True)
    for path in (folder, *home.parents[:1], home):
        path.chmod(0o755)
    yield home / "postgres"
    EmbeddedPostgres(home / "postgres").stop()
    shutil.rmtree(folder)


def answers(server: EmbeddedPostgres) -> bool:
    connection = psycopg2.connect(server.database_url("mine"))
    connection.close()
    return True


def postmaster(data: Path) -> psutil.Process:
    return psutil.Process(int((data / "postmaster.pid").read_text().split()[0]))


def test_any_folder(data: Path) -> None:
    server = EmbeddedPostgres(data)
    server.start()
    assert answers(server)
    sockets = Path((data / "postmaster.pid").read_text().splitlines()[4])
    assert sockets.stat().st_mode & 0o777 == 0o700, "whoever reaches the socket is let in"
    server.leave()
    assert not server.is_running()
    assert not sockets.exists()
    server.start()
    assert answers(server)
    server.leave()


def test_last_user_stops_it(data: Path) -> None:
    """It stays while somebody uses it, and a killed program is no user."""
    ours = EmbeddedPostgres(data)
    other = subprocess.Popen(
        [sys.executable, "-c", USE + WAIT, data], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with other:
        assert other.stdout is not None
        assert other.stdout.readline().startswith("postgresql://")
        ours.start()
        ours.leave()
        assert answers(ours), "the other one uses it"
        other.kill()
    assert answers(ours), "nobody has stopped it"
    ours.start()
    ours.leave()
    assert not ours.is_running()


def test_kills(data: Path) -> None:
    """A killed server is started again, even if its processes or its number live on."""
    server = EmbeddedPostgres(data)
    server.start()
    assert not server.restart_if_ended()

    def compute() -> None:
        with suppress(psycopg2.OperationalError), psycopg2.connect(server.database_url("mine")) as connection:
            connection.cursor().execute("SELECT count(*) FROM generate_series(1, 1e12::bigint)")

    busy = threading.Thread(target=compute)
    busy.start()
    killed = postmaster(data)
    backends = killed.children()
    # Held: it must not end its processes.
    killed.send_signal(signal.SIGSTOP)
    killed.kill()
    killed.wait(10)
    assert server.restart_if_ended()
    assert answers(server)
    busy.join(10)
    assert all(is_over(backend) for backend in backends)
    server.stop()

    lines = [str(os.getpid()), str(data), "1", "5432", "/elsewhere", "", "1 1", "ready"]
    (data / "postmaster.pid").write_text("\n".join(lines) + "\n")
    assert not server.is_running(), "it is this test that has the number"
    server.start()
    assert answers(server)
    server.leave()


def as_user(user: pwd.struct_passwd, data: Path) -> str:
    """Use the server on ``data`` as another user: how its URL begins, or the name of the error."""
    fork = multiprocessing.get_context("fork")
    receiver, sender = fork.Pipe(duplex=False)

    def use() -> None:
        # Forked: that user may not reach this Python.
        os.setgroups([])
        os.setgid(user.pw_gid)
        os.setuid(user.pw_uid)
        try:
            server = EmbeddedPostgres(data)
            server.start()
            sender.send(server.database_url("mine").split(":")[0])
            server.leave()
        except Exception as error:
            sender.send(f"{type(error).__name__}")

    process = fork.Process(target=use)
    process.start()
    outcome = receiver.recv()
    process.join()
    return str(outcome)


def test_second_user_of_the_machine(data: Path) -> None:
    """Two users have a server each; the data of another user are refused."""
    if os.geteuid() != 0:
        pytest.skip("only root can be another user")
    nobody = pwd.getpwnam("nobody")
    folder = Path(tempfile.mkdtemp(prefix="vn30-", dir="/tmp"))
    os.chown(folder, nobody.pw_uid, -1)

    ours = EmbeddedPostgres(data)
    ours.start()
    try:
        assert as_user(nobody, folder / "postgres") == "postgresql"
        assert as_user(nobody, data) == "PermissionError"
        with pytest.raises(UnreachableFolder, match=r"belongs to the user nobody.*VN30_HOME"):
            EmbeddedPostgres(folder / "postgres").start()
    finally:
        ours.leave()
        shutil.rmtree(folder)


def test_full_disk() -> None:
    with small_disk(20) as disk:
        server = EmbeddedPostgres(disk.path / "postgres")
        with pytest.raises(NotStarted, match=r"cannot make its data in .*the disk is full\. Free space"):
            server.start()
