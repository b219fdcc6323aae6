// Starts `doorstep demo` and `doorstep theme preview` for a test, each on a free port. A demo has
// its own simulated Kisi.

import assert from 'node:assert/strict';
import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const HERE = fileURLToPath(new URL('.', import.meta.url));

/**
 * Starts a demo that ends with the test `t`. The keys of `settings` are environment variables
 * without the prefix `DOORSTEP_`.
 */
export async function startDemo(t, settings = {}) {
  const demo = spawn(binary(), ['demo', '--listen', '127.0.0.1:0'], {
    cwd: HERE,
    env: environment(settings),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(demo, 'close');
  t.after(() => {
    demo.kill('SIGKILL'); // SIGTERM would wait for unlocks that hang
    return ended;
  });
  let log = '';
  demo.stderr.setEncoding('utf8').on('data', (text) => (log += text));

  const printed = new Map();
  for await (const line of createInterface({ input: demo.stdout })) {
    const [name, value] = line.split('\t');
    printed.set(name, value);
    if (name === 'operator-key') break;
  }
  assert(printed.has('operator-key'), `the demo did not start:\n${log}`);

  const api = printed.get('kisi-api');
  const scenarios = [...printed.keys()].filter((name) => printed.get(name).includes('/links/'));
  const link = (scenario) => {
    assert(scenarios.includes(scenario), `the demo has no scenario ${scenario}`);
    return printed.get(scenario);
  };
  return {
    scenarios,
    link,
    /**
     * Runs `doorstep link` with these arguments, as an operator of this demo. Returns what it prints.
     */
    operator: (settings, ...args) => promisify(execFile)(binary(), ['link', ...args], {
      cwd: HERE,
      env: environment({
        KISI__BASE_URL: api,
        KISI__API_KEY: printed.get('operator-key'),
        SERVER__PUBLIC_URL: new URL(link(scenarios[0])).origin,
        ...settings,
      }),
    }).then(({ stdout }) => stdout.trim()),
    kisi: {
      /** How many unlock requests Kisi received, by door id. */
      unlocks: async () => (await calls(api)).unlocks,
      /** How many times each door was opened, by door id. */
      opened: async () => (await calls(api)).opened,
      /**
       * Makes an access link to the doors of the first scenario, as an operator does. `times` is
       * `{ valid_from, valid_until }`, both optional. Returns `{ link, revoke }`.
       */
      invite: (times) => invite(api, printed.get('operator-key'), link(scenarios[0]), times),
    },
  };
}

/** Starts a preview of a theme file that ends with the test `t`. Returns its URL. */
export async function startPreview(t, file) {
  const program = spawn(binary(), ['theme', 'preview', file, '--listen', '127.0.0.1:0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(program, 'close');
  t.after(() => {
    program.kill('SIGTERM');
    return ended;
  });
  const [url] = await once(createInterface({ input: program.stdout }), 'line');
  return url;
}

async function calls(api) {
  const answer = await fetch(new URL('/simulator/calls', api));
  assert(answer.ok, `the simulated Kisi answered ${answer.status}`);
  return answer.json();
}

async function invite(api, key, likeThis, times) {
  const ask = async (method, path, body) => {
    const headers = { authorization: `KISI-LOGIN ${key}`, 'content-type': 'application/json' };
    const answer = await fetch(new URL(path, api), { method, headers, body: body && JSON.stringify(body) });
    const text = await answer.text();
    assert(answer.ok, `the simulated Kisi answered ${answer.status}: ${text}`);
    return text && JSON.parse(text);
  };
  const [{ group_id }] = await ask('GET', '/group_links?limit=1');
  const made = await ask('POST', '/group_links', { group_link: { name: 'Anna', group_id, ...times } });
  return {
    link: new URL(`/links/${made.secret}`, likeThis).href,
    revoke: () => ask('DELETE', `/group_links/${made.id}`),
  };
}

/** The environment of this process, with `settings` in place of the doorstep settings in it. */
function environment(settings) {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('DOORSTEP_'));
  const given = Object.entries(settings).map(([name, value]) => [`DOORSTEP_${name}`, value]);
  return Object.fromEntries([...own, ...given]);
}

let built;

/** The path of the binary: DOORSTEP_BIN, or else the one that Cargo builds from this clone. */
export function binary() {
  built ??= process.env.DOORSTEP_BIN || build();
  return built;
}

function build() {
  const messages = execFileSync(
    'cargo',
    ['build', '--quiet', '--bin', 'doorstep', '--message-format=json-render-diagnostics'],
    { cwd: HERE, encoding: 'utf8', maxBuffer: 1 << 26, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const artifacts = messages.split('\n').filter(Boolean).map((line) => JSON.parse(line));
  return artifacts.find((it) => it.executable && it.target.name === 'doorstep').executable;
}
