"""How a child process begins: it dies with its owner, and PostgreSQL never runs as root."""

import ctypes
import os
import pwd
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

LINUX = sys.platform == "linux"
_libc = ctypes.CDLL(None, use_errno=True)

_CLONE_NEWUSER = 0x10000000
_PR_SET_PDEATHSIG, _PR_SET_KEEPCAPS, _PR_CAP_AMBIENT, _PR_CAP_AMBIENT_RAISE = 1, 8, 47, 2
_CAP_DAC_OVERRIDE, _CAP_DAC_READ_SEARCH = 1, 2
_CAPABILITY_VERSION_3 = 0x20080522
NOBODY = 65534


@dataclass(frozen=True)
class Identity:
    """Who a child runs as. `namespace`: ourselves, under another name in a user namespace; `uid`: another user."""

    namespace: bool = False
    uid: int | None = None


def _checked(outcome: int) -> None:
    if outcome != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def has_name(uid: int) -> bool:
    try:
        return bool(pwd.getpwuid(uid).pw_name)
    except KeyError:
        return False


def stand_in() -> int:
    """A user who is not root and has a name, which initdb asks for: `nobody`, as a rule."""
    if has_name(NOBODY):
        return NOBODY
    return next((entry.pw_uid for entry in pwd.getpwall() if entry.pw_uid != 0), NOBODY)


def _enter_namespace(uid: int, gid: int, inside: int) -> None:
    _checked(_libc.unshare(_CLONE_NEWUSER))
    for name, line in (("setgroups", "deny"), ("uid_map", f"{inside} {uid} 1"), ("gid_map", f"{inside} {gid} 1")):
        Path("/proc/self", name).write_text(line, encoding="ascii")


def _become(uid: int) -> None:
    """Be another user who may still pass through root's closed folders (a home is often 0700)."""
    _libc.prctl(_PR_SET_KEEPCAPS, 1, 0, 0, 0)
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)
    wanted = 1 << _CAP_DAC_OVERRIDE | 1 << _CAP_DAC_READ_SEARCH
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    sets = (ctypes.c_uint32 * 6)(wanted, wanted, wanted, 0, 0, 0)
    if _libc.capset(ctypes.byref(header), ctypes.byref(sets)) == 0:
        for capability in (_CAP_DAC_OVERRIDE, _CAP_DAC_READ_SEARCH):
            _libc.prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_RAISE, capability, 0, 0)


OURSELVES = Identity()


def _beginning(identity: Identity, dies_by: int) -> Callable[[], None]:
    """What a child does between fork and exec: take its identity, and ask to get `dies_by` when its owner ends."""
    owner, uid, gid, inside = os.getpid(), os.geteuid(), os.getegid(), stand_in()

    def begin() -> None:
        if identity.namespace:
            _enter_namespace(uid, gid, inside)
        elif identity.uid is not None and LINUX:
            _become(identity.uid)
        if LINUX:
            # After the change of identity: the kernel forgets the wish when rights change.
            _libc.prctl(_PR_SET_PDEATHSIG, int(dies_by), 0, 0, 0)
            if os.getppid() != owner:
                os._exit(1)

    return begin


def launch(
    arguments: Sequence[str],
    *,
    identity: Identity = OURSELVES,
    dies_by: int = signal.SIGTERM,
    environment: Mapping[str, str] | None = None,
    typed: int | None = subprocess.DEVNULL,
    said: IO[bytes] | int | None = None,
    descriptors: Sequence[int] = (),
    apart: bool = True,
) -> subprocess.Popen[bytes]:
    """Start a child; what it says goes to `said`, errors too (None: our terminal). It inherits the `descriptors`.

    `apart` keeps the keys of the terminal (Ctrl-C) away from it: its owner decides when it ends.

    It gets the signal `dies_by` when its owner ends, so call this from a thread that lives as long as the process:
    the kernel watches the thread. Raises OSError or SubprocessError when it cannot begin.
    """
    return subprocess.Popen(  # noqa: S603 - our own programs
        arguments,
        stdin=typed,
        stdout=said,
        stderr=None if said is None else subprocess.STDOUT,
        env=environment,
        pass_fds=descriptors,
        process_group=0 if apart else None,
        preexec_fn=_beginning(identity, dies_by),  # noqa: PLW1509 - it takes no lock and imports nothing
    )


def run_to_end(
    arguments: Sequence[str],
    *,
    identity: Identity = OURSELVES,
    environment: Mapping[str, str] | None = None,
    typed: str = "",
) -> tuple[int, str]:
    """Run a child to its end, with `typed` as its input: its exit status and all it said."""
    child = launch(
        arguments,
        identity=identity,
        dies_by=signal.SIGKILL,
        environment=environment,
        typed=subprocess.PIPE,
        said=subprocess.PIPE,
    )
    said, _none = child.communicate(typed.encode())
    return child.returncode, said.decode(errors="replace")
