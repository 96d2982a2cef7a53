// Asks why invoice lookups failed and prints what to do.
//   npm install --prefix examples/node && node examples/node/lookup.js ADDRESS [CA.crt]   (the token is in TOKEN)

import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import grpc from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));

const definitions = loadSync(
  ["resolver/v1/resolver_service.proto", "google/rpc/status.proto", "google/rpc/error_details.proto"],
  {
    includeDirs: [path("../../proto"), path("../../third_party/googleapis")],
    keepCase: true, // names as in the contract, and as in field paths
    enums: String,
    longs: Number,
    defaults: true, // without it, false and 0 are undefined, and empty lists are missing
    oneofs: true, // `result` tells which of `resolution` and `status` is there
    json: true, // the details of errors come as messages, not as bytes
  },
);
const { ResolverService } = grpc.loadPackageDefinition(definitions).resolver.v1;

const CONTEXT = {
  lookup_id: "AP-2026-031207",
  inputs: {
    invoice_type: "INVOICE_TYPE_DIGITAL_SPECIAL",
    invoice_number: "26112000000451829937",
    issue_date: "20260305",
    amount: "11061.95",
  },
  outcome: { provider: "sta_inv_veri_query", code: "006", message: "发票信息不一致" },
  requester: { role: "ROLE_EMPLOYEE" },
};

// One client for the whole program, kept.
function connect(address, ca) {
  const credentials = ca ? grpc.credentials.createSsl(readFileSync(ca)) : grpc.credentials.createInsecure();
  const client = new ResolverService(address, credentials, {
    "grpc.service_config": readFileSync(path("../service_config.json"), "utf8"),
    "grpc.keepalive_time_ms": 30_000,
    "grpc.keepalive_timeout_ms": 10_000,
    "grpc.keepalive_permit_without_calls": 1,
    "grpc.max_receive_message_length": 64 * 1024 * 1024,
  });
  const withPromise = (name) => promisify(client[name]).bind(client);
  return { resolve: withPromise("Resolve"), batchResolve: withPromise("BatchResolve"), close: () => client.close() };
}

// What goes with each call: who calls, and an id that both logs have.
function metadata() {
  const metadata = new grpc.Metadata();
  metadata.set("x-request-id", randomUUID());
  if (process.env.TOKEN) metadata.set("authorization", `Bearer ${process.env.TOKEN}`);
  return metadata;
}

// How long all attempts of a call may take together.
const within = (seconds) => ({ deadline: Date.now() + seconds * 1000 });
const moment = ({ seconds, nanos }) => new Date(seconds * 1000 + nanos / 1e6);

async function resolveOne(service) {
  const answer = await service.resolve({ context: CONTEXT, language_code: "zh-CN" }, metadata(), within(5));
  const [cause] = answer.causes; // there always is one
  console.log(`${answer.lookup_id}：${cause.title}（${Math.round(cause.probability * 100)}%）`);
  for (const remedy of cause.remedies.slice(0, 1)) {
    console.log(`  ${remedy.title}`);
    remedy.steps.forEach((step, index) => console.log(`    ${index + 1}. ${step}`));
  }
  const { action, retryable, retry_not_before: notBefore, reason } = answer.disposition;
  const again = retryable ? "可以重试" : "不要重试";
  const from = notBefore ? `，不早于 ${moment(notBefore).toISOString()}` : "";
  console.log(`  ${action}，${again}${from}：${reason}`);
}

// One lookup that is invalid does not spoil the rest.
async function resolveSeveral(service) {
  const contexts = [
    CONTEXT,
    { lookup_id: "AP-2", outcome: { message: "查无此票" } },
    { lookup_id: "AP-3", timing: { attempts: -1 } },
  ];
  const answer = await service.batchResolve({ contexts, max_causes: 1 }, metadata(), within(30));
  for (const item of answer.items) {
    if (item.result === "status") explainDetails(item.status.details, item.lookup_id);
    else console.log(`${item.lookup_id}：${item.resolution.causes[0].title}`);
  }
}

async function resolveBadOne(service) {
  try {
    await service.resolve({ context: CONTEXT, max_causes: 50, language_code: "zh-CN" }, metadata(), within(5));
  } catch (error) {
    if (error.code !== grpc.status.INVALID_ARGUMENT) throw error;
    explain(error);
  }
}

// Tells a person what a failed call says. Whatever may be made again, the client has tried.
function explain(error) {
  const [packed] = error.metadata?.get("grpc-status-details-bin") ?? [];
  if (packed) {
    explainDetails(definitions["google.rpc.Status"].deserialize(packed).details, grpc.status[error.code]);
  } else {
    console.log(`${grpc.status[error.code]}: ${error.details}`); // the library's own: no connection, a deadline passed
  }
}

// For people, for the log, and for the program.
function explainDetails(details, about) {
  const detail = (kind) => details.find((one) => one["@type"]?.endsWith(`/google.rpc.${kind}`));
  const info = detail("ErrorInfo");
  console.log(`${about}：${info?.reason} ${detail("LocalizedMessage")?.message}`);
  for (const { field, reason } of detail("BadRequest")?.field_violations ?? []) {
    console.log(`  ${field}：${reason}`); // mark the field; `localized_message` says why
  }
  const delay = detail("RetryInfo")?.retry_delay;
  if (delay) console.log(`  请在 ${delay.seconds} 秒后再试`); // put it back into the queue
  if (info?.metadata.request_id) console.log(`  请求编号 ${info.metadata.request_id}`);
}

const [address, ca] = process.argv.slice(2);
const service = connect(address, ca);
try {
  await resolveOne(service);
  await resolveSeveral(service);
  await resolveBadOne(service);
} catch (error) {
  if (!(error.code in grpc.status)) throw error;
  explain(error);
  process.exitCode = 1;
} finally {
  service.close();
}
