#!/usr/bin/env node
// Compares schemas/ with service models in botocore's form, member by member and bound by bound. For
// developers: the product needs neither the models nor this.
//
//   tools/generate/compare-models.mjs MODEL.json...
//
// Exits 1 if a schema and a model differ in anything that the list of deviations below does not
// name, or if a deviation on the list is none any more.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

// Which shape of which service model a schema describes.
const ROOTS = [
  ["dial-request", "ConnectCampaigns", "DialRequest"],
  ["put-dial-request-batch", "ConnectCampaigns", "PutDialRequestBatchRequest"],
  ["put-dial-request-batch-response", "ConnectCampaigns", "PutDialRequestBatchResponse"],
  ["start-outbound-voice-contact", "Connect", "StartOutboundVoiceContactRequest"],
  ["create-contact", "Connect", "CreateContactRequest"],
  ["put-outbound-request-batch", "ConnectCampaignsV2", "PutOutboundRequestBatchRequest"],
  ["put-outbound-request-batch-response", "ConnectCampaignsV2", "PutOutboundRequestBatchResponse"],
  ["contact-response", "Connect", "CreateContactResponse"],
];
// The errors of some operations, all described by one schema.
const ERRORS = [
  ["aws-error", "ConnectCampaignsV2", ["PutOutboundRequestBatch"]],
  ["connect-error", "Connect", ["StartOutboundVoiceContact", "CreateContact"]],
];

const ANCHORED = "the model's patterns are meant for the whole text, as the reference writes them";
const STRING_KEYS = "the reference gives the characters in words, the model no pattern";
// [schema, place, what, reason]: a place may end in * for all below it.
const DEVIATIONS = [
  ["put-dial-request-batch", "", "required", "id is a part of the address; files may lack it"],
  ["put-outbound-request-batch", "", "required", "id is a part of the address; files may lack it"],
  ["put-dial-request-batch", "/id", "pattern", ANCHORED +
    "; the newer revision's narrower pattern is the warning campaign-id-narrowed"],
  ["dial-request", "*", "pattern", ANCHORED],
  ["put-dial-request-batch", "/dialRequests/*", "pattern", ANCHORED],
  ["put-dial-request-batch-response", "*", "pattern", ANCHORED],
  ["put-outbound-request-batch", "*", "pattern", ANCHORED],
  ["put-outbound-request-batch-response", "*", "pattern", ANCHORED],
  ["start-outbound-voice-contact", "/DestinationPhoneNumber", "pattern",
    "the model's pattern is escaped twice and would refuse every number; x-phone-e164 says E.164"],
  ["start-outbound-voice-contact", "/SourcePhoneNumber", "pattern",
    "the model's pattern is escaped twice and would refuse every number; x-phone-e164 says E.164"],
  ["start-outbound-voice-contact", "/Attributes/(key)", "pattern", STRING_KEYS],
  ["create-contact", "/Attributes/(key)", "pattern", STRING_KEYS],
  ["create-contact", "/SegmentAttributes/connect:ContactExpiry", "member",
    "a key of the service, with a form of its own (contact-expiry)"],
  ["create-contact", "/SegmentAttributes/connect:ContactExpiry/ValueMap/ExpiryDuration", "member",
    "what that key of the service holds"],
  ["create-contact", "/SegmentAttributes/connect:Subtype", "member",
    "a key of the service, looked at by initiation-method"],
  ["aws-error", "/__type", "member", "the header's value, where a body or a log carries it"],
  ["aws-error", "/code", "member", "the header's value, where a body or a log carries it"],
  ["aws-error", "/x-amzn-ErrorType", "member", "the wire's name of xAmzErrorType"],
  ["aws-error", "/httpStatusCode", "member", "the status line, where a log carries it"],
  ["connect-error", "/__type", "member", "the header's value, where a body or a log carries it"],
  ["connect-error", "/code", "member", "the header's value, where a body or a log carries it"],
  ["connect-error", "/x-amzn-ErrorType", "member", "the wire's name of the exception"],
  ["connect-error", "/xAmzErrorType", "member", "the same, as SDKs call the header"],
  ["connect-error", "/httpStatusCode", "member", "the status line, where a log carries it"],
  ["connect-error", "/Reason", "member", "what it holds is about attached files, and left open"],
];
// Said by rules of their own and therefore not compared: a QueueId that is no GUID in the reference's
// own example has no form here at all; ContactFlowId and InstanceId have theirs in x- keywords.

const folder = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "schemas");
const files = process.argv.slice(2);
if (files.length === 0) {
  console.error("usage: compare-models.mjs MODEL.json...  (botocore's service-2.json files)");
  process.exit(2);
}
const models = new Map();
for (const file of files) {
  const model = JSON.parse(readFileSync(file, "utf8"));
  models.set(model.metadata.serviceId.replaceAll(" ", ""), model);
}

const schemas = new Map();
const load = (id) => {
  if (!schemas.has(id)) {
    schemas.set(id, JSON.parse(readFileSync(join(folder, `${id}.schema.json`), "utf8")));
  }
  return schemas.get(id);
};

/** The schema that a $ref leads to, with the document it stands in. */
function resolve(node, document) {
  while (node?.$ref) {
    const [base, pointer = ""] = node.$ref.split("#");
    if (base) document = load(base.replace("urn:diallint:shape:", ""));
    node = document;
    for (const step of pointer.split("/").slice(1)) {
      node = node[step.replaceAll("~1", "/").replaceAll("~0", "~")];
    }
  }
  return [node, document];
}

const used = new Set();
const faults = [];
let compared = 0;

function covers(pattern, place) {
  return pattern.endsWith("*") ? place.startsWith(pattern.slice(0, -1)) : pattern === place;
}

function same(id, place, what, ours, theirs) {
  ++compared;
  if (JSON.stringify(ours) === JSON.stringify(theirs)) return;
  const known = DEVIATIONS.findIndex(
    ([schema, where, kind]) => schema === id && kind === what && covers(where, place));
  if (known >= 0) {
    // An anchored pattern differs in nothing but its anchors.
    const anchored = DEVIATIONS[known][3] === ANCHORED;
    if (!anchored || plain(ours) === plain(theirs)) return used.add(known);
  }
  faults.push(`${id}#${place}: ${what} is ${JSON.stringify(ours)}, in the model ` +
    JSON.stringify(theirs));
}

/** A pattern without anchors and without escapes that are none to ECMA-262. */
function plain(pattern) {
  return pattern?.replace(/^\^/, "").replace(/\$$/, "").replaceAll("\\:", ":");
}

const KINDS = {
  string: "string", timestamp: "string", structure: "object", map: "object", list: "array",
  integer: "integer", long: "integer", boolean: "boolean", double: "number", float: "number",
};

function bounds(id, place, node, shape) {
  same(id, place, "type", node.type ?? "string", KINDS[shape.type]);
  const [low, high] = {
    string: ["minLength", "maxLength"], list: ["minItems", "maxItems"],
    integer: ["minimum", "maximum"],
  }[shape.type] ?? ["minLength", "maxLength"];
  const at_least = low === "minimum" ? undefined : 0;  // no least length is one of 0
  same(id, place, low, node[low] ?? at_least, shape.min ?? at_least);
  same(id, place, high, node[high], shape.max);
  same(id, place, "pattern", node.pattern, shape.pattern);
  same(id, place, "enum", node.enum && [...node.enum].sort(), shape.enum && [...shape.enum].sort());
  if (shape.sensitive) same(id, place, "sensitive", node["x-sensitive"] ?? false, true);
}

function compare(id, place, unresolved, from, model, name, open) {
  const [node, document] = resolve(unresolved, from);
  const shape = model.shapes[name];
  bounds(id, place, node, shape);
  if (open.has(node)) return;
  const within = new Set(open).add(node);
  const inner = (step, child, childName) =>
    compare(id, `${place}/${step}`, child, document, model, childName, within);
  if (shape.type === "list") return inner("*", node.items, shape.member.shape);
  if (shape.type === "map") {
    inner("(key)", node.propertyNames, shape.key.shape);
    inner("*", node.additionalProperties, shape.value.shape);
    for (const key of Object.keys(node.properties ?? {})) {
      same(id, `${place}/${key}`, "member", true, false);
      inner(key, node.properties[key], shape.value.shape);
    }
    return;
  }
  if (shape.type === "structure") structure(id, place, node, document, model, shape, within);
}

function structure(id, place, node, document, model, shape, open) {
  const theirs = shape.members;
  same(id, place, "required", [...(node.required ?? [])].sort(), [...(shape.required ?? [])].sort());
  same(id, place, "additionalProperties", node.additionalProperties, false);
  same(id, place, "union", Boolean(node.oneOf), Boolean(shape.union));
  if (shape.union) {
    same(id, place, "channels", node.oneOf.map((one) => one.required[0]), Object.keys(theirs));
  }
  for (const key of new Set([...Object.keys(node.properties ?? {}), ...Object.keys(theirs)])) {
    same(id, `${place}/${key}`, "member", key in node.properties, key in theirs);
    if (!(key in node.properties) || !(key in theirs)) continue;
    compare(id, `${place}/${key}`, node.properties[key], document, model, theirs[key].shape, open);
  }
}

function compareErrors([id, service, operations]) {
  const model = models.get(service);
  if (!model) return;
  const names = [...new Set(operations.flatMap(
    (operation) => model.operations[operation].errors.map((error) => error.shape)))];
  const members = {};
  for (const name of names) Object.assign(members, model.shapes[name].members);
  // What every exception requires; what only one does is a condition in the schema.
  const needed = (name) => model.shapes[name].required ?? [];
  const required = needed(names[0]).filter((member) =>
    names.every((name) => needed(name).includes(member)));
  for (const [member, { shape }] of Object.entries(members)) {
    if (model.shapes[shape].union) delete members[member];
  }
  const schema = load(id);
  const union = { type: "structure", members, required };
  structure(id, "", schema, schema, model, union, new Set());
  for (const member of ["__type", "code"]) {
    same(id, `/${member}`, "exceptions", schema.properties[member].enum, [...names].sort());
  }
  const statuses = [...new Set(names.map((name) => model.shapes[name].error.httpStatusCode))];
  same(id, "/httpStatusCode", "statuses", schema.properties.httpStatusCode.enum,
    statuses.sort((a, b) => a - b));
  for (const name of names) {
    const clause = schema.allOf.find((one) => one["x-rule"] === "exception-status" &&
      JSON.stringify(one.if).includes(`"${name}"`));
    same(id, `/httpStatusCode (${name})`, "status", clause?.then.properties.httpStatusCode.const,
      model.shapes[name].error.httpStatusCode);
    const extra = needed(name).filter((member) => !required.includes(member));
    const needs = schema.allOf.find((one) => one.then.required &&
      JSON.stringify(one.if).includes(`"${name}"`));
    same(id, `(${name})`, "required", needs?.then.required ?? [], extra);
  }
}

for (const [id, service, name] of ROOTS) {
  const model = models.get(service);
  if (!model) {
    console.error(`${id}: no model of ${service} was given; not compared`);
    continue;
  }
  compare(id, "", load(id), load(id), model, name, new Set());
}
ERRORS.forEach(compareErrors);

const services = new Map([...ROOTS, ...ERRORS].map(([id, service]) => [id, service]));
DEVIATIONS.forEach(([id, place, what], i) => {
  if (used.has(i) || !models.has(services.get(id))) return;
  faults.push(`${id}#${place}: the deviation in ${what} is none any more; take it off the list`);
});
for (const fault of faults) console.log(fault);
console.log(`${compared} compared, ${used.size} deviations with their reasons, ${faults.length} ` +
  `difference${faults.length === 1 ? "" : "s"}`);
process.exit(faults.length === 0 ? 0 : 1);
