// What only a browser shows of a brand: its font, its picture, and the colours of a pressed button.
// All of it has to be allowed by the page's own content security policy.

import assert from 'node:assert/strict';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startDemo } from './doorstep.mjs';
import { illegible } from './legible.mjs';
import { visitor } from './visitor.mjs';

const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const EXAMPLES = ['coworking', 'clinic', 'nightclub', 'hotel', 'logistics'];

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Writes a theme to a temporary folder, beside the test font and a picture. Returns its path. */
async function themeOf(t, toml) {
  const folder = await mkdtemp(join(tmpdir(), 'doorstep-brand-'));
  t.after(() => rm(folder, { recursive: true }));
  await copyFile(here('../fonts/blocks-variable.woff2'), join(folder, 'blocks.woff2'));
  await copyFile(here('../../assets/themes/coworking/hero.svg'), join(folder, 'hero.svg'));
  await writeFile(join(folder, 'theme.toml'), toml);
  return join(folder, 'theme.toml');
}

for (const brand of EXAMPLES) {
  test(`the ${brand} example has enough contrast and no axe violation`, async (t) => {
    const demo = await startDemo(t, { THEME__PATH: here(`../../assets/themes/${brand}/theme.toml`) });
    for (const colorScheme of ['light', 'dark']) {
      const anna = await visitor(t, { colorScheme, isMobile: false, reducedMotion: 'reduce' });
      for (const scenario of ['doors', 'states', 'many', 'expired']) {
        await anna.opens(demo.link(scenario));
        assert.deepEqual(await illegible(anna.page), [], `${scenario}, ${colorScheme}`);
        await anna.page.evaluate(AXE);
        const { violations } = await anna.page.evaluate(() => window.axe.run());
        assert.deepEqual(violations.map((it) => it.id), [], `${scenario}, ${colorScheme}`);
        const width = await anna.page.evaluate(() => document.documentElement.scrollWidth);
        assert(width <= 360, `${scenario} is ${width} pixels wide`);
      }
      assert.deepEqual(anna.browserErrors, []);
    }
  });
}

test('the brand’s font is loaded, and the policy allows it', async (t) => {
  const toml = 'name = "Blocks"\n[font]\nfamily = "Doorstep Blocks"\nfiles = ["blocks.woff2"]\n';
  const demo = await startDemo(t, { THEME__PATH: await themeOf(t, toml) });
  const anna = await visitor(t);
  await anna.opens(demo.link('doors'));
  const faces = () => [...document.fonts].map((face) => `${face.family} ${face.weight} ${face.status}`);
  await anna.page.waitForFunction(() => [...document.fonts].some((face) => face.status === 'loaded'));
  assert.deepEqual((await anna.page.evaluate(faces)).map((it) => it.replaceAll('"', '')), [
    'Doorstep Blocks 300 800 loaded',
  ]);
  const family = await anna.door('Haupteingang').evaluate((it) => getComputedStyle(it).fontFamily);
  assert.match(family, /^"Doorstep Blocks", system-ui/);
  assert.deepEqual(anna.browserErrors, []);
});

test('a picture across the top moves nothing when it loads', async (t) => {
  const toml = 'name = "Kornhaus"\n[page]\nimage = "hero.svg"\n';
  const theme = await themeOf(t, toml);
  const picture = await readFile(join(theme, '../hero.svg'), 'utf8');
  // The picture has to be too large to be inlined in the page.
  await writeFile(join(theme, '../hero.svg'), picture + ' '.repeat(5_000));
  const demo = await startDemo(t, { THEME__PATH: theme });
  const anna = await visitor(t);
  let release;
  const released = new Promise((resolve) => { release = resolve; });
  await anna.page.route('**/assets/image-*', async (route) => {
    await released;
    await route.continue();
  });
  await anna.page.goto(demo.link('doors'), { waitUntil: 'domcontentloaded' });
  const top = () => anna.door('Haupteingang').evaluate((it) => it.getBoundingClientRect().top);
  const before = await top();
  assert(before < 400, `the first door is at ${before}`);
  release();
  await anna.page.waitForFunction(() => document.querySelector('.image').complete);
  assert(await anna.page.locator('.image').evaluate((it) => it.naturalWidth > 0));
  assert.equal(await top(), before);
  assert.deepEqual(anna.browserErrors, []);
});

test('a button has its own colour when hovered and when pressed', async (t) => {
  const demo = await startDemo(t);
  const anna = await visitor(t, { isMobile: false, hasTouch: false, reducedMotion: 'reduce' });
  await anna.opens(demo.link('doors'));
  const door = anna.door('Haupteingang');
  const ground = () => door.evaluate((it) => getComputedStyle(it).backgroundColor);
  const seen = [await ground()];
  await door.hover();
  seen.push(await ground());
  await anna.page.mouse.down();
  seen.push(await ground());
  assert.equal(new Set(seen).size, 3, seen.join(', '));
  assert.equal(seen[0], 'rgb(11, 110, 79)', 'the brand’s own colour is unchanged');
});

test('with JavaScript, only doors with `confirm` ask to confirm a tap', async (t) => {
  const demo = await startDemo(t);
  const anna = await visitor(t);
  await anna.opens(demo.link('doors'));
  const number = await anna.numberOf('Büro Süd');
  const toml = `name = "Acme"\n[doors.${number}]\nconfirm = true\nname = "Office"\n`;
  const confirming = await startDemo(t, { THEME__PATH: await themeOf(t, toml) });
  await anna.opens(confirming.link('doors'));
  await anna.taps('Haupteingang');
  await anna.unlocked('Haupteingang').waitFor();
  await anna.taps('Office');
  await anna.page.getByRole('dialog').filter({ hasText: 'Office' }).waitFor();
  await anna.waitsAMoment();
  assert.equal((await confirming.kisi.unlocks())[number], undefined);
  await anna.page.getByRole('button', { name: 'Yes, unlock' }).tap();
  await anna.unlocked('Office').waitFor();
  assert.equal((await confirming.kisi.unlocks())[number], 1);
});

test('a page that was opened before its brand set `confirm` asks to confirm, too', async (t) => {
  const file = await themeOf(t, 'name = "Acme"\n');
  const demo = await startDemo(t, { THEME__PATH: file });
  const anna = await visitor(t);
  await anna.opens(demo.link('one'));
  const number = await anna.numberOf('Front door');
  await writeFile(file, 'name = "Acme"\n[buttons]\nconfirm = true\n');
  const looks = await visitor(t);
  await looks.opens(demo.link('one'));
  const confirms = looks.page.locator('[data-confirm]');
  for (let look = 0; look < 100 && !(await confirms.count()); look += 1) {
    await looks.page.waitForTimeout(200);
    await looks.page.reload();
  }
  await anna.taps('Front door');
  await anna.page.getByRole('button', { name: 'Yes, unlock' }).waitFor();
  assert.deepEqual(await demo.kisi.unlocks(), {});
  await anna.page.getByRole('button', { name: 'Yes, unlock' }).tap();
  await anna.status.filter({ hasText: 'is unlocked' }).waitFor({ state: 'attached' });
  assert.deepEqual(await demo.kisi.unlocks(), { [number]: 1 });
});
