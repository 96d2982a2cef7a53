// The same server as bench/peers/serve.py around json-rules-engine: node serve.js TASK.json
"use strict";

const fs = require("node:fs");
const grpc = require("@grpc/grpc-js");
const { Engine } = require("json-rules-engine");

const ROUNDS = 5;
const ENOUGH_MICROS = 2e6;
const OPERATORS = {
  "one of": "in",
  "none of": "notIn",
  lt: "lessThan",
  lte: "lessThanInclusive",
  gt: "greaterThan",
  gte: "greaterThanInclusive",
};

function conditions({ fact, relation, values }) {
  const there = { fact, operator: "isThere", value: relation !== "absent" };
  if (relation === "present" || relation === "absent") return [there];
  const whole = relation === "one of" || relation === "none of";
  const claim = { fact, operator: OPERATORS[relation], value: whole ? values : values[0] };
  return relation === "none of" ? [there, claim] : [claim];
}

function build(rules) {
  const engine = new Engine([], { allowUndefinedFacts: true });
  engine.addOperator("isThere", (value, wanted) => (value !== undefined) === wanted);
  for (const [rule, paths] of Object.entries(rules)) {
    const any = paths.map((path) => ({ all: path.flatMap(conditions) }));
    engine.addRule({ conditions: { any }, event: { type: rule } });
  }
  return async (facts) => (await engine.run(facts)).events.map((event) => event.type);
}

function processorMicros() {
  const { user, system } = process.cpuUsage();
  return user + system;
}

async function micros(match, contexts) {
  const rounds = [];
  let spent = 0;
  while (rounds.length < ROUNDS && spent < ENOUGH_MICROS) {
    const before = processorMicros();
    for (const facts of contexts) await match(facts);
    rounds.push(processorMicros() - before);
    spent += rounds.at(-1);
  }
  return Math.min(...rounds) / contexts.length;
}

async function main(path) {
  const task = JSON.parse(fs.readFileSync(path, "utf8"));
  const match = build(task.rules);
  const answers = [];
  for (const facts of task.contexts) answers.push((await match(facts)).sort());
  console.log(JSON.stringify({ answers, micros: await micros(match, task.contexts) }));

  const asIs = (bytes) => bytes;
  const method = {
    path: "/bench.Matcher/Match",
    requestStream: false,
    responseStream: false,
    requestSerialize: asIs,
    requestDeserialize: asIs,
    responseSerialize: asIs,
    responseDeserialize: asIs,
  };
  const server = new grpc.Server();
  server.addService({ match: method }, {
    match: async (call, answer) => {
      const found = await match(JSON.parse(call.request));
      answer(null, Buffer.from(JSON.stringify(found.sort())));
    },
  });
  server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
    if (error) throw error;
    console.log(JSON.stringify({ port }));
  });
}

main(process.argv[2]);
