// Makes the calls of a corpus by grpc-js and prints the outcome of each as a line of JSON.
//   node replay.mjs ADDRESS CORPUS DESCRIPTORS

import { readFileSync } from "node:fs";
import { createFileRegistry, fromBinary, fromJson, toBinary, toJson } from "@bufbuild/protobuf";
import { AnySchema, FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import grpc from "@grpc/grpc-js";

const TRAILERS = ["x-request-id", "grpc-retry-pushback-ms"];
const LONGEST_SECONDS = 60;

const [address, corpus, descriptors] = process.argv.slice(2);
const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, readFileSync(descriptors)));
const statusSchema = registry.getMessage("google.rpc.Status");
const asJson = (schema, message) => toJson(schema, message, { registry, useProtoFieldName: true });

function replay(client, call) {
  const [service, name] = call.method.split("/");
  const method = registry.getService(service).methods.find((one) => one.name === name);
  const serialize = (message) => Buffer.from(toBinary(method.input, message));
  const deserialize = (bytes) => fromBinary(method.output, bytes);
  const requests = call.requests.map((request) => fromJson(method.input, request, { registry }));
  const metadata = new grpc.Metadata();
  Object.entries(call.metadata).forEach(([key, value]) => metadata.set(key, value));
  const deadline = Date.now() + (call.deadline_seconds ?? LONGEST_SECONDS) * 1000;
  const sent = [`/${call.method}`, serialize, deserialize];

  return new Promise((resolve) => {
    const answers = [];
    const keep = (answer) => answers.push(asJson(method.output, answer));
    const end = (status) => resolve({ name: call.name, answers, ...told(status) });
    if (method.methodKind === "unary") {
      client
        .makeUnaryRequest(...sent, requests[0], metadata, { deadline }, (_, answer) => answer && keep(answer))
        .on("status", (status) => setImmediate(end, status)); // after the answer, which comes in the same turn
    } else {
      const stream = client.makeBidiStreamRequest(...sent, metadata, { deadline });
      stream.on("data", keep).on("error", () => {}).on("status", end);
      requests.forEach((request) => stream.write(request));
      stream.end();
    }
  });
}

function told({ code, details, metadata }) {
  const outcome = { code: grpc.status[code], trailers: {} };
  if (code !== grpc.status.OK) outcome.message = details;
  const [packed] = metadata.get("grpc-status-details-bin");
  if (packed) outcome.details = fromBinary(statusSchema, packed).details.map((one) => asJson(AnySchema, one));
  for (const name of TRAILERS) {
    const [value] = metadata.get(name);
    if (value !== undefined) outcome.trailers[name] = value;
  }
  return outcome;
}

const client = new grpc.Client(address, grpc.credentials.createInsecure());
for (const line of readFileSync(corpus, "utf8").split("\n").filter(Boolean)) {
  console.log(JSON.stringify(await replay(client, JSON.parse(line))));
}
client.close();
