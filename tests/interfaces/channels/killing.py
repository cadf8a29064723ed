"""A process of ours that is killed with -9 at a step of its work."""

import os
import signal
import sys
import threading
from collections.abc import Callable, Collection

from django.db import connection


def die_at(at_step: int, work: Callable[[], object], *, steps: Collection[str], ours: Collection[str]) -> bool:
    """Do `work` in a process of its own that is killed at a step; True when it came to its end before.

    A step is a call of a function named in `steps`, in a file whose path holds one of `ours`, in any thread.
    """
    connection.close()
    child = os.fork()
    if child:
        return os.WIFEXITED(os.waitpid(child, 0)[1])
    seen = 0

    def step(frame, event, _argument):
        nonlocal seen
        code = frame.f_code
        if event == "call" and code.co_name in steps and any(name in code.co_filename for name in ours):
            seen += 1
            if seen == at_step:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(step)
    threading.setprofile(step)
    try:
        work()
    finally:
        os._exit(0)
