"""What runs inside the limited process: sets its limits, does one job, says what it yields."""

import ctypes
import importlib
import json
import os
import resource
import signal
import sys
from typing import Any, BinaryIO

from foia.gateways.limited import Refused

_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS = 1, 38


def main() -> int:
    """Do the job that stands on standard input; return 0 if it said all it had to say."""
    order = json.load(sys.stdin.buffer)
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # libraries may print; that is no message
    _limit(order["limits"], order["parent"])
    try:
        job = getattr(importlib.import_module(order["module"]), order["name"])
        for said in job(*order["args"]):
            _say(out, {"said": said})
    except Refused as refusal:
        _say(out, {"refused": str(refusal)})
    except (MemoryError, RecursionError):
        _say(out, {"refused": "too_large"})
    except Exception:
        _say(out, {"refused": "broken"})
    return 0


def _limit(limits: dict[str, Any], parent: int) -> None:
    """Take what is not needed away from this process, and from all that it starts."""
    resource.setrlimit(resource.RLIMIT_CPU, (limits["cpu"], limits["cpu"] + 5))
    for kind, most in (
        (resource.RLIMIT_AS, limits["memory"]),
        (resource.RLIMIT_FSIZE, limits["file"]),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 256),
    ):
        resource.setrlimit(kind, (most, most))
    os.nice(5)
    control = getattr(ctypes.CDLL(None), "prctl", None)  # Linux
    if control is not None:
        control(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        control(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)


def _say(out: BinaryIO, message: object) -> None:
    out.write(json.dumps(message).encode() + b"\n")
    out.flush()


if __name__ == "__main__":
    sys.exit(main())
