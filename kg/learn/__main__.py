"""``python -m kg.learn train DATA OUT`` trains the recogniser; ``python -m kg.learn eval FILE.tsv`` scores one."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from kg.errors import KgError
from kg.learn import evaluate_ner, train_ner


def main() -> int:
    """Run the command and give its exit status."""
    parser = argparse.ArgumentParser(prog="python -m kg.learn", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    train = commands.add_parser("train", help="train the recogniser and write a HanLP model directory")
    train.add_argument("data", type=Path, help="directory with ner/ (corpora) and gazetteer/")
    train.add_argument("out", type=Path, help="directory to write the model to")
    judge = commands.add_parser("eval", help="precision, recall and F1 on a character-level TSV, as JSON")
    judge.add_argument("file", type=Path, help="character<TAB>BIO tag, blank lines between sentences")
    judge.add_argument("--model", type=Path, help="a HanLP model directory instead of the shipped one")
    given = parser.parse_args()
    try:
        if given.command == "train":
            train_ner(given.data, given.out, report=lambda line: print(line, flush=True))
        else:
            print(json.dumps(evaluate_ner(given.file, given.model), indent=1))
    except KgError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
