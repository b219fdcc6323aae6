// The SMTP server for tests does what a test asks of it.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { connect as connectSecurely } from 'node:tls';
import { fileURLToPath } from 'node:url';
import PostalMime from 'postal-mime';
import { startSmtp } from './smtp.mjs';

const MESSAGE = 'Subject: =?utf-8?q?T=C3=BCr?=\r\n\r\nHello\r\n.hidden\r\n';

async function start(t, options) {
  const server = await startSmtp(options);
  t.after(server.stop);
  return server;
}

/** A client. `says` sends lines and returns the code of the answer, or null if there is none. */
async function client(t, socket) {
  t.after(() => socket.destroy());
  socket.on('error', () => {}); // the next answer is null then
  const answers = createInterface({ input: socket })[Symbol.asyncIterator]();
  const answer = async () => {
    let line;
    do line = (await answers.next()).value ?? null;
    while (line?.[3] === '-'); // more lines of the same answer follow
    return line && Number(line.slice(0, 3));
  };
  const says = (...lines) => {
    socket.write(lines.map((line) => `${line}\r\n`).join(''));
    return answer();
  };
  const sends = (message) => says(message.replace(/^\./gm, '..') + '.');
  assert.equal(await answer(), 220);
  assert.equal(await says('EHLO test'), 250);
  return { says, sends };
}

/** A client that has sent the envelope of a message, up to DATA. */
async function writesTo(t, { port }, ...to) {
  const anna = await client(t, connect(port, '127.0.0.1'));
  assert.equal(await anna.says('MAIL FROM:<desk@example.com>'), 250);
  for (const address of to) assert.equal(await anna.says(`RCPT TO:<${address}>`), 250);
  assert.equal(await anna.says('DATA'), 354);
  return anna;
}

test('an accepted message is kept byte by byte', async (t) => {
  const server = await start(t);
  const anna = await writesTo(t, server, 'ben@example.com');
  assert.equal(await anna.sends(MESSAGE), 250);
  const [{ from, to, connection, secure, user, message }] = await server.waitFor(1);
  assert.deepEqual([from, to, connection], ['desk@example.com', ['ben@example.com'], 1]);
  assert.deepEqual([secure, user], [false, null]);
  assert.equal(message.toString(), MESSAGE);
  assert.equal((await PostalMime.parse(message)).subject, 'Tür');
});

test('one of two recipients is refused, another one only the first time', async (t) => {
  const server = await start(t);
  const anna = await client(t, connect(server.port, '127.0.0.1'));
  await anna.says('MAIL FROM:<>');
  assert.equal(await anna.says('RCPT TO:<refused-ben@example.com>'), 550);
  assert.equal(await anna.says('RCPT TO:<later@example.com>'), 451);
  assert.equal(await anna.says('RCPT TO:<later@example.com>'), 250);
  assert.equal(await anna.says('DATA'), 354);
  assert.equal(await anna.sends(MESSAGE), 250);
  assert.deepEqual(server.accepted[0].to, ['later@example.com']);
  const refused = server.events.filter(({ event }) => event === 'refused');
  assert.deepEqual(refused.map(({ code }) => code), [550, 451]);
});

test('a message is refused, always or the first time', async (t) => {
  const server = await start(t);
  for (const [name, ...codes] of [['full', 552, 552], ['later-data', 451, 250]]) {
    for (const code of codes) {
      const anna = await writesTo(t, server, `${name}@example.com`);
      assert.equal(await anna.sends(MESSAGE), code);
    }
  }
  assert.equal(server.accepted.length, 1);
});

for (const [name, accepted] of [['dropped', 0], ['cut', 0], ['taken', 1]]) {
  for (const tls of ['none', 'implicit']) {
    test(`no answer to a message that is ${name}, with tls ${tls}`, async (t) => {
      const server = await start(t, { tls });
      const socket = tls === 'none' ? connect(server.port, '127.0.0.1') : secured(server);
      const anna = await client(t, socket);
      await anna.says('MAIL FROM:<desk@example.com>');
      await anna.says(`RCPT TO:<${name}@example.com>`);
      assert.equal(await anna.says('DATA'), 354);
      assert.equal(await anna.sends(MESSAGE), null);
      assert.equal(server.accepted.length, accepted);
      assert.equal(server.events.at(-1).event, accepted ? 'accepted' : name);
    });
  }
}

/** A TLS socket to the server, over the connection `socket` if given. */
function secured({ port, certificate }, socket) {
  const ca = readFileSync(certificate);
  return connectSecurely({ port, socket, host: '127.0.0.1', servername: 'localhost', ca });
}

test('as a program it prints its events and ends when stdin closes', async (t) => {
  const options = { tls: 'starttls', auth: { user: 'desk', pass: 'secret' } };
  const file = fileURLToPath(new URL('smtp.mjs', import.meta.url));
  const stdio = ['pipe', 'pipe', 'inherit'];
  const program = spawn(process.execPath, [file, JSON.stringify(options)], { stdio });
  t.after(() => program.kill('SIGKILL'));
  const lines = createInterface({ input: program.stdout })[Symbol.asyncIterator]();
  const printed = async () => JSON.parse((await lines.next()).value);

  const server = await printed();
  const socket = connect(server.port, '127.0.0.1');
  await once(socket, 'data');
  socket.write('EHLO test\r\n');
  assert.match(String(await once(socket, 'data')), /AUTH LOGIN PLAIN[^]*STARTTLS/);
  socket.write('STARTTLS\r\n');
  await once(socket, 'data');
  assert.deepEqual(await printed(), { event: 'connected', connection: 1 });

  const phone = secured(server, socket);
  phone.write('EHLO test\r\n');
  await once(phone, 'data');
  const login = (pass) => `AUTH PLAIN ${Buffer.from(`\0desk\0${pass}`).toString('base64')}\r\n`;
  for (const [line, code] of [
    ['MAIL FROM:<desk@example.com>\r\n', 530],
    [login('wrong'), 535],
    [login('secret'), 235],
    ['MAIL FROM:<desk@example.com>\r\n', 250],
    ['RCPT TO:<ben@example.com>\r\n', 250],
    ['DATA\r\n', 354],
    ['Hello\r\n.\r\n', 250],
  ]) {
    phone.write(line);
    assert.match(String(await once(phone, 'data')), new RegExp(`^${code} `));
  }
  const { message, ...rest } = await printed();
  assert.equal(Buffer.from(message, 'base64').toString(), 'Hello\r\n');
  assert.deepEqual(rest, {
    event: 'accepted',
    from: 'desk@example.com',
    to: ['ben@example.com'],
    connection: 1,
    secure: true,
    user: 'desk',
  });

  program.stdin.end();
  assert.deepEqual(await once(program, 'exit'), [0, null]);
  assert(!existsSync(server.certificate));
});
