// Another web site cannot unlock a door, even if it has the link.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { startDemo } from './doorstep.mjs';
import { visitor } from './visitor.mjs';

for (const [where, host] of [
  ['another site', 'localhost'],
  ['another port of the same site', '127.0.0.1'],
]) {
  test(`a form on ${where} unlocks nothing, and the page says so`, async (t) => {
    const demo = await startDemo(t);
    const anna = await visitor(t);
    await anna.opens(demo.link('one'));
    const door = await anna.numberOf('Front door');

    const port = await serve(t, form(demo.link('one'), door));
    await anna.opens(`http://${host}:${port}/`);
    await anna.page.getByRole('button', { name: 'Win a prize' }).tap();

    await anna.page.getByText('Nothing was unlocked').waitFor();
    assert.equal(await anna.pageState(), 'refused');
    assert.match(await anna.reads(), /desk@northwind\.example/);
    assert.deepEqual(await demo.kisi.unlocks(), {});
    assert.deepEqual(anna.browserErrors, []);

    // The link's own page shows no tap result afterwards either.
    await anna.opens(demo.link('one'));
    assert.equal((await anna.status.innerText()).trim(), '');
  });
}

function form(link, door) {
  return `<!doctype html><title>Prizes</title><form method="post" action="${link}">
    <button name="door" value="${door}">Win a prize</button></form>`;
}

async function serve(t, html) {
  const server = createServer((_, answer) => {
    answer.setHeader('content-type', 'text/html; charset=utf-8');
    answer.end(html);
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return server.address().port;
}
