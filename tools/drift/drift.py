#!/usr/bin/env python3
"""Compares schemas/ with the service models in a release of botocore, and says in words what moved:
what differs, and is not in the list of known deviations (data/service-models.json).

`./dev drift` calls this with the newest release. Ends with 1 if anything moved.
"""
import argparse
import gzip
import json
import pathlib
import re
import sys
import zipfile

from compare import Comparison, moved

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
LIST = ROOT / "data" / "service-models.json"
SCHEMAS = ROOT / "schemas"


def read_schemas(folder):
    paths = sorted(folder.glob("*.schema.json"))
    return {path.name.removesuffix(".schema.json"): json.loads(path.read_text()) for path in paths}


def models_of(wheel, services):
    """The newest model of each service, by its name in botocore."""
    models = {}
    with zipfile.ZipFile(wheel) as archive:
        for name in sorted(archive.namelist()):
            at = re.fullmatch(r"botocore/data/([^/]+)/[^/]+/service-2\.json(\.gz)?", name)
            if at and at[1] in services:
                text = archive.read(name)
                models[at[1]] = json.loads(gzip.decompress(text) if at[2] else text)
    return models


def models_in(files):
    """Models that lie there as files, by the name that botocore has for the service."""
    models = [json.loads(pathlib.Path(file).read_text()) for file in files]
    return {model["metadata"]["uid"].rsplit("-", 3)[0]: model for model in models}


def compare_all(listed, schemas, models):
    """Differences, how many things were compared, and the schemas whose model is not there."""
    differences, compared, missing = [], 0, []
    for entry in listed["shapes"]:
        model = models.get(entry["service"])
        if model is None:
            missing.append(entry["schema"])
            continue
        comparison = Comparison(schemas, model)
        if "errorsOf" in entry:
            comparison.compare_errors(entry["schema"], entry["errorsOf"])
        else:
            comparison.compare(entry["schema"], entry["shape"])
        differences += comparison.differences
        compared += comparison.compared
    return differences, compared, missing


def accept(listed, differences, reason):
    """The list with all of what differs, each new entry with that reason."""
    known = {(d["schema"], d["place"], d["what"]): d for d in listed["deviations"]}
    deviations = []
    for one in differences:
        before = known.get(one.key(), {"reason": reason})
        deviations.append({"schema": one.schema, "place": one.place, "what": one.what,
                           "ours": one.ours, "theirs": one.theirs, "reason": before["reason"]})
    return {**listed, "deviations": deviations}


def written(listed):
    """The list as it is kept: a line for each entry."""
    def lines(name):
        entries = ",\n".join(f"    {json.dumps(one, ensure_ascii=False)}" for one in listed[name])
        return f'  "{name}": [\n{entries}\n  ]'
    about = json.dumps(listed["about"])
    return f'{{\n  "about": {about},\n{lines("shapes")},\n{lines("deviations")}\n}}\n'


def main():
    parser = argparse.ArgumentParser(prog="./dev drift", description=__doc__.splitlines()[0])
    parser.add_argument("--accept", metavar="REASON",
                        help="write what differs to the list of known deviations, for this reason")
    parser.add_argument("models", nargs="+", metavar="FILE",
                        help="a wheel of botocore, or service models as it has them")
    options = parser.parse_args()
    listed = json.loads(LIST.read_text())
    services = {entry["service"] for entry in listed["shapes"]}
    wheels = [file for file in options.models if file.endswith(".whl")]
    models = models_of(wheels[0], services) if wheels else models_in(options.models)
    differences, compared, missing = compare_all(listed, read_schemas(SCHEMAS), models)
    told = moved(differences, listed["deviations"])
    told += [f"{schema}: its service is not among the models" for schema in missing]
    if options.accept:
        accepted = accept(listed, differences, options.accept)
        LIST.write_text(written(accepted))
    for line in told:
        print(line)
    known = len(listed["deviations"])
    print(f"{compared} statements compared; {known} known deviations; {len(told)} moved")
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main())
