// What a visitor sees in every scenario of the demo.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { startDemo } from './doorstep.mjs';
import { illegible } from './legible.mjs';
import { PHONE, visitor } from './visitor.mjs';

const NARROW = { width: 320, height: 568 };

const NOTICES = {
  empty: { status: 200, state: 'empty' },
  expired: { status: 410, state: 'expired' },
  'not-yet-valid': { status: 403, state: 'not_yet_valid' },
  withdrawn: { status: 410, state: 'withdrawn' },
  'outside-hours': { status: 403, state: 'outside_hours' },
  unknown: { status: 404, state: 'unknown_link' },
  unavailable: { status: 503, state: 'unavailable' },
};

/** Scenarios in which Kisi fails at random, so no test can expect a certain page. */
const AT_RANDOM = ['kisi-flaky'];

/** One demo for all tests that unlock nothing. Its cache makes slow scenarios slow only once. */
const shared = await startDemo({ after }, {
  CACHE__FRESH: '10m',
  LIMITS__UNKNOWN_LINKS_PER_MINUTE: '10000',
});

/** Runs `check` for a visitor with this `phone` in every wanted scenario, each in a subtest. */
async function eachScenario(t, wanted, phone, check) {
  const anna = await visitor(t, phone);
  for (const scenario of shared.scenarios.filter(wanted)) {
    await t.test(scenario, () => {
      anna.clearNotes();
      return check(anna, shared.link(scenario), scenario);
    });
  }
}

const hasDoors = (scenario) =>
  !(scenario in NOTICES) && scenario !== 'kisi-down' && !AT_RANDOM.includes(scenario);
const every = () => true;

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with JavaScript' : 'without JavaScript';
  test(`a link without doors says why and whom to ask, ${how}`, async (t) => {
    const hasNone = (scenario) => scenario in NOTICES;
    await eachScenario(t, hasNone, { javaScriptEnabled }, async (anna, link, scenario) => {
      const { status } = await anna.opens(link);
      assert.equal(status, NOTICES[scenario].status);
      assert.equal(await anna.pageState(), NOTICES[scenario].state);
      assert.equal(await anna.page.locator('h1').count(), 1);
      assert(await anna.page.getByRole('heading', { level: 1 }).isVisible());
      assert(await anna.page.locator('a[href^="mailto:desk@northwind.example"]').isVisible());
      assert(await anna.page.locator('a[href^="tel:+49"]').isVisible());
      assert.equal(await anna.doors.count(), 0);
    });
  });
}

test('the first door is visible without scrolling', async (t) => {
  await eachScenario(t, hasDoors, {}, async (anna, link) => {
    await anna.opens(link);
    assert.equal(await anna.pageState(), 'doors');
    await firstDoorIsVisible(anna);
  });
});

test('the first door is visible without scrolling after a tap too', async (t) => {
  for (const scenario of ['doors', 'refused-unlock', 'hostile-names']) {
    await t.test(scenario, async (t) => {
      const demo = await startDemo(t);
      const anna = await visitor(t);
      await anna.opens(demo.link(scenario));
      await anna.doors.first().tap();
      await anna.readsResult();
      await firstDoorIsVisible(anna);
    });
  }
});

async function firstDoorIsVisible(anna) {
  const door = await anna.doors.first().boundingBox();
  assert(door.y >= 0, `begins at ${door.y}`);
  assert(door.y + door.height <= PHONE.height, `ends at ${door.y + door.height}`);
}

test('the only door is a card in reach of the thumb, on any phone', async (t) => {
  const phones = [[320, 568], [360, 640], [360, 740], [390, 844], [430, 932]];
  for (const [width, height] of phones) {
    const anna = await visitor(t, { viewport: { width, height } });
    await anna.opens(shared.link('one'));
    const card = await anna.doors.boundingBox();
    const end = card.y + card.height;
    assert(card.width >= 0.88 * width, `${card.width} px wide on a phone of ${width} px`);
    assert(card.height >= 200, `${card.height} px high`);
    assert(end > height / 2 && end <= height, `ends at ${end} on a phone of ${height} px`);
  }
});

test('doors are large enough for a thumb', async (t) => {
  await eachScenario(t, hasDoors, {}, async (anna, link) => {
    await anna.opens(link);
    for (const door of await anna.doors.all()) {
      const { width, height } = await door.boundingBox();
      assert(height >= 56, `${await door.innerText()}: ${height} px high`);
      assert(width >= 56, `${await door.innerText()}: ${width} px wide`);
    }
  });
});

test('the page with doors is complete after one request', async (t) => {
  await eachScenario(t, hasDoors, {}, async (anna, link) => {
    await anna.page.goto(link, { waitUntil: 'load' });
    await anna.doors.first().waitFor();
    assert.deepEqual(anna.furtherRequests, []);
  });
});

test('no page scrolls sideways on a narrow phone', async (t) => {
  await eachScenario(t, every, { viewport: NARROW }, async (anna, link) => {
    await anna.opens(link);
    await isNotTooWide(anna);
  });
});

test('no tap result scrolls sideways on a narrow phone, whatever the door’s name', async (t) => {
  const demo = await startDemo(t);
  const anna = await visitor(t, { viewport: NARROW });
  await anna.opens(demo.link('hostile-names'));
  for (const number of await anna.doors.evaluateAll((doors) => doors.map((door) => door.value))) {
    await anna.page.locator(`button[value="${number}"]`).tap();
    assert.match(await anna.readsResult(), /unlocked/);
    await isNotTooWide(anna);
    await anna.page.reload();
  }
  assert.deepEqual(anna.browserErrors, []);
});

async function isNotTooWide(anna) {
  const [needed, given] = await anna.page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.scrollingElement;
    return [scrollWidth, clientWidth];
  });
  assert(needed <= given, `${needed} px wide on a phone of ${given} px`);
  assert.equal(given, 320);
}

test('no page causes an error, a dialog or foreign script', async (t) => {
  await eachScenario(t, every, {}, async (anna, link) => {
    await anna.opens(link);
    assert.deepEqual(anna.browserErrors, []);
  });
});

test('hostile door names are shown as plain text', async (t) => {
  const anna = await visitor(t);
  await anna.opens(shared.link('hostile-names'));
  assert.equal(await anna.doors.count(), 12);
  await anna.door('<script>alert(1)</script>').waitFor();
  await anna.door('</button></form><img src=x onerror=alert(1)>').waitFor();
  await anna.door('"Quoted" \'single\' & &amp; &lt;b&gt; `tick`').waitFor();
  assert.equal(await anna.page.locator('button img, button script, button b').count(), 0);
});

test('every door has a visible name', async (t) => {
  await eachScenario(t, hasDoors, {}, async (anna, link) => {
    await anna.opens(link);
    for (const name of await anna.page.locator('button[name=door] .name').allInnerTexts()) {
      assert.match(name, /\S/);
    }
  });
});

test('no page contains the secret of its link', async (t) => {
  await eachScenario(t, every, {}, async (anna, link) => {
    const { html } = await anna.opens(link);
    const secret = new URL(link).pathname.split('/').at(-1);
    assert(!html.includes(secret));
    assert(!(await anna.page.content()).includes(secret));
  });
});

for (const colorScheme of ['light', 'dark']) {
  test(`every text on a ${colorScheme} phone has enough contrast`, async (t) => {
    await eachScenario(t, every, { colorScheme }, async (anna, link) => {
      await anna.opens(link);
      assert.deepEqual(await illegible(anna.page), []);
    });
  });

  test(`every tap result on a ${colorScheme} phone has enough contrast`, async (t) => {
    const demo = await startDemo(t);
    for (const scenario of ['one', 'refused-unlock']) {
      const anna = await visitor(t, { colorScheme, reducedMotion: 'reduce' });
      await anna.opens(demo.link(scenario));
      await anna.taps('Front door');
      await anna.readsResult();
      assert.deepEqual(await illegible(anna.page), []);
    }
  });
}

test('a dark phone gets a dark page and a light phone a light one', async (t) => {
  const background = async (colorScheme) => {
    const anna = await visitor(t, { colorScheme });
    await anna.opens(shared.link('doors'));
    return anna.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  };
  assert.notEqual(await background('light'), await background('dark'));
});
