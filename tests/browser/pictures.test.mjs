// Takes pictures of everything that a visitor can see, for people to look at. Each run replaces the
// folder `pictures/`.

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startDemo, startPreview } from './doorstep.mjs';
import { visitor } from './visitor.mjs';

const PICTURES = fileURLToPath(new URL('pictures/', import.meta.url));

const LARGER = { viewport: { width: 390, height: 760 } };

/** A tap whose result is pictured, and the name of the picture. */
const TAPS = [
  { scenario: 'doors', door: 'Büro Süd', called: 'tap-unlocked' },
  { scenario: 'refused-unlock', door: 'Front door', called: 'tap-refused' },
  { scenario: 'hanging-unlock', door: 'Front door', called: 'tap-timeout' },
  { scenario: 'hostile-names', door: 'Very long door name', called: 'tap-long-name' },
];

await rm(PICTURES, { recursive: true, force: true });
await mkdir(PICTURES, { recursive: true });

for (const colorScheme of ['light', 'dark']) {
  test(`pictures of every scenario, ${colorScheme}`, async (t) => {
    const demo = await startDemo(t);
    const anna = await visitor(t, { colorScheme });
    for (const scenario of demo.scenarios) {
      await anna.opens(demo.link(scenario));
      await take(anna, `${scenario}-${colorScheme}`);
    }
    for (const [called, path] of [['home', '/'], ['not-found', '/nothing-here']]) {
      await anna.opens(new URL(path, demo.link('doors')).href);
      await take(anna, `${called}-${colorScheme}`);
    }
    for (const [language, name] of [['de', 'german'], ['ja', 'japanese']]) {
      await anna.opens(`${demo.link('doors')}?lang=${language}`);
      await take(anna, `doors-${name}-${colorScheme}`);
    }
    for (const scenario of ['doors', 'states', 'not-yet-valid']) {
      await anna.opens(`${demo.link(scenario)}?lang=ar${scenario === 'not-yet-valid' ? early() : validity()}`);
      await take(anna, `${scenario}-arabic-${colorScheme}`);
    }
    await anna.opens(demo.link('doors') + validity());
    await take(anna, `doors-with-dates-${colorScheme}`);
  });

  test(`pictures of a tap that waits and of a phone that is offline, ${colorScheme}`, async (t) => {
    const demo = await startDemo(t, { KISI__TIMEOUT: '60s' });
    const anna = await visitor(t, { colorScheme });
    await anna.page.clock.install();
    await anna.opens(demo.link('hanging-unlock'));
    await anna.taps('Front door');
    await anna.page.locator('button[aria-busy=true]').waitFor();
    await take(anna, `busy-${colorScheme}`);
    await anna.page.clock.fastForward(9_000);
    await anna.sheet.waitFor();
    await take(anna, `no-answer-yet-${colorScheme}`);

    await anna.opens(`${demo.link('doors')}?lang=ar`);
    await anna.doors.first().tap();
    await anna.readsResult();
    await take(anna, `tap-unlocked-arabic-${colorScheme}`);
    await anna.page.context().setOffline(true);
    await anna.doors.nth(1).tap();
    await anna.sheet.waitFor();
    await take(anna, `offline-arabic-${colorScheme}`);
  });

  test(`pictures of tap results, ${colorScheme}`, async (t) => {
    const demo = await startDemo(t, { KISI__TIMEOUT: '3s' });
    for (const { scenario, door, called } of TAPS) {
      const anna = await visitor(t, { colorScheme });
      await anna.opens(demo.link(scenario));
      await anna.door(door).first().tap();
      await anna.readsResult();
      await take(anna, `${called}-${colorScheme}`);
    }
  });
}

/** The fragment of a mailed link that says when it is valid: for three more hours. */
function validity() {
  const hours = (count) => new Date(Date.now() + count * 3_600_000).toISOString();
  return `#from=${hours(-1)}&until=${hours(3)}`;
}

/** The fragment of a mailed link whose time begins in one and a half hours. */
function early() {
  const hours = (count) => new Date(Date.now() + count * 3_600_000).toISOString();
  return `#from=${hours(1.5)}&until=${hours(4)}`;
}

/** Takes one picture of the phone's screen and one of the whole page. */
async function take({ page }, name) {
  await page.screenshot({ path: `${PICTURES}${name}.png`, animations: 'disabled' });
  await page.screenshot({ path: `${PICTURES}${name}-whole.png`, animations: 'disabled', fullPage: true });
}

if (process.env.DOORSTEP_README_PICTURE) {
  test('the pictures in the README', async (t) => {
    const demo = await startDemo(t);
    const take = async (name, url, phone, tapped, awaited = 'body') => {
      const anna = await visitor(t, { deviceScaleFactor: 1.5, ...phone });
      await anna.opens(url);
      await anna.page.locator(awaited).first().waitFor();
      await anna.page.waitForTimeout(500); // so that images and fonts are in the picture
      if (tapped) {
        await anna.taps(tapped);
        await anna.readsResult();
      }
      const path = fileURLToPath(new URL(`../../docs/${name}.png`, import.meta.url));
      await anna.page.screenshot({ path, animations: 'disabled' });
    };
    for (const [brand, colorScheme] of [['coworking', 'light'], ['clinic', 'light'], ['nightclub', 'dark'], ['hotel', 'light'], ['logistics', 'dark']]) {
      const theme = relative('.', fileURLToPath(new URL(`../../assets/themes/${brand}/theme.toml`, import.meta.url)));
      const preview = await startPreview(t, theme);
      await take(`themes/${brand}`, new URL(`pages/doors.en.${colorScheme}.html`, preview).href, LARGER);
      if (brand === 'nightclub') {
        await take('mail', new URL('pages/mail-html.en.dark.html', preview).href, { viewport: { width: 390, height: 900 } });
      }
      if (brand === 'coworking') {
        const desk = { viewport: { width: 1280, height: 700 }, isMobile: false, deviceScaleFactor: 1 };
        const tried = `${preview}?language=en&try.colors.accent=%237a1fa2#tap-unlocked`;
        await take('preview', tried, desk, undefined, '#tap-unlocked .case:last-child iframe:not(.arriving)');
      }
    }
    await take('phone', demo.link('doors'), {});
    await take('unlocked', demo.link('doors'), { colorScheme: 'dark' }, 'Haupteingang');
    await take('early', `${demo.link('not-yet-valid')}?lang=ar${early()}`, {});
    await take('many', demo.link('many'), {});
    await take('refused', demo.link('refused-unlock'), {}, 'Front door');
    const wide = { viewport: { width: 1280, height: 760 }, isMobile: false, hasTouch: false, deviceScaleFactor: 1 };
    await take('computer', demo.link('one') + validity(), wide);
  });
}

if (process.env.DOORSTEP_README_PICTURE) {
  const THEME = 'name = "Acme"\n[colors]\naccent = "#7a1fa2"\nscheme = "light"\n';
  const DOORS = ['Lobby', 'Garden gate'].map((name, index) => `[doors.${index + 1}]\nname = "${name}"\n`).join('');
  const ICONS = ['door', 'gate', 'garage', 'lift', 'turnstile', 'parking', 'bike', 'locker'];

  /** A visitor at the page with doors in this theme. */
  const opens = async (t, toml, phone) => {
    const folder = await mkdtemp(join(tmpdir(), 'doorstep-picture-'));
    t.after(() => rm(folder, { recursive: true }));
    await writeFile(join(folder, 'theme.toml'), toml);
    const anna = await visitor(t, { deviceScaleFactor: 1.5, isMobile: false, ...phone });
    const preview = await startPreview(t, join(folder, 'theme.toml'));
    await anna.opens(new URL('pages/doors.en.light.html', preview).href);
    return anna;
  };

  /** Saves one picture with all these pictures in columns, each above its caption. */
  const arrange = async (t, name, pictures, columns) => {
    const { page } = await visitor(t, { deviceScaleFactor: 1.5, isMobile: false, viewport: { width: 960, height: 400 } });
    const figures = pictures.map(([caption, picture]) => `<figure><img src="data:image/png;base64,${picture.toString('base64')}">
      <figcaption>${caption}</figcaption></figure>`);
    await page.setContent(`<style>body{display:inline-grid;grid-template-columns:repeat(${columns},auto);gap:20px 28px;
      margin:0;padding:16px;background:#fff;font:14px ui-monospace,monospace;color:#555}figure{margin:0}
      img{display:block;width:280px}figcaption{margin-top:6px}</style>${figures.join('')}`);
    const path = fileURLToPath(new URL(`../../docs/${name}.png`, import.meta.url));
    await page.locator('body').screenshot({ path });
  };

  test('a picture of every shape and style of buttons', async (t) => {
    const pictures = [];
    for (const style of ['filled', 'tonal', 'outline']) {
      for (const shape of ['rounded', 'pill', 'square']) {
        const toml = `${THEME}[buttons]\nshape = "${shape}"\nstyle = "${style}"\n${DOORS}`;
        const anna = await opens(t, toml, { viewport: { width: 320, height: 640 } });
        pictures.push([`${style}, ${shape}`, await anna.doors.first().screenshot()]);
      }
    }
    await arrange(t, 'buttons', pictures, 3);
  });

  test('a picture of every icon', async (t) => {
    const pictures = [];
    for (const icon of ICONS) {
      const toml = `${THEME}[doors.1]\nname = "${icon}"\nicon = "${icon}"\n`;
      const anna = await opens(t, toml, { viewport: { width: 340, height: 640 } });
      pictures.push([`icon = "${icon}"`, await anna.doors.first().screenshot()]);
    }
    await arrange(t, 'icons', pictures, 4);
  });
}
