// An SMTP server for tests. It listens on 127.0.0.1, keeps what it accepts, and fails in the ways
// that a test asks for.
//
// Node tests call `startSmtp`. Other tests run `node smtp.mjs '{"tls":"starttls"}'`, with the
// options of `startSmtp` as JSON. The program prints one JSON object per line: first
// `{"port":…,"certificate":…}`, then each event when it happens, with the message in base64. It
// ends when its stdin closes, so stdin must be a pipe that the test keeps open.
//
// The part of a recipient's address before the `@` says what happens. `refused-anna@example.com`
// is treated like `refused@example.com`, and so on for all of these:
//   refused     RCPT is answered with 550, always
//   later       RCPT is answered with 451 the first time, and accepted after that (greylisting)
//   later-data  the message is answered with 451 the first time, and accepted after that
//   full        the message is answered with 552, always
//   quoting     the message is answered with 554, which quotes the address in it, as spam filters do
//   dropped     the message is received but not accepted; the connection ends without an answer
//   taken       the message is accepted, and the connection ends before the answer is sent
//   cut         the connection ends in the middle of the message
//   slow        the message is received but never answered
// Every other recipient is accepted. If a message has several recipients, the first one with a
// name of this list decides what happens to the message.
//
// Events, each with the number of its `connection`, which counts from 1:
//   connected   a client has connected; over implicit TLS, before the handshake
//   accepted    { from, to, secure, user, message }; `user` is null without AUTH
//   refused     { to, code }, once per refused recipient; for a refused message, once for each
//   dropped, cut, slow   { to }

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { SMTPServer } from 'smtp-server';

// `later-data` comes before `later`, because its addresses begin with `later-` too.
const NAMES = ['refused', 'later-data', 'later', 'full', 'quoting', 'dropped', 'taken', 'cut', 'slow'];
const DECIDED_AT_RCPT = ['refused', 'later'];
const CODES = { refused: 550, later: 451, 'later-data': 451, full: 552, quoting: 554 };
const REASONS = { 451: 'Try again later', 550: 'No such user', 552: 'Mailbox full', 554: 'Spam:' };
const PATIENCE = 60_000; // milliseconds

/**
 * Starts a server. Options:
 * - `tls`: `"none"` (the default), `"starttls"` or `"implicit"`. With TLS, the server has a
 *   self-signed certificate for localhost and 127.0.0.1; `certificate` is the path of its PEM file.
 * - `auth`: `{ user, pass }`. If given, clients must log in with AUTH PLAIN or LOGIN. The server
 *   allows this without TLS too.
 * - `delay`: milliseconds before each message is accepted.
 *
 * Returns the server's `port`, `url` and `certificate`, all `events` so far and those of them that
 * are `accepted`, with `message` as a Buffer. `news` emits `event` with each new one.
 * `waitFor(count)` waits until `count` messages are accepted.
 */
export async function startSmtp({ tls = 'none', auth, delay = 0 } = {}) {
  assert(['none', 'starttls', 'implicit'].includes(tls), `tls cannot be ${tls}`);
  const files = tls === 'none' ? undefined : makeCertificate();
  const log = journal();
  const connections = new Map(); // { number, socket } by the client's port
  const server = new SMTPServer({
    name: 'localhost',
    logger: false,
    disableReverseLookup: true,
    hideENHANCEDSTATUSCODES: false, // send `550 5.1.1`, as servers on the internet do
    ...(files && { key: readFileSync(files.key), cert: readFileSync(files.certificate) }),
    secure: tls === 'implicit',
    disabledCommands: [...(auth ? [] : ['AUTH']), ...(tls === 'starttls' ? [] : ['STARTTLS'])],
    allowInsecureAuth: true,
    ...handlers({ auth, delay }, log, connections),
  });
  server.on('error', () => {}); // a client that leaves or refuses the certificate is no error here
  server.server.on('connection', (socket) => {
    log.connected += 1;
    connections.set(socket.remotePort, { number: log.connected, socket });
    log.emit('connected', { connection: log.connected });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');

  const { port } = server.server.address();
  const { accepted, events, news, waitFor } = log;
  const url = `${tls === 'implicit' ? 'smtps' : 'smtp'}://127.0.0.1:${port}`;
  const stop = async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    connections.forEach(({ socket }) => socket.destroy());
    await closed;
    if (files) rmSync(files.folder, { recursive: true });
  };
  return { port, url, certificate: files?.certificate, accepted, events, news, waitFor, stop };
}

/** What the server does with what clients send. */
function handlers({ auth, delay }, { emit }, connections) {
  const connectionOf = (session) => connections.get(session.remotePort);
  const tried = new Set();

  /** The code that refuses this recipient now, or undefined. */
  function codeFor(address) {
    const name = nameOf(address);
    const isFirstTime = !tried.has(address);
    tried.add(address);
    return name?.startsWith('later') && !isFirstTime ? undefined : CODES[name];
  }

  /** Receives a message. Does not call `answer` if the client must not get one. */
  async function onData(stream, session, answer) {
    const { number: connection, socket } = connectionOf(session);
    const { secure, user, envelope } = session;
    const to = envelope.rcptTo.map(({ address }) => address);
    const deciding = to.find((it) => nameOf(it) && !DECIDED_AT_RCPT.includes(nameOf(it))) ?? '';
    const name = nameOf(deciding);

    const part = name === 'cut' ? once(stream, 'data') : buffer(stream);
    const message = await part.catch(() => undefined);
    if (!message) return; // the client has left before the end of the message

    if (['cut', 'dropped', 'slow'].includes(name)) {
      emit(name, { to, connection });
      if (name !== 'slow') socket.destroy();
      return;
    }
    const code = codeFor(deciding);
    if (code) {
      to.forEach((address) => emit('refused', { to: address, code, connection }));
      answer(refusal(code, name === 'quoting' ? quote(message.toString()) : ''));
      return;
    }
    await sleep(delay, undefined, { ref: false });
    const from = envelope.mailFrom.address;
    emit('accepted', { from, to, connection, secure, user: user || null, message });
    if (name === 'taken') socket.destroy();
    else answer();
  }

  return {
    onData,
    onRcptTo({ address }, session, answer) {
      const code = DECIDED_AT_RCPT.includes(nameOf(address)) && codeFor(address);
      if (!code) return answer();
      emit('refused', { to: address, code, connection: connectionOf(session).number });
      answer(refusal(code));
    },
    onAuth({ username, password }, session, answer) {
      const isRight = username === auth.user && password === auth.pass;
      answer(null, isRight ? { user: username } : { message: 'Wrong user or password' });
    },
    onSecure(socket, session, answer) {
      connectionOf(session).socket = socket; // the TLS socket in place of the TCP socket below it
      answer();
    },
  };
}

/** The one of NAMES that an address begins with, or undefined. */
function nameOf(address) {
  const local = address.slice(0, address.lastIndexOf('@')).toLowerCase();
  return NAMES.find((name) => local === name || local.startsWith(`${name}-`));
}

function refusal(code, more = '') {
  return Object.assign(new Error(`${REASONS[code]}${more}`), { responseCode: code });
}

/** The text around the address in the text part of a message, as the message is encoded. */
function quote(message) {
  const [, head, body] = /(Content-Type: text\/plain[^]*?)\r\n\r\n([^]*?)\r\n--/.exec(message);
  const encoded = body.replaceAll('\r\n', ' ');
  const begin = head.includes('base64')
    ? Math.floor(Buffer.from(body, 'base64').indexOf('/links/') / 57) * 77 // bytes in a line, its length
    : encoded.indexOf('/links/') - 40;
  return ` ${encoded.slice(begin, begin + 300)}`;
}

/** Collects the events of a server. */
function journal() {
  const [news, events, accepted] = [new EventEmitter(), [], []];
  const emit = (event, details) => {
    const it = { event, ...details };
    events.push(it);
    if (event === 'accepted') accepted.push(it);
    news.emit('event', it);
  };
  const waitFor = async (count) => {
    const signal = AbortSignal.timeout(PATIENCE);
    while (accepted.length < count) {
      await once(news, 'event', { signal }).catch(() => {
        throw new Error(`${accepted.length} messages were accepted, not ${count}`);
      });
    }
    return accepted;
  };
  return { news, events, accepted, emit, waitFor, connected: 0 };
}

function makeCertificate() {
  const folder = mkdtempSync(join(tmpdir(), 'doorstep-smtp-'));
  const [certificate, key] = ['cert.pem', 'key.pem'].map((name) => join(folder, name));
  const request = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '1'];
  const name = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  // rustls refuses a server whose own certificate is that of an authority.
  const noAuthority = ['-addext', 'basicConstraints=critical,CA:FALSE'];
  const files = ['-keyout', key, '-out', certificate];
  const settings = [...request, ...name, ...noAuthority, ...files];
  execFileSync('openssl', ['req', '-x509', ...settings], { stdio: 'ignore' });
  return { folder, certificate, key };
}

/** Runs the server as a program, until stdin closes. */
async function main(options) {
  const print = (it) => process.stdout.write(`${JSON.stringify(it)}\n`);
  const server = await startSmtp(options);
  print({ port: server.port, certificate: server.certificate });
  server.news.on('event', (it) => {
    print(it.message ? { ...it, message: it.message.toString('base64') } : it);
  });
  process.stdin.on('close', () => server.stop()).resume();
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  await main(JSON.parse(process.argv[2] ?? '{}'));
}
