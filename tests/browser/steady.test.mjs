// No door moves while a visitor can hit it. A recorder in the page measures every door in every
// frame, in real time, from before an outcome until half a minute after it.

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { startDemo } from './doorstep.mjs';
import { visitor } from './visitor.mjs';

const AFTERWARDS = 30_000;
const SOON = { CACHE__FRESH: '1ms', CACHE__REFUSED: '1ms', KISI__TIMEOUT: '60s' };

/** Runs in the page. Measures the doors in every frame; `moves` lists how they have moved. */
function record() {
  const places = () => new Map([...document.querySelectorAll('button[name=door]')].map((door) => {
    const { x, y, width, height } = door.getBoundingClientRect();
    const lines = [...door.querySelector('.name').getClientRects()].length;
    return [door.value, [x, y, width, height, lines].map((it) => Math.round(it * 10) / 10).join(' ')];
  }));
  let last = places();
  window.recorded = { frames: 0, moves: [], tapsAfterMoves: 0 };
  const frame = () => {
    const now = places();
    const moved = [...last].filter(([door, place]) => now.get(door) !== place);
    if (moved.length) {
      window.recorded.moves.push(moved.map(([door, place]) => `${door}: ${place} -> ${now.get(door)}`));
      // A finger that was on its way comes down now.
      document.querySelector('button[name=door]').click();
      window.recorded.tapsAfterMoves += 1;
    }
    last = now;
    window.recorded.frames += 1;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}

/** A visitor on a page whose doors are measured from now on. */
async function watched(t, link, phone = {}) {
  const anna = await visitor(t, phone);
  await anna.opens(link);
  await anna.page.evaluate(record);
  await anna.page.waitForTimeout(1_000);
  return anna;
}

/** What the recorder has seen after half a minute. */
async function afterHalfAMinute(anna) {
  await anna.page.waitForTimeout(AFTERWARDS);
  const recorded = await anna.page.evaluate(() => window.recorded);
  assert(recorded.frames > 100, `only ${recorded.frames} frames were measured`);
  return recorded;
}

test('no door moves because of an outcome', async (t) => {
  const demo = await startDemo(t, SOON);
  const cases = [
    ['a success in a list', 'doors', 1, {}],
    ['a success in German', 'doors?lang=de', 0, {}],
    ['a success of the only door', 'one', 0, {}],
    ['a success among many', 'many', 2, {}],
    ['a refusal', 'refused-unlock', 0, {}],
    ['no answer', 'hanging-unlock', 0, {}],
    ['no signal', 'doors', 2, { offline: true }],
    ['a success on a computer', 'doors', 3, { phone: { viewport: { width: 1280, height: 800 } } }],
  ];
  await Promise.all(cases.map(async ([what, page, index, { phone, offline }]) => {
    const [scenario, query = ''] = page.split('?');
    const anna = await watched(t, `${demo.link(scenario)}?${query}`, phone);
    if (offline) await anna.page.context().setOffline(true);
    await anna.doors.nth(index).tap();
    const { moves } = await afterHalfAMinute(anna);
    assert.deepEqual(moves, [], what);
  }));
});

test('a new list or state waits until the page is calm, and a tap at that moment does nothing', async (t) => {
  const demo = await startDemo(t, SOON);
  const link = demo.link('doors');
  const list = await (await fetch(link, { headers: { accept: 'application/json' } })).json();
  const [gone] = list.doors.splice(0, 1);
  const anna = await watched(t, link);
  await anna.page.route('**/links/**', async (route, request) => {
    if (request.isNavigationRequest() || request.method() !== 'GET') return route.fallback();
    if (request.headers().accept === 'application/json') return route.fulfill({ json: list });
    const page = await (await route.fetch()).text();
    const start = page.indexOf(`<button class="door" type="submit" name="door" value="${gone.id}"`);
    assert(start > 0, 'the door is not on the page');
    const body = page.slice(0, start) + page.slice(page.indexOf('</button>', start) + 9);
    return route.fulfill({ body, contentType: 'text/html' });
  });
  const touches = setInterval(() => anna.page.touchscreen.tap(340, 20).catch(() => {}), 500);
  await anna.page.waitForTimeout(20_000);
  assert.equal(await anna.doors.count(), 4, 'the list changed under the visitor’s finger');
  clearInterval(touches);
  const { moves, tapsAfterMoves } = await afterHalfAMinute(anna);
  assert.equal(await anna.doors.count(), 3);
  assert.equal(moves.length, 1, moves.join('\n'));
  assert.equal(tapsAfterMoves, 1);
  assert.deepEqual(await demo.kisi.unlocks(), {});
});

/** The size of every card and of its name: at rest, with a tap under way, and after its success. */
function sizes() {
  const size = (door) => [door, door.querySelector('.name')]
    .map((it) => it.getBoundingClientRect())
    .map(({ width, height }) => `${width.toFixed(1)} x ${height.toFixed(1)}`)
    .join(', ');
  return [...document.querySelectorAll('button[name=door]')].map((door) => {
    const rest = size(door);
    door.setAttribute('aria-busy', 'true');
    const busy = size(door);
    door.removeAttribute('aria-busy');
    door.classList.add('done');
    const done = size(door);
    door.classList.remove('done');
    return { name: door.textContent, rest, busy, done };
  });
}

const BRANDS = { cards: '', tiles: '[buttons]\ncolumns = 2\n', pills: '[buttons]\nshape = "pill"\n[doors.1001]\nicon = "gate"\n' };

for (const [brand, toml] of Object.entries(BRANDS)) {
  test(`a tap changes neither the size of a card nor the lines of its name, in any language (${brand})`, async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'doorstep-steady-'));
    t.after(() => rm(folder, { recursive: true }));
    await writeFile(join(folder, 'theme.toml'), `name = "Acme"\n${toml}`);
    const demo = await startDemo(t, { THEME__PATH: join(folder, 'theme.toml') });
    const anna = await visitor(t, { viewport: { width: 320, height: 640 } });
    await anna.opens(demo.link('doors'));
    const others = await anna.page.locator('.languages a').evaluateAll((all) => all.map((it) => it.lang));
    for (const scenario of ['doors', 'one', 'states', 'many']) {
      for (const language of ['en', ...others]) {
        await anna.opens(`${demo.link(scenario)}?lang=${language}`);
        for (const textSize of ['100%', '200%']) {
          await anna.page.evaluate((size) => { document.documentElement.style.fontSize = size; }, textSize);
          for (const { name, rest, busy, done } of await anna.page.evaluate(sizes)) {
            assert.deepEqual([busy, done], [rest, rest], `${name}, ${scenario}, ${language}, ${textSize}`);
          }
        }
      }
    }
  });
}
