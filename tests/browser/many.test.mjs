// A visitor whose link opens many doors.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { startDemo } from './doorstep.mjs';
import { visitor } from './visitor.mjs';

const shared = await startDemo({ after }, { CACHE__FRESH: '10m' });

const shown = (anna) => anna.page.locator('button[name=door]:visible');

test('a search shows the doors with these words, in any case and without accents', async (t) => {
  const anna = await visitor(t);
  await anna.opens(shared.link('many'));
  await anna.page.locator('.name').nth(7).evaluate((name) => { name.textContent = 'Café Süd'; });
  assert.equal(await shown(anna).count(), 60);
  const field = anna.page.getByRole('searchbox', { name: 'Find a door' });
  await field.fill('cafe SUD');
  assert.deepEqual(await shown(anna).locator('.name').allInnerTexts(), ['Café Süd']);
  await field.fill('no such door');
  assert.equal(await shown(anna).count(), 0);
  assert(await anna.page.getByText('No door with that name').first().isVisible());
  assert.match(await anna.status.innerText(), /No door/);
  await field.fill('');
  assert.equal(await shown(anna).count(), 60);
  assert.deepEqual(anna.browserErrors, []);
});

test('Enter in the search unlocks nothing', async (t) => {
  const demo = await startDemo(t);
  const anna = await visitor(t);
  await anna.opens(demo.link('many'));
  await anna.page.getByRole('searchbox').fill('Door 7');
  await anna.page.keyboard.press('Enter');
  await anna.waitsAMoment();
  assert.equal(await anna.page.locator('[aria-busy], .done').count(), 0);
  assert.deepEqual(await demo.kisi.unlocks(), {});
  await anna.taps('Door 7');
  await anna.unlocked('Door 7').waitFor();
});

test('a search stays when the list of doors changes', async (t) => {
  const demo = await startDemo(t, { CACHE__FRESH: '1ms' });
  const link = demo.link('many');
  const list = await (await fetch(link, { headers: { accept: 'application/json' } })).json();
  list.doors.pop();
  const anna = await visitor(t);
  await anna.page.clock.install();
  await anna.opens(link);
  await anna.page.getByRole('searchbox').fill('Door 7');
  await anna.page.route('**/links/**', (route, request) => (
    request.headers().accept === 'application/json' ? route.fulfill({ json: list }) : route.fallback()));
  const isPage = (answer) => answer.url() === link && answer.request().headers().accept !== 'application/json';
  const renewed = anna.page.waitForResponse(isPage);
  await anna.page.clock.fastForward(16_000);
  await renewed;
  await anna.page.evaluate(() => fetch('/robots.txt').then((answer) => answer.text()));
  assert.deepEqual(await shown(anna).locator('.name').allInnerTexts(), ['Door 7']);
});

test('without JavaScript the list is whole and has no search', async (t) => {
  const anna = await visitor(t, { javaScriptEnabled: false });
  await anna.opens(shared.link('many'));
  assert.equal(await shown(anna).count(), 60);
  assert(await anna.page.locator('.filter').isHidden());
});

test('a row shows no verb, and its accessible name has one', async (t) => {
  const anna = await visitor(t);
  await anna.opens(shared.link('many'));
  await anna.page.getByRole('button', { name: 'Door 7 Unlock', exact: true }).waitFor();
  const clip = await anna.page.locator('.rest').first().evaluate((it) => getComputedStyle(it).clipPath);
  assert.equal(clip, 'inset(50%)');
  const { height } = await anna.doors.first().boundingBox();
  assert(height <= 64, `a row is ${height} px high`);
});

test('the heading of a place stays in view while its doors do', async (t) => {
  const anna = await visitor(t);
  await anna.opens(shared.link('many'));
  await anna.page.locator('form section').evaluate((section) => {
    section.prepend(Object.assign(document.createElement('h2'), { textContent: 'Harbour House' }));
  });
  await anna.page.evaluate(() => scrollTo(0, 1_500));
  const heading = anna.page.getByRole('heading', { name: 'Harbour House' });
  await anna.page.waitForFunction(() => scrollY > 1_000);
  assert.equal(Math.round((await heading.boundingBox()).y), 0);
});
