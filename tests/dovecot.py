"""A real IMAP server on loopback for the tests: Dovecot in a folder of its own."""

import grp
import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from imaplib import IMAP4
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep

from worker.services import free_port

PROGRAM = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
START_SECONDS = 20
CONFIG = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
default_internal_user = {user}
default_login_user = {user}
default_internal_group = {group}
first_valid_uid = 0
mail_location = maildir:{folder}/mail
passdb {{
  driver = static
  args = password=secret
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    address = 127.0.0.1
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
"""


@dataclass
class Server:
    """A running server; any user with the password «secret» sees the one mailbox."""

    folder: Path
    port: int = field(default_factory=free_port)

    @property
    def url(self) -> str:
        return f"imap://rosa:secret@127.0.0.1:{self.port}/INBOX"

    def put(self, content: bytes, *, folder: str = "INBOX") -> None:
        """Have a mail lie in a folder since a Monday morning in Chicago."""
        with self.line() as line:
            status, answer = line.append(folder, "", '"16-Nov-2026 09:00:00 -0600"', content)
            assert status == "OK", answer

    def line(self) -> IMAP4:
        line = IMAP4("127.0.0.1", self.port, timeout=10)
        line.login("rosa", "secret")
        return line

    def files(self) -> list[Path]:
        """The mails as they lie on the disk."""
        return [path for name in ("cur", "new") for path in (self.folder / "mail" / name).iterdir()]

    def make_anew(self, folder: str) -> None:
        """Have a folder be another one of the same name: empty, and counted anew."""
        with self.line() as line:
            line.delete(folder)
            line.create(folder)


@contextmanager
def running() -> Iterator[Server]:
    """Start a server, and stop it at the end."""
    with TemporaryDirectory(prefix="dovecot-") as name:
        server = Server(Path(name))
        process = _start(server)
        try:
            _wait(server, process)
            yield server
        finally:
            process.terminate()
            process.wait(10)


def _start(server: Server) -> "subprocess.Popen[bytes]":
    """Start it as somebody who is not root, which it would refuse."""
    folder = server.folder
    who = pwd.getpwnam("nobody") if os.getuid() == 0 else pwd.getpwuid(os.getuid())
    for name in ("run", "state", "mail"):
        (folder / name).mkdir()
    if os.getuid() == 0:
        for path in (folder, *folder.iterdir()):
            shutil.chown(path, who.pw_uid, who.pw_gid)
    told = {"uid": who.pw_uid, "gid": who.pw_gid, "user": who.pw_name, "port": server.port}
    group = grp.getgrgid(who.pw_gid).gr_name
    config = folder / "dovecot.conf"
    config.write_text(CONFIG.format(folder=folder, group=group, **told))
    return subprocess.Popen([str(PROGRAM), "-F", "-c", str(config)], stderr=subprocess.DEVNULL)


def _wait(server: Server, process: "subprocess.Popen[bytes]") -> None:
    deadline = monotonic() + START_SECONDS
    while True:
        try:
            server.line().logout()
            return
        except (OSError, IMAP4.error):
            log = server.folder / "log"
            said = log.read_text()[-2000:] if log.exists() else ""
            assert process.poll() is None and monotonic() < deadline, said
            sleep(0.1)
