"""What an import does before it writes, with pandas: EARLIER FILE RULES. A turn for each line of standard input; answers
seconds, lines that are new, and those of them that a rule knows."""

import sys
import time

import pandas as pd

earlier_path, file_path, rules_path = sys.argv[1:]
with open(rules_path, encoding="utf-8") as lines:
    rules = [line.strip() for line in lines]

WHOLE = ["Posting Date", "Amount", "Description"]


def read(path):
    return pd.read_csv(path, parse_dates=["Posting Date"], date_format="%m/%d/%Y")


def keyed(frame):
    # Two identical purchases are two: a line is its day, amount, words and the how-manieth such line.
    return frame.assign(nth=frame.groupby(WHOLE, sort=False).cumcount())


# What an earlier import has kept is there already.
known = keyed(read(earlier_path))[WHOLE + ["nth"]]


def turn():
    frame = keyed(read(file_path)).merge(known, how="left", on=WHOLE + ["nth"], indicator=True)
    fresh = frame[frame["_merge"] == "left_only"]
    words = fresh["Description"].str.upper()
    ruled = pd.Series(-1, index=fresh.index)
    for number, pattern in enumerate(rules):
        ruled[(ruled < 0) & words.str.contains(pattern, regex=False)] = number
    return len(fresh), int((ruled >= 0).sum())


for _ in sys.stdin:
    begun = time.perf_counter()
    new, known_to_rules = turn()
    print(time.perf_counter() - begun, new, known_to_rules, flush=True)
