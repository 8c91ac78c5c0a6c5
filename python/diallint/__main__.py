"""`python -m diallint` is the program `diallint`."""

import os
import shutil
import sys
import sysconfig


def main() -> None:
    own = os.path.join(sysconfig.get_path("scripts"), "diallint")
    program = own if os.path.exists(own) else shutil.which("diallint")
    if program is None:
        sys.exit("diallint: the program is not beside this Python, nor on the path; install the wheel again")
    os.execv(program, ["diallint", *sys.argv[1:]])


if __name__ == "__main__":
    main()
