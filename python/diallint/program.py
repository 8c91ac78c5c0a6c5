"""Where the program stands that the wheel has brought."""

from __future__ import annotations

import os
import shutil
import sysconfig


def path_of_program() -> str:
    """Beside this Python, or else on the path; FileNotFoundError where it is at neither place."""
    own = os.path.join(sysconfig.get_path("scripts"), "diallint")
    program = own if os.path.exists(own) else shutil.which("diallint")
    if program is None:
        raise FileNotFoundError(
            "the program is not beside this Python, nor on the path; install the wheel again"
        )
    return program
