"""The drafted acts of invented States as JSON Lines, over again until there are as many as asked for; some lines are bad."""
import json
import pathlib
import sys

folder, count = pathlib.Path(sys.argv[1]), int(sys.argv[2])
texts = [(path.stem, path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.txt"))]
for number in range(count):
    name, text = texts[number % len(texts)]
    if number % 97 == 96:
        print(json.dumps({"id": number, "text": 7}))
    else:
        print(json.dumps({"id": number, "path": f"{name}-{number}", "text": text}))
