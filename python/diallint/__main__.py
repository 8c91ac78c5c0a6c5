"""`python -m diallint` is the program `diallint`."""

import os
import sys

from diallint.program import path_of_program


def main() -> None:
    try:
        program = path_of_program()
    except FileNotFoundError as error:
        sys.exit(f"diallint: {error}")
    os.execv(program, ["diallint", *sys.argv[1:]])


if __name__ == "__main__":
    main()
