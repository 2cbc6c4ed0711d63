"""Page numbers of findings in a PDF, against what `pdftotext` prints of that page alone.

    python3 tests/pages.py target/debug/lacuna LAW.pdf --language es [--sample 20]

Takes every piece of evidence and of the outline's provisions in turn, evenly over the file, and looks for the first words of
each on the page that is told. Prints how many stand there; exits 1 if one does not.
"""

import argparse
import json
import subprocess
import sys
import unicodedata


def squeezed(text):
    text = unicodedata.normalize("NFKC", text)
    return "".join(c for c in text if c.isalnum()).lower()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("pdf")
    parser.add_argument("--language", default="en")
    parser.add_argument("--sample", type=int, default=20)
    args = parser.parse_args()
    command = [args.program, "check", args.pdf, "--format", "json", "--language", args.language]
    done = subprocess.run(command, capture_output=True, check=True)
    evidence = [it for finding in json.loads(done.stdout)["findings"] for it in finding["evidence"]]
    places = {(it["start"], it["quote"], it["at"]["page"]) for it in evidence}
    places = sorted(places)
    step = max(1, len(places) // args.sample)
    chosen = places[::step][: args.sample]
    right = 0
    for start, quote, page in chosen:
        text = subprocess.run(
            ["pdftotext", "-raw", "-enc", "UTF-8", "-f", str(page), "-l", str(page), args.pdf, "-"],
            capture_output=True, check=True,
        ).stdout.decode()
        # The words may go on on the next page: those of the first line are enough.
        first = squeezed(quote.splitlines()[0])[:60]
        here = bool(first) and first in squeezed(text)
        right += here
        if not here:
            print(f"not on page {page}: byte {start}, {quote[:80]!r}")
    print(f"{right} of {len(chosen)} sampled of {len(places)} pieces of evidence stand on the page that is told")
    return 0 if right == len(chosen) and chosen else 1


if __name__ == "__main__":
    sys.exit(main())
