"""What a schema of schemas/ and the model of an AWS service say differently, member by member and
bound by bound. Reads no file and prints nothing; drift.py does."""
import dataclasses

TYPES = {"string": "string", "structure": "object", "map": "object", "list": "array",
         "integer": "integer", "long": "integer", "boolean": "boolean", "double": "number",
         "float": "number"}
# The bounds of a type: the schema's keyword, the model's member, and its words.
BOUNDS = {"string": (("minLength", "min", "least number of characters"),
                     ("maxLength", "max", "greatest number of characters")),
          "list": (("minItems", "min", "least number of items"),
                   ("maxItems", "max", "greatest number of items")),
          "map": (("minProperties", "min", "least number of entries"),
                  ("maxProperties", "max", "greatest number of entries"))}
NUMBER_BOUNDS = (("minimum", "min", "least value"), ("maximum", "max", "greatest value"))


@dataclasses.dataclass(frozen=True)
class Difference:
    """One thing that two documents say differently. `ours` and `theirs` are JSON values."""
    schema: str
    place: str
    what: str
    ours: object
    theirs: object

    def key(self):
        return self.schema, self.place, self.what

    def words(self):
        where = f"{self.schema}{self.place and ' ' + self.place}"
        if self.what == "member":
            return (f"{where}: the model has this member, the schema does not" if self.theirs
                    else f"{where}: the schema has this member, the model does not")
        if isinstance(self.ours, list) or isinstance(self.theirs, list):
            return f"{where}: {self.what}: {lists_in_words(self.ours or [], self.theirs or [])}"
        return (f"{where}: the {self.what} is {value_in_words(self.ours)} in the schema, "
                f"{value_in_words(self.theirs)} in the model")


def lists_in_words(ours, theirs):
    parts = []
    for owner, other, mine, others in (("model", "schema", theirs, ours),
                                       ("schema", "model", ours, theirs)):
        more = [str(one) for one in mine if one not in others]
        if more:
            parts.append(f"only the {owner} names {', '.join(more)}")
    return "; ".join(parts)


def value_in_words(value):
    if value is None:
        return "not stated"
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def plain(pattern):
    """A pattern without its anchors, as the models mean each for the whole text, and without escapes
    that say nothing."""
    if pattern is None:
        return None
    return pattern.removeprefix("^").removesuffix("$").replace("\\:", ":")


class Comparison:
    """Compares schemas with one model. `schemas` is documents by id."""

    def __init__(self, schemas, model):
        self.schemas = schemas
        self.shapes = model["shapes"]
        self.operations = model.get("operations", {})
        self.differences = []
        self.compared = 0

    def compare(self, schema, shape):
        document = self.schemas[schema]
        self.schema = schema
        self.value("", document, document, shape, frozenset())

    def compare_errors(self, schema, operations):
        """A schema that describes the errors of some operations."""
        self.schema = schema
        document = self.schemas[schema]
        names = list(dict.fromkeys(error["shape"] for operation in operations
                                   for error in self.operations[operation]["errors"]))
        members = {}
        for name in names:
            members.update((member, reference)
                           for member, reference in self.shapes[name].get("members", {}).items()
                           if not self.shapes[reference["shape"]].get("union"))
        required = set.intersection(*(set(self.shapes[n].get("required", [])) for n in names))
        self.structure("", document, document, {"members": members, "required": sorted(required)},
                       frozenset())
        for member in ("__type", "code"):
            listed = document["properties"][member]["enum"]
            self.same(f"/{member}", "exceptions", sorted(listed), sorted(names))
        statuses = {name: self.shapes[name]["error"]["httpStatusCode"] for name in names}
        ours = document["properties"]["httpStatusCode"]["enum"]
        self.same("/httpStatusCode", "statuses", sorted(ours), sorted(set(statuses.values())))
        for name in names:
            self.exception(document, name, statuses[name], required)

    def exception(self, document, name, status, required):
        def clause(fits):
            return next((one for one in document["allOf"] if fits(one) and name in
                         str(one.get("if"))), {}).get("then", {})
        ours = clause(lambda one: one.get("x-rule") == "exception-status")
        ours = ours.get("properties", {}).get("httpStatusCode", {}).get("const")
        self.same(f"/httpStatusCode ({name})", "status", ours, status)
        needs = clause(lambda one: "required" in one["then"]).get("required", [])
        own = [m for m in self.shapes[name].get("required", []) if m not in required]
        self.same(f"({name})", "required members", sorted(needs), sorted(own))

    # --- values ---

    def same(self, place, what, ours, theirs):
        self.compared += 1
        if ours != theirs:
            self.differences.append(Difference(self.schema, place, what, ours, theirs))

    def resolved(self, node, document):
        """The schema that a $ref leads to, and the document that it stands in."""
        while "$ref" in node:
            base, _, pointer = node["$ref"].partition("#")
            if base:
                document = self.schemas[base.removeprefix("urn:diallint:shape:")]
            node = document
            for step in pointer.split("/")[1:]:
                node = node[step.replace("~1", "/").replace("~0", "~")]
        return node, document

    def value(self, place, node, document, name, open_nodes):
        node, document = self.resolved(node, document)
        shape = self.shapes[name]
        self.bounds(place, node, shape)
        if id(node) in open_nodes:
            return
        inside = open_nodes | {id(node)}
        if shape["type"] == "list":
            self.value(f"{place}/*", node["items"], document, shape["member"]["shape"], inside)
        elif shape["type"] == "map":
            self.entries(place, node, document, shape, inside)
        elif shape["type"] == "structure":
            self.structure(place, node, document, shape, inside)

    def bounds(self, place, node, shape):
        kind = shape["type"]
        self.same(place, "type", node.get("type", "string"), type_of(shape))
        for keyword, member, words in BOUNDS.get(kind, NUMBER_BOUNDS):
            # No least length is one of 0.
            least = 0 if member == "min" and kind in BOUNDS else None
            self.same(place, words, node.get(keyword, least), shape.get(member, least))
        if plain(node.get("pattern")) != plain(shape.get("pattern")):
            self.same(place, "pattern", node.get("pattern"), shape.get("pattern"))
        self.same(place, "values", listed(node.get("enum")), listed(shape.get("enum")))
        if shape.get("sensitive"):
            self.same(place, "sensitivity", node.get("x-sensitive", False), True)

    def entries(self, place, node, document, shape, inside):
        self.value(f"{place}/(key)", node["propertyNames"], document, shape["key"]["shape"], inside)
        self.value(f"{place}/*", node["additionalProperties"], document, shape["value"]["shape"],
                   inside)
        for key, child in node.get("properties", {}).items():
            self.same(f"{place}/{key}", "member", True, False)
            self.value(f"{place}/{key}", child, document, shape["value"]["shape"], inside)

    def structure(self, place, node, document, shape, inside):
        theirs = shape["members"]
        ours = node.get("properties", {})
        self.same(place, "required members", sorted(node.get("required", [])),
                  sorted(shape.get("required", [])))
        self.same(place, "openness to other members", node.get("additionalProperties", True), False)
        if shape.get("union"):
            one_of = [one["required"][0] for one in node.get("oneOf", [])]
            self.same(place, "members of which one stands", sorted(one_of), sorted(theirs))
        for key in [*ours, *(key for key in theirs if key not in ours)]:
            self.same(f"{place}/{key}", "member", key in ours, key in theirs)
            if key in ours and key in theirs:
                self.value(f"{place}/{key}", ours[key], document, theirs[key]["shape"], inside)


def listed(values):
    return None if values is None else sorted(values)


def type_of(shape):
    if shape["type"] != "timestamp":
        return TYPES[shape["type"]]
    return "string" if shape.get("timestampFormat") == "iso8601" else "number"


def moved(differences, deviations):
    """What is to be told: differences that no deviation names or names with other values, and
    deviations that are none any more. A deviation is a dict with schema, place, what, ours, theirs and
    reason."""
    known = {(d["schema"], d["place"], d["what"]): d for d in deviations}
    told = []
    for difference in differences:
        deviation = known.pop(difference.key(), None)
        if deviation is None:
            told.append(difference.words())
        elif (deviation["ours"], deviation["theirs"]) != (difference.ours, difference.theirs):
            told.append(f"{difference.words()}; known so far: "
                        f"{value_in_words(deviation['ours'])} in the schema, "
                        f"{value_in_words(deviation['theirs'])} in the model")
    for schema, place, what in known:
        where = f"{schema}{place and ' ' + place}"
        told.append(f"{where}: schema and model now agree on the {what}; take the deviation off the "
                    "list")
    return told
