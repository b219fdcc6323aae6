// Accessibility of every page: axe, enlarged text, forced colours and target sizes.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startDemo, startPreview } from './doorstep.mjs';
import { visitor } from './visitor.mjs';

const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const WIDTHS = [320, 360, 1024];

const STILL = { isMobile: false, reducedMotion: 'reduce', viewport: { width: 320, height: 640 } };

/** Scenarios in which Kisi fails at random, so no test can expect a certain page. */
const AT_RANDOM = ['kisi-flaky'];

/** One demo for all tests that unlock nothing. Its cache makes slow scenarios slow only once. */
const shared = await startDemo({ after }, {
  CACHE__FRESH: '10m',
  LIMITS__UNKNOWN_LINKS_PER_MINUTE: '10000',
  KISI__TIMEOUT: '4s',
});
const scenarios = shared.scenarios.filter((it) => !AT_RANDOM.includes(it));
const offered = await offeredLanguages();
const languages = ['en', 'ar'].filter((language) => offered.includes(language));

/** The languages of a page: its own, and those that it links to. */
async function offeredLanguages() {
  const html = await (await fetch(shared.link('doors'))).text();
  const others = html.matchAll(/href="?\?lang=([\w-]+)/g);
  return [html.match(/<html lang="?([\w-]+)/)[1], ...[...others].map(([, tag]) => tag)];
}

const addresses = [
  ...scenarios.map((name) => ({ name, url: shared.link(name) })),
  { name: 'home', url: new URL('/', shared.link('doors')).href },
  { name: 'not found', url: new URL('/nothing-here', shared.link('doors')).href },
];

/** Runs `check` for a visitor with this `phone` on each page and language, each in a subtest. */
async function eachPage(t, phone, check) {
  const anna = await visitor(t, { ...STILL, ...phone });
  for (const language of languages) {
    for (const { name, url } of addresses) {
      await t.test(`${name}, ${language}`, async () => {
        await anna.opens(`${url}?lang=${language}`);
        await check(anna, language);
      });
    }
  }
}

/** The violations that axe finds, on light and dark phones of every width. */
async function violationsOn(anna) {
  const found = [];
  await anna.page.evaluate(AXE);
  for (const colorScheme of ['light', 'dark']) {
    await anna.page.emulateMedia({ colorScheme });
    for (const width of WIDTHS) {
      await anna.page.setViewportSize({ width, height: 640 });
      const violations = await anna.page.evaluate(async () => {
        const options = { resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } };
        return (await window.axe.run(document, options)).violations;
      });
      for (const { id, nodes } of violations) {
        found.push(...nodes.map((it) => `${colorScheme} ${width}: ${id}: ${it.html.slice(0, 120)}`));
      }
    }
  }
  return found;
}

test('axe finds no violation on any page', async (t) => {
  await eachPage(t, {}, async (anna, language) => {
    await hasLanguage(anna, language);
    assert.deepEqual(await violationsOn(anna), []);
  });
});

/** The direction in which a language is written, by the Unicode CLDR data of Node.js. */
function directionOf(language) {
  const locale = new Intl.Locale(language);
  return (locale.getTextInfo?.() ?? locale.textInfo).direction;
}

async function hasLanguage({ page }, language) {
  const html = await page.evaluate(({ lang, dir } = document.documentElement) => ({ lang, dir }));
  assert.deepEqual(html, { lang: language, dir: directionOf(language) });
}

/** How a door is tapped. axe needs JavaScript, so `without` submits the form past our script. */
const WAYS = {
  'with JavaScript': (door) => door.click(),
  'without JavaScript': (door) => door.evaluate((button) => {
    const input = document.createElement('input');
    Object.assign(input, { name: 'door', value: button.value });
    button.form.append(input);
    button.form.submit();
  }),
};

for (const [how, press] of Object.entries(WAYS)) {
  test(`axe finds no violation in any tap result, ${how}`, async (t) => {
    const demo = await startDemo(t);
    for (const language of languages) {
      for (const scenario of ['doors', 'refused-unlock']) {
        await t.test(`${scenario}, ${language}`, async (t) => {
          const anna = await visitor(t, STILL);
          await anna.opens(`${demo.link(scenario)}?lang=${language}`);
          await press(anna.doors.first());
          await anna.readsResult();
          assert.deepEqual(await violationsOn(anna), []);
        });
      }
    }
  });
}

test('axe finds no violation while a tap is waiting or the phone is offline', async (t) => {
  const demo = await startDemo(t);
  const anna = await visitor(t, STILL);
  await anna.opens(demo.link('hanging-unlock'));
  await anna.doors.first().click();
  await anna.page.locator('button[aria-busy=true]').waitFor();
  assert.deepEqual(await violationsOn(anna), []);

  await anna.opens(demo.link('one'));
  await anna.page.context().setOffline(true);
  await anna.doors.first().click();
  await anna.sheet.waitFor();
  assert.deepEqual(await violationsOn(anna), []);
});

test('axe finds no violation while a search finds nothing, and on the question before an unlock', async (t) => {
  const anna = await visitor(t, STILL);
  await anna.opens(shared.link('many'));
  await anna.page.getByRole('searchbox').fill('no such door');
  assert.deepEqual(await violationsOn(anna), []);

  const theme = fileURLToPath(new URL('../../assets/themes/clinic/theme.toml', import.meta.url));
  const preview = await startPreview(t, theme);
  for (const page of ['notice-waiting', 'tap-confirm', 'many']) {
    await anna.opens(new URL(`pages/${page}.en.light.html`, preview).href);
    assert.deepEqual(await violationsOn(anna), [], page);
  }
  await anna.opens(new URL('pages/doors.en.light.html', preview).href);
  await anna.page.locator('[data-confirm]').first().click();
  await anna.page.getByRole('dialog').waitFor();
  assert.deepEqual(await violationsOn(anna), []);
});

test('text of twice the size needs no sideways scrolling on a narrow phone', async (t) => {
  await eachPage(t, {}, async (anna) => {
    await anna.page.evaluate(() => { document.documentElement.style.fontSize = '200%'; });
    await isNotTooWide(anna);
  });
});

test('a tap result in text of twice the size needs no sideways scrolling either', async (t) => {
  const demo = await startDemo(t);
  for (const language of languages) {
    for (const scenario of ['doors', 'refused-unlock', 'hostile-names']) {
      const anna = await visitor(t, STILL);
      await anna.opens(`${demo.link(scenario)}?lang=${language}`);
      await anna.page.evaluate(() => { document.documentElement.style.fontSize = '200%'; });
      await anna.doors.first().click();
      await anna.readsResult();
      await isNotTooWide(anna);
    }
  }
});

test('nothing is cut at twice the text size on a narrow phone', async (t) => {
  const isCut = (it) => {
    const { overflow, display } = getComputedStyle(it);
    return overflow !== 'visible' && display !== 'none' && !it.closest('.spoken, .image, .logo, .sheet, .rest')
      && (it.scrollHeight > it.clientHeight + 2 || it.scrollWidth > it.clientWidth + 2);
  };
  await eachPage(t, {}, async ({ page }) => {
    if (await page.getByText('Very long door name').count()) return; // names are cut after 8 lines
    await page.evaluate(() => { document.documentElement.style.fontSize = '200%'; });
    const cut = await page.locator('body *').evaluateAll((all, isCut) =>
      all.filter(new Function(`return ${isCut}`)()).map((it) => it.outerHTML.slice(0, 120)), String(isCut));
    assert.deepEqual(cut, []);
  });
});

async function isNotTooWide({ page }) {
  const wide = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.scrollingElement;
    const sticksOut = (it) => {
      const { left, right } = it.getBoundingClientRect();
      return left < -1 || right > clientWidth + 1;
    };
    const wideElements = [...document.querySelectorAll('body *')].filter(sticksOut);
    const shown = wideElements.map((it) => it.outerHTML.slice(0, 80));
    return scrollWidth > clientWidth ? [scrollWidth, ...shown] : [];
  });
  assert.deepEqual(wide, []);
}

test('every tap target is at least 44 px wide and high', async (t) => {
  await eachPage(t, {}, async (anna) => {
    for (const width of WIDTHS) {
      await anna.page.setViewportSize({ width, height: 640 });
      const small = await anna.page.evaluate(() => {
        for (const menu of document.querySelectorAll('details')) menu.open = true;
        const targets = [...document.querySelectorAll('a, button, summary, input, select')];
        const size = (it) => ({ it, box: it.getBoundingClientRect() });
        return targets
          .filter((it) => it.checkVisibility() && getComputedStyle(it).display !== 'inline')
          .map(size)
          .filter(({ box }) => box.width < 43.9 || box.height < 43.9)
          .map(({ it, box }) => `${it.textContent.trim()}: ${box.width} x ${box.height}`);
      });
      assert.deepEqual(small, [], `at ${width} px`);
    }
  });
});

test('every door has a visible edge in forced colours and with reduced motion', async (t) => {
  await eachPage(t, { forcedColors: 'active' }, async (anna) => {
    anna.clearNotes();
    await anna.page.reload();
    for (const colorScheme of ['light', 'dark']) {
      await anna.page.emulateMedia({ colorScheme, forcedColors: 'active', reducedMotion: 'reduce' });
      const edges = await anna.doors.evaluateAll((doors) => doors.map((door) => {
        const { borderTopStyle, borderTopWidth, borderTopColor } = getComputedStyle(door);
        const ground = getComputedStyle(document.body).backgroundColor;
        return borderTopStyle === 'solid' && parseFloat(borderTopWidth) > 0 && borderTopColor !== ground;
      }));
      assert(edges.every(Boolean), 'a door without an edge');
    }
    assert.deepEqual(anna.browserErrors, []);
  });
});

test('every page names its language and its direction', async (t) => {
  const anna = await visitor(t);
  for (const language of offered) {
    await anna.opens(`${shared.link('doors')}?lang=${language}`);
    await hasLanguage(anna, language);
  }
});
