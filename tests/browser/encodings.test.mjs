// Every page arrives whole, however it is compressed. Pages are compressed in parts, and the
// decoders here (zlib's and Google's) share no code with the encoders of the server.

import assert from 'node:assert/strict';
import { get } from 'node:http';
import { test } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { startDemo } from './doorstep.mjs';

const DECODERS = { identity: (body) => body, gzip: gunzipSync, br: brotliDecompressSync };
const SCENARIOS = ['one', 'doors', 'states', 'many', 'hostile-names', 'empty', 'expired'];

/** The body of a page as it was sent. */
function load(url, encoding) {
  return new Promise((resolve, reject) => {
    const request = get(url, { headers: { 'accept-encoding': encoding } }, async (answer) => {
      const pieces = [];
      for await (const piece of answer) pieces.push(piece);
      assert.equal(answer.headers['content-encoding'] ?? 'identity', encoding);
      resolve(Buffer.concat(pieces));
    });
    request.on('error', reject);
  });
}

test('every page decodes to the same text in every language and encoding', async (t) => {
  const demo = await startDemo(t, { CACHE__FRESH: '1h', CACHE__REFUSED: '1h' });
  const first = `${await load(demo.link('doors'), 'identity')}`;
  const others = [...first.matchAll(/\?lang=([\w-]+)/g)].map(([, tag]) => tag);
  assert.equal(others.length, 16);
  for (const scenario of SCENARIOS) {
    for (const language of scenario === 'doors' ? ['en', ...others] : ['en', 'ar', 'ja']) {
      const url = `${demo.link(scenario)}?lang=${language}`;
      const [plain, ...compressed] = await Promise.all(
        Object.entries(DECODERS).map(async ([name, decode]) => `${decode(await load(url, name))}`),
      );
      assert(plain.includes(`<html lang="${language}"`), url);
      for (const text of compressed) assert.equal(text, plain, url);
    }
  }
});
