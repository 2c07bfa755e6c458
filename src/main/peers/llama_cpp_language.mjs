#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
// llama.cpp's language part, by node-llama-cpp: prefill of PROMPT tokens, then STEPS steps, all sequences in one decode.
// usage: node llama_cpp_language.mjs GGUF --language 30,13 [--batch B] [--threads T] [--context 256] [--repeat R]
// Prints a JSON line a run with the milliseconds of the native decode calls alone; tokens are given, so nothing is sampled.
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const options = { language: '30,13', batch: '1', threads: '2', context: '256', repeat: '1' };
const files = [];
for (let i = 2; i < process.argv.length; i++) {
  if (process.argv[i].startsWith('--')) options[process.argv[i].slice(2)] = process.argv[++i];
  else files.push(process.argv[i]);
}
const [prompt, steps] = options.language.split(',').map(Number);
const batch = Number(options.batch);
// the libraries lie beside the folder in which this is started, not beside this file
const library = path.join(process.cwd(), 'node_modules/node-llama-cpp');
const { getLlama } = await import(pathToFileURL(path.join(library, 'dist/index.js')));
const { version } = createRequire(import.meta.url)(path.join(library, 'package.json'));

const llama = await getLlama({ gpu: false, build: 'never', maxThreads: Number(options.threads) });
const model = await llama.loadModel({ modelPath: path.resolve(files[0]) });
const context = await model.createContext({
  contextSize: Number(options.context),
  sequences: batch,
  batchSize: batch * prompt,
  threads: Number(options.threads),
});
const native = context._ctx; // the binding itself: the public interface schedules and samples around it
native.setThreads(Number(options.threads));
console.log(JSON.stringify({ peer: 'llama.cpp', version, release: llama.llamaCppRelease?.release, threads: native.getThreads() }));

async function decode(first, tokens) {
  native.initBatch(batch * tokens);
  for (let row = 0; row < batch; row++) {
    const ids = Uint32Array.from({ length: tokens }, (_, i) => 100 + ((row * 977 + (first + i) * 131) % 40000));
    native.addToBatch(row, first, ids, Uint32Array.of(tokens - 1)); // logits of the last one
  }
  const begin = performance.now();
  await native.decodeBatch();
  return performance.now() - begin;
}

for (let run = 0; run < Number(options.repeat); run++) {
  const prefill = await decode(0, prompt);
  let rest = 0;
  for (let i = 0; i < steps; i++) rest += await decode(prompt + i, 1);
  console.log(JSON.stringify({ batch, ms: { prefill, decode: rest } }));
  for (let row = 0; row < batch; row++) native.disposeSequence(row);
}
await llama.dispose();
