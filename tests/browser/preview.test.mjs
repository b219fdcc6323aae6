// A brand team edits its theme and watches the preview.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { binary, startPreview } from './doorstep.mjs';
import { PATIENCE, visitor } from './visitor.mjs';

const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const DESK = { viewport: { width: 1280, height: 800 }, isMobile: false, hasTouch: false };

/** Copies the coworking example to a temporary folder, which is removed when the test `t` ends. */
async function brand(t) {
  const folder = await mkdtemp(join(tmpdir(), 'doorstep-preview-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  await cp(join(ROOT, 'assets/themes/coworking'), folder, { recursive: true });
  const file = join(folder, 'theme.toml');
  const good = await readFile(file, 'utf8');
  return {
    folder,
    file,
    /** Saves the original theme with these `[from, to]` replacements. */
    saves: (...edits) => writeFile(file, edits.reduce((text, [from, to]) => {
      assert(text.includes(from), `the theme has no ${from}`);
      return text.replace(from, to);
    }, good)),
  };
}

/** A designer at a desk, with a preview of the theme open. */
async function designer(t, desk = {}) {
  const theme = await brand(t);
  const url = await startPreview(t, theme.file);
  const dana = await visitor(t, { ...DESK, ...desk });
  await dana.page.goto(url);
  await shows(dana, 'doors', '#b24a1c');
  return { dana, theme, url };
}

/** Waits until the first button in this phone of the preview has this colour. */
function shows({ page }, phone, color) {
  return page.waitForFunction(([phone, color]) => {
    const frame = document.querySelector(`#${phone} iframe:not(.arriving)`);
    const button = frame?.contentDocument?.querySelector('button[name=door]');
    const probe = Object.assign(document.createElement('i'), { hidden: true });
    probe.style.color = color;
    document.body.append(probe);
    const wanted = getComputedStyle(probe).color;
    probe.remove();
    return button && frame.contentWindow.getComputedStyle(button).backgroundColor === wanted;
  }, [phone, color], { polling: 15, timeout: PATIENCE });
}

const phone = ({ page }, name) => page.frameLocator(`#${name} iframe:not(.arriving)`);

/** Chooses an option of a switch. */
const chooses = ({ page }, group, name) =>
  page.getByRole('group', { name: group, exact: true }).getByRole('radio', { name, exact: true }).click();

test('a saved colour appears in the preview, and the time is printed', async (t) => {
  const { dana, theme } = await designer(t);
  const waits = [];
  for (const color of ['#204080', '#801040', '#106030', '#504090', '#404040']) {
    const saved = performance.now();
    await theme.saves(['accent = "#b24a1c"', `accent = "${color}"`]);
    await shows(dana, 'doors', color);
    waits.push(Math.round(performance.now() - saved));
  }
  t.diagnostic(`seen after ${waits.join(', ')} ms`);
  assert.deepEqual(dana.browserErrors, []);
});

test('a broken edit shows its errors above the last good pages', async (t) => {
  const { dana, theme } = await designer(t);
  await theme.saves(['"#b24a1c"', '"#b24a1"'], ['shape = "rounded"', 'shape = "round"']);
  const alert = dana.page.getByRole('alert');
  await alert.getByRole('heading', { name: 'theme.toml has 2 errors' }).waitFor();
  let checked;
  try {
    execFileSync(binary(), ['theme', 'check', theme.file], { encoding: 'utf8', stdio: 'pipe' });
  } catch (failed) {
    checked = failed.stderr;
  }
  for (const diagnostic of await alert.locator('pre').allTextContents()) {
    assert(checked.includes(diagnostic), diagnostic);
  }
  await shows(dana, 'doors', '#b24a1c');
  await theme.saves();
  await alert.getByRole('heading').waitFor({ state: 'detached' });
  assert.equal(await alert.innerText(), '');
});

test('a saved change keeps the scroll position of the preview and of its phones', async (t) => {
  const { dana, theme } = await designer(t);
  const { page } = dana;
  await page.locator('#tap-busy').scrollIntoViewIfNeeded();
  await shows(dana, 'tap-busy', '#b24a1c');
  await phone(dana, 'tap-busy').locator('html').evaluate((html) => html.scrollTo(0, 120));
  const place = () => page.evaluate(() => [
    scrollY,
    document.querySelector('#tap-busy iframe:not(.arriving)').contentDocument.scrollingElement.scrollTop,
  ]);
  const before = await place();
  assert(before[0] > 500 && before[1] === 120, `${before}`);
  await theme.saves(['"#b24a1c"', '"#204080"']);
  await shows(dana, 'tap-busy', '#204080');
  assert.deepEqual(await place(), before);
});

test('switches change every phone, and stay after a reload and a save', async (t) => {
  const { dana, theme } = await designer(t);
  const { page } = dana;
  await chooses(dana, 'Colours', 'Dark');
  await shows(dana, 'doors', '#f29a63');
  await chooses(dana, 'Width', '320');
  await chooses(dana, 'Text size', '200 %');
  await page.getByLabel('Language').selectOption('ar');
  const html = phone(dana, 'doors').locator('html[lang=ar]');
  await html.waitFor();
  const seen = () => html.evaluate((html) => [innerWidth, getComputedStyle(html).fontSize]);
  assert.deepEqual(await seen(), [320, '32px']);

  await page.reload();
  await html.waitFor();
  assert.deepEqual(await seen(), [320, '32px']);
  await theme.saves(['"#f29a63"', '"#c0d0ff"']);
  await shows(dana, 'doors', '#c0d0ff');
  assert.deepEqual(await seen(), [320, '32px']);

  await chooses(dana, 'Pages', 'Notices');
  assert(await page.locator('#notice-empty').isVisible());
  assert(await page.locator('#doors').isHidden());
  assert.deepEqual(dana.browserErrors, []);
});

test('a brand that is always dark has no switch for colours', async (t) => {
  const { dana, theme } = await designer(t);
  await theme.saves(['scheme = "auto"', 'scheme = "dark"']);
  await shows(dana, 'doors', '#f29a63');
  assert.match(await dana.page.locator('#schemes').innerText(), /Dark\s*only, by scheme/);
});

test('doors in the phones can be tapped, and languages chosen', async (t) => {
  const { dana } = await designer(t);
  const inside = phone(dana, 'doors');
  await inside.getByRole('button', { name: 'Haupteingang' }).click();
  await inside.locator('.door.done').waitFor();
  await inside.locator('details.languages summary').click();
  await inside.getByRole('link', { name: 'English' }).click();
  await phone(dana, 'doors').getByRole('button', { name: 'Main entrance' }).waitFor();
  assert.equal(await dana.page.getByLabel('Language').inputValue(), 'en');
});

test('a page that is opened in its own tab is the page of its phone', async (t) => {
  const { dana } = await designer(t);
  await chooses(dana, 'Colours', 'Dark');
  const [alone] = await Promise.all([
    dana.page.context().waitForEvent('page'),
    dana.page.getByRole('link', { name: 'Open alone One door' }).click(),
  ]);
  await alone.waitForLoadState();
  assert.match(alone.url(), /\/pages\/one\.de\.dark\.html$/);
  await alone.getByRole('button', { name: 'Haupteingang' }).click();
  await alone.locator('.door.done').waitFor();
});

for (const [what, desk] of Object.entries({
  'a light desk': { colorScheme: 'light' },
  'a dark desk': { colorScheme: 'dark' },
  'a narrow window': { viewport: { width: 360, height: 700 } },
})) {
  test(`axe finds no violation in the preview: ${what}`, async (t) => {
    const { dana, theme } = await designer(t, { reducedMotion: 'reduce', ...desk });
    const violations = async () => {
      await dana.page.evaluate(AXE);
      const found = await dana.page.evaluate(async () => {
        const options = { resultTypes: ['violations'], iframes: false };
        return (await window.axe.run(document, options)).violations;
      });
      return found.flatMap(({ id, nodes }) => nodes.map((it) => `${id}: ${it.html.slice(0, 160)}`));
    };
    assert.deepEqual(await violations(), []);
    // A weak colour of words is a warning, and a pale accent is a note.
    await theme.saves(['"#2c1c12"', '"#a08c78"'], ['"#b24a1c"', '"#f2c14a"']);
    await dana.page.locator('#warnings summary').click();
    await dana.page.getByText('get a rim in').waitFor();
    assert.deepEqual(await violations(), []);
    await theme.saves(['"#b24a1c"', '"#b24a1"']);
    await dana.page.getByRole('alert').getByRole('heading').waitFor();
    assert.deepEqual(await violations(), []);
    const [needed, given] = await dana.page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.scrollingElement;
      return [scrollWidth, clientWidth];
    });
    assert(needed <= given, `${needed} px wide in a window of ${given} px`);
  });
}

test('the page says when the preview has ended', async (t) => {
  const theme = await brand(t);
  const ends = [];
  const url = await startPreview({ after: (end) => ends.push(end) }, theme.file);
  const dana = await visitor(t, DESK);
  await dana.page.goto(url);
  await dana.page.getByText('Follows the file').waitFor();
  for (const end of ends) await end();
  await dana.page.getByText('The preview has ended').waitFor();
});

test('an exported preview works from its folder, without a server', async (t) => {
  const theme = await brand(t);
  const folder = join(theme.folder, 'review');
  execFileSync(binary(), ['theme', 'preview', theme.file, '--out', folder]);
  const dana = await visitor(t, DESK);
  const failed = [];
  dana.page.on('requestfailed', (request) => failed.push(request.url()));
  await dana.page.goto(pathToFileURL(join(folder, 'index.html')).href);
  const inside = phone(dana, 'doors');
  const color = (name) => inside.getByRole('button', { name })
    .evaluate((button) => getComputedStyle(button).backgroundColor);
  assert.equal(await color('Haupteingang'), 'rgb(178, 74, 28)');
  await chooses(dana, 'Colours', 'Dark');
  await chooses(dana, 'Text size', '150 %');
  await dana.page.getByLabel('Language').selectOption('en');
  assert.equal(await color('Main entrance'), 'rgb(242, 154, 99)');
  const size = await inside.locator('html').evaluate((html) => getComputedStyle(html).fontSize);
  assert.equal(size, '24px');
  assert(await inside.locator('.image').evaluate((image) => image.complete && image.naturalWidth > 0));
  assert.deepEqual(failed, []);
});
