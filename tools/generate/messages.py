"""Lists the messages to users: texts of several words in the C++ sources of lib and tools.

./dev messages [FOLDER...] prints them in the order of the sources, each with its place, so that all
can be read from start to end as one text. A text that the source breaks over lines is one message.
"""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent

TOKEN = re.compile(
    r"""(?P<other>//[^\n]*|/\*.*?\*/|^[ \t]*\#[ \t]*include[^\n]*|(?<!\w)'(?:[^'\\\n]|\\.)+')"""
    r'''|R"(?P<mark>\w*)\((?P<raw>.*?)\)(?P=mark)"|"(?P<text>(?:[^"\\\n]|\\.)*)"''',
    re.DOTALL | re.MULTILINE)


def texts(source):
    """The texts of a source, each with its line; those that follow each other are one."""
    found, end = [], None
    for token in TOKEN.finditer(source):
        if token["other"] is not None:
            continue
        text = token["text"] if token["text"] is not None else token["raw"]
        if end is not None and not source[end:token.start()].strip():
            found[-1][1] += text
        else:
            found.append([source.count("\n", 0, token.start()) + 1, text])
        end = token.end()
    return found


def is_message(text):
    """Whether a text has words of a sentence; names, formats and markup have none."""
    plain = re.sub(r"\{[^}]*\}|\\.|<[^>]*>", " ", text)
    return re.search(r"[a-z]{2,}[,;:]? +[a-z]{2,}", plain, re.IGNORECASE) is not None


def main():
    folders = sys.argv[1:] or ["lib", "tools"]
    for folder in folders:
        if not (ROOT / folder).is_dir():
            sys.exit(f"messages: {folder} is not a folder of the sources")
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix not in (".cpp", ".h") or "node_modules" in path.parts:
                continue
            for line, text in texts(path.read_text(encoding="utf-8")):
                if is_message(text):
                    print(f"{path.relative_to(ROOT)}:{line}: {text}")


if __name__ == "__main__":
    try:
        main()
    except BrokenPipeError:
        sys.exit(0)
