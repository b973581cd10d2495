// PouchDB replicating documents to and from express-pouchdb over HTTP on loopback: `node pouch.mjs FOLDER
// DOCUMENTS REPETITIONS`. The server is a process of its own (the same file, told to serve). Prints medians as
// one line of JSON: documents a second out and in.

import { fork } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import PouchDB from 'pouchdb';

const BATCH = 1000;

if (process.argv[2] === 'serve') {
  const { default: express } = await import('express');
  const { default: expressPouch } = await import('express-pouchdb');
  const Kept = PouchDB.defaults({ prefix: process.argv[3] });
  const app = express();
  app.use('/', expressPouch(Kept, { inMemoryConfig: true, logPath: '/dev/null' }));
  const listening = app.listen(0, '127.0.0.1', () => process.send(listening.address().port));
  process.on('disconnect', () => process.exit(0));
} else {
  await measure(...process.argv.slice(2));
}

async function measure(folder, file, repetitions) {
  const documents = readFileSync(file, 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line));
  const bytes = Math.round(documents.reduce((sum, one) => sum + JSON.stringify(one).length, 0) / documents.length);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const here = fileURLToPath(import.meta.url);
  const server = fork(here, ['serve', `${folder}/server-`], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const port = await new Promise((answer) => server.once('message', answer));
  const rates = { push: [], pull: [] };
  for (let turn = 0; turn < Number(repetitions); turn += 1) {
    const there = `http://127.0.0.1:${port}/records-${turn}`;
    const sender = new PouchDB(`${folder}/sender-${turn}`);
    for (let at = 0; at < documents.length; at += BATCH) {
      await sender.bulkDocs(documents.slice(at, at + BATCH));
    }
    rates.push.push(await rate(() => PouchDB.replicate(sender, there, { batch_size: BATCH })));
    const receiver = new PouchDB(`${folder}/receiver-${turn}`);
    rates.pull.push(await rate(() => PouchDB.replicate(there, receiver, { batch_size: BATCH })));
    await sender.close();
    await receiver.close();
  }
  server.disconnect();
  rmSync(folder, { recursive: true, force: true });
  const median = (all) => all.sort((one, other) => one - other)[Math.floor(all.length / 2)];
  const { version } = PouchDB;
  console.log(
    JSON.stringify({ version, documents: documents.length, bytes, push: median(rates.push), pull: median(rates.pull) }),
  );
}

/** Documents a second of one replication, which must have carried all. */
async function rate(replicate) {
  const began = performance.now();
  const done = await replicate();
  const seconds = (performance.now() - began) / 1000;
  if (!done.ok || done.docs_written === 0 || done.doc_write_failures > 0) {
    throw new Error(`replication ended with ${JSON.stringify(done)}`);
  }
  return done.docs_written / seconds;
}
