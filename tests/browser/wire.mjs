// A TCP proxy between a phone and the server. It records what is sent and can drop answers.

import { connect, createServer } from 'node:net';

/**
 * Starts a proxy to the server of `link` that ends with the test `t`. Returns its own `link`, the
 * bytes `sent` so far, and `losesAnswersToTaps`, a switch.
 */
export async function wire(t, link) {
  const { hostname, port } = new URL(link);
  const line = { sent: '', losesAnswersToTaps: false };
  const ends = new Set();

  const server = createServer((phone) => {
    const doorstep = connect(port, hostname);
    for (const [end, other] of [[phone, doorstep], [doorstep, phone]]) {
      ends.add(end);
      end.on('error', () => {}); // `close` is emitted next
      end.on('close', () => other.destroy());
    }
    let isTap = false;
    phone.on('data', (data) => {
      isTap = data.toString('latin1').startsWith('POST ');
      line.sent += data;
      doorstep.write(data);
    });
    doorstep.on('data', (data) => {
      if (isTap && line.losesAnswersToTaps) phone.destroy();
      else phone.write(data);
    });
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  t.after(() => {
    ends.forEach((end) => end.destroy());
    server.close();
  });

  line.link = new URL(link);
  line.link.port = server.address().port;
  line.link = line.link.href;
  return line;
}
