// A visitor whose phone speaks HTTPS with the server itself.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { startDemo } from './doorstep.mjs';
import { visitor } from './visitor.mjs';

/** Settings with a certificate that signs itself. Its files are removed when the test `t` ends. */
function certificate(t) {
  const folder = mkdtempSync(join(tmpdir(), 'doorstep-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const [chain, key] = ['cert.pem', 'key.pem'].map((name) => join(folder, name));
  const request = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '1'];
  const name = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const files = ['-keyout', key, '-out', chain];
  execFileSync('openssl', ['req', '-x509', ...request, ...name, ...files], { stdio: 'ignore' });
  return { TLS__CERTIFICATE: chain, TLS__KEY: key };
}

for (const javaScriptEnabled of [true, false]) {
  const script = javaScriptEnabled ? 'with' : 'without';
  test(`a visitor ${script} script unlocks a door over HTTP/2`, async (t) => {
    const demo = await startDemo(t, certificate(t));
    const anna = await visitor(t, { ignoreHTTPSErrors: true, javaScriptEnabled });
    assert.match(demo.link('one'), /^https:/);
    await anna.opens(demo.link('one'));
    const protocol = 'performance.getEntriesByType("navigation")[0].nextHopProtocol';
    assert.equal(await anna.page.evaluate(protocol), 'h2');
    await anna.taps('Front door');
    await anna.status.getByText('is unlocked').waitFor();
    assert.deepEqual(Object.values(await demo.kisi.unlocks()), [1]);
    assert.deepEqual(anna.browserErrors, []);
  });
}
