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
const DESK = { viewport: { width: 1280, height: 1600 }, isMobile: false, hasTouch: false };

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
  await looksAt(dana, 'doors');
  await shows(dana, 'doors', '#b24a1c');
  return { dana, theme, url };
}

/** Waits until the first button in this phone of the preview, the light one of two, has this colour. */
function shows({ page }, phone, color) {
  return page.waitForFunction(([phone, color]) => {
    const frame = document.querySelector(`#${phone} .case:first-child iframe:not(.arriving)`);
    const button = frame?.contentDocument?.querySelector('button[name=door]');
    const probe = Object.assign(document.createElement('i'), { hidden: true });
    probe.style.color = color;
    document.body.append(probe);
    const wanted = getComputedStyle(probe).color;
    probe.remove();
    return button && frame.contentWindow.getComputedStyle(button).backgroundColor === wanted;
  }, [phone, color], { polling: 15, timeout: PATIENCE });
}

/** The page in a phone of the preview, the light one of two. */
const phone = ({ page }, name) =>
  page.frameLocator(`#${name} .case:first-child iframe:not(.arriving)`);

/** Scrolls to a phone, which loads it. Returns the page in it. */
async function looksAt(dana, name) {
  await dana.page.locator(`#${name}`).evaluate((it) => it.scrollIntoView());
  return phone(dana, name);
}

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

test('a broken edit shows its errors, and the phones load nothing', async (t) => {
  const { dana, theme } = await designer(t);
  await phone(dana, 'doors').locator('html').evaluate((html) => { html.dataset.kept = ''; });
  await theme.saves(['"#b24a1c"', '"#b24a1"'], ['shape = "rounded"', 'shape = "round"']);
  const alert = dana.page.getByRole('alert');
  await alert.getByText('theme.toml has 2 errors').click();
  assert.match(await dana.page.title(), /^✕ 2 errors/);
  assert.match(await dana.page.locator('#status').innerText(), /2 errors/);
  let checked;
  try {
    execFileSync(binary(), ['theme', 'check', theme.file], { encoding: 'utf8', stdio: 'pipe' });
  } catch (failed) {
    checked = failed.stderr;
  }
  const cards = alert.getByRole('article');
  assert.equal(await cards.count(), 2);
  for (const message of await cards.locator('.what').allTextContents()) {
    assert(checked.replaceAll('`', '').includes(message), message);
  }
  const [marked] = await cards.locator('mark').allTextContents();
  assert.equal(marked, '"#b24a1"');
  assert.match(await cards.first().getByRole('link').getAttribute('href'), /^vscode:.*theme\.toml:\d+:\d+$/);
  await phone(dana, 'doors').locator('html[data-kept]').waitFor();
  await theme.saves();
  await alert.getByRole('article').first().waitFor({ state: 'detached' });
  assert.equal(await alert.innerText(), '');
  assert.match(await dana.page.title(), /^Kornhaus/);
});

test('a saved change keeps the scroll position of the preview and of its phones', async (t) => {
  const { dana, theme } = await designer(t);
  const { page } = dana;
  await looksAt(dana, 'many');
  await phone(dana, 'many').locator('.door').first().waitFor();
  await phone(dana, 'many').locator('html').evaluate((html) => html.scrollTo(0, 120));
  const place = () => page.evaluate(() => [
    scrollY,
    document.querySelector('#many iframe:not(.arriving)').contentDocument.scrollingElement.scrollTop,
  ]);
  const before = await place();
  assert(before[0] > 500 && before[1] === 120, `${before}`);
  await theme.saves(['"#b24a1c"', '"#204080"']);
  await page.waitForFunction(() => {
    const { contentDocument } = document.querySelector('#many .case:first-child iframe:not(.arriving)');
    const style = getComputedStyle(contentDocument.documentElement);
    return style.getPropertyValue('--accent') === '#204080';
  });
  assert.deepEqual(await place(), before);
});

test('switches change every phone, and stay after a reload and a save', async (t) => {
  const { dana, theme } = await designer(t);
  const { page } = dana;
  await chooses(dana, 'Colours', 'Dark');
  await shows(dana, 'doors', '#f29a63');
  await chooses(dana, 'Screen', '320');
  await page.getByLabel('Text size').selectOption('200 %');
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

  await page.getByLabel('Pages', { exact: true }).selectOption('Notices');
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

test('phones show what the script of a page shows after a tap', async (t) => {
  const { dana } = await designer(t, { reducedMotion: 'reduce' });
  const sees = async (name, selector, words = /./) => {
    const inside = await looksAt(dana, name);
    const found = inside.locator(selector);
    await found.waitFor();
    assert.match(await found.innerText(), words, name);
  };
  await sees('unlocking', '.door[aria-busy]');
  await sees('tap-unlocked', '.door.done');
  await sees('tap-confirm', 'dialog[open] h2', /Haupteingang.? öffnen\?/);
  await sees('late', '.sheet:not([hidden]) #headline', /Noch keine Antwort/);
  await sees('tap-offline', '.sheet.warn:not([hidden]) #headline', /nicht erreichbar/);
  await sees('phone-offline', '.sheet:not([hidden]) #headline', /Ihr Telefon ist offline/);
  await sees('tap-refused', '.sheet.bad:not([hidden]) #headline', /Kein Zugang/);
  await sees('until', '.where span', /bis .*\d+:\d\d/);
  await sees('notice-not_yet_valid', '.count', /1 Std. 3\d Min/);
  // No door takes the focus from who looks at the preview.
  assert.equal(await dana.page.evaluate(() => document.activeElement.tagName), 'BODY');
  assert.deepEqual(dana.browserErrors, []);
});

test('a switch shows the pages without JavaScript', async (t) => {
  const { dana } = await designer(t);
  await dana.page.getByRole('checkbox', { name: 'No JavaScript' }).click();
  const inside = await looksAt(dana, 'tap-offline');
  await inside.locator('.sheet:not([hidden])').waitFor();
  assert(await dana.page.locator('#late').isHidden());
  assert(await dana.page.locator('nav a', { hasText: 'No answer yet' }).isHidden());
  await phone(dana, 'try-it').getByRole('button', { name: 'Haupteingang' }).click();
  await phone(dana, 'try-it').locator('.door.done').waitFor();
});

test('a tap on the phone to try succeeds, fails or gets no answer as was chosen', async (t) => {
  const { dana } = await designer(t);
  const { page } = dana;
  const inside = phone(dana, 'try-it');
  const taps = () => inside.getByRole('button', { name: 'Haupteingang' }).click();
  await taps();
  await inside.locator('.door.done').waitFor();
  await page.reload();
  await page.getByRole('form', { name: 'What becomes of a tap' }).getByLabel('The failure')
    .selectOption('Locked down');
  await inside.locator('.door').first().waitFor();
  await taps();
  await inside.locator('.sheet .text', { hasText: 'für alle gesperrt' }).waitFor();
  await inside.locator('.sheet .close').click();
  await page.getByLabel('The phone is offline').check();
  await page.waitForTimeout(600); // taps right after a change of the page do nothing
  await taps();
  await inside.locator('.sheet', { hasText: 'Ihr Telefon ist offline' }).waitFor();
  assert.deepEqual(dana.browserErrors, []);
});

test('a click on words, a picture or a colour names its key and copies the line', async (t) => {
  const { dana } = await designer(t);
  const { page } = dana;
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const inside = phone(dana, 'doors');
  const finds = async (element, key, line, options) => {
    await element.click(options);
    const card = page.getByLabel('The key of what was clicked');
    await card.locator('.key', { hasText: key }).waitFor();
    assert.equal(await card.locator('pre').innerText(), line);
    await card.getByText('Copied').waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), line);
  };
  await page.getByRole('checkbox', { name: 'Find the key' }).click();
  await finds(inside.getByRole('heading', { level: 1 }), '[text] welcome',
    '[text]\nwelcome = "Schön, dass Sie da sind"');
  await finds(inside.locator('.name').first(), '[doors.1001] name',
    '[doors.1001]\nname = { de = "Haupteingang", en = "Main entrance" }');
  await finds(inside.locator('.logo'), 'logo', 'logo = "logo.svg"');
  await page.getByRole('checkbox', { name: 'Find the key' }).click();
  await finds(inside.locator('.door').first(), '[colors] accent', '[colors]\naccent = "#b24a1c"',
    { modifiers: ['Alt'], position: { x: 4, y: 30 } });
  assert.equal(await inside.locator('.door.done,[aria-busy]').count(), 0);
});

test('a change is tried in the phones, stays after a reload, and leaves the file as it is', async (t) => {
  const { dana, theme } = await designer(t);
  const { page } = dana;
  const before = await readFile(theme.file, 'utf8');
  await page.getByRole('button', { name: 'Try changes' }).click();
  const panel = page.getByRole('complementary', { name: 'Try changes' });
  await panel.getByRole('group', { name: 'Light colours' }).getByLabel('Accent').fill('#204080');
  await panel.getByLabel('Headline').fill('Hereinspaziert');
  await shows(dana, 'doors', '#204080');
  await phone(dana, 'doors').getByRole('heading', { name: 'Hereinspaziert' }).waitFor();
  const lines = '[colors]\naccent = "#204080"\n\n[text]\nwelcome = "Hereinspaziert"';
  await panel.locator('pre').getByText('Hereinspaziert').waitFor();
  assert.equal(await panel.locator('pre').innerText(), lines);
  await page.reload();
  await shows(dana, 'doors', '#204080');
  await panel.getByRole('group', { name: 'Light colours' }).getByLabel('Words').fill('#fdf8f0');
  await panel.getByText('1 warning with these changes').waitFor();
  await panel.getByRole('button', { name: 'Back to what is saved' }).click();
  await shows(dana, 'doors', '#b24a1c');
  assert.equal(await readFile(theme.file, 'utf8'), before);
});

test('light and dark stand side by side, and the phones fill the window', async (t) => {
  const { dana } = await designer(t, { viewport: { width: 1920, height: 1000 } });
  const { page } = dana;
  const cases = (name) => page.locator(`#${name} .case`);
  const [light, dark] = [await cases('doors').nth(0).boundingBox(), await cases('doors').nth(1).boundingBox()];
  assert(light.y === dark.y && light.x + light.width <= dark.x);
  const right = async (name) => {
    const { x, width } = await cases(name).last().boundingBox();
    return x + width;
  };
  assert(await right('one') > 1920 - 60, `${await right('one')}`);
  await chooses(dana, 'Colours', 'Light');
  await chooses(dana, 'Screen', '1440');
  await page.getByRole('checkbox', { name: 'Full height' }).click();
  const window = await cases('doors').boundingBox();
  assert(window.width > 1150 && window.x + window.width > 1650, JSON.stringify(window));
});

test('the contents say where one is, and can be searched', async (t) => {
  const { dana } = await designer(t);
  const contents = dana.page.getByRole('navigation', { name: 'Contents' });
  await contents.getByRole('link', { name: 'Link expired', exact: true }).click();
  await contents.locator('a[aria-current]', { hasText: 'Link expired' }).waitFor();
  await contents.getByRole('searchbox').fill('offline');
  const found = await contents.getByRole('listitem').filter({ visible: true }).allInnerTexts();
  assert.deepEqual(found, ['Door offline', 'Phone offline', 'Door offline, no doors']);
  await contents.getByRole('searchbox').fill('nothing like this');
  await contents.getByText('Nothing has this name').waitFor();
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
    await dana.page.locator('#messages summary').click();
    await dana.page.getByText('get a rim in').waitFor();
    assert.deepEqual(await violations(), []);
    await theme.saves(['"#b24a1c"', '"#b24a1"']);
    await dana.page.getByRole('alert').getByText('has 1 error').waitFor();
    assert.deepEqual(await violations(), []);
    await theme.saves();
    await dana.page.getByText('All is well').waitFor();
    await dana.page.getByRole('button', { name: 'Try changes' }).click();
    await dana.page.getByRole('checkbox', { name: 'Find the key' }).click();
    assert.deepEqual(await violations(), []);
    await dana.page.getByRole('button', { name: 'Try changes' }).click();
    const [needed, given] = await dana.page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.scrollingElement;
      return [scrollWidth, clientWidth];
    });
    assert(needed <= given, `${needed} px wide in a window of ${given} px`);
  });
}

test('a theme that is not there yet begins with a click', async (t) => {
  const { folder } = await brand(t);
  const dana = await visitor(t, DESK);
  await dana.page.goto(await startPreview(t, join(folder, 'nothing.toml')));
  await dana.page.getByText('nothing.toml is not there yet').waitFor();
  assert.match(await dana.page.title(), /^✕ No file yet/);
  await dana.page.getByRole('button', { name: 'Write this file' }).click();
  await dana.page.getByRole('heading', { name: 'Your brand' }).waitFor();
  assert.equal(await readFile(join(folder, 'nothing.toml'), 'utf8'), 'name = "Your brand"\n');
  assert.deepEqual(dana.browserErrors, []);
});

test('the page says when the preview has ended', async (t) => {
  const theme = await brand(t);
  const ends = [];
  const url = await startPreview({ after: (end) => ends.push(end) }, theme.file);
  const dana = await visitor(t, DESK);
  await dana.page.goto(url);
  await dana.page.getByText('All is well').waitFor();
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
  await dana.page.getByLabel('Text size').selectOption('150 %');
  await dana.page.getByLabel('Language').selectOption('en');
  assert.equal(await color('Main entrance'), 'rgb(242, 154, 99)');
  const size = await inside.locator('html').evaluate((html) => getComputedStyle(html).fontSize);
  assert.equal(size, '24px');
  assert(await inside.locator('.image').evaluate((image) => image.complete && image.naturalWidth > 0));
  assert.deepEqual(failed, []);
});
