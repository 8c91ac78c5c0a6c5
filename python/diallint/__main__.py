"""`python -m diallint` is the program `diallint`; `dialgen` is the same file by another name."""

import os
import sys

from diallint.program import path_of_program


def main() -> None:
    run_as("diallint")


def dialgen() -> None:
    run_as("dialgen")


def run_as(name: str) -> None:
    try:
        program = path_of_program()
    except FileNotFoundError as error:
        sys.exit(f"{name}: {error}")
    os.execv(program, [name, *sys.argv[1:]])


if __name__ == "__main__":
    main()
