// What a visitor sees, in every scenario of the demo.

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

/** A Kisi that fails now and then, at random, shows no page that a test could expect. */
const AT_RANDOM = ['kisi-flaky'];

/** A demo to be looked at only: one for all tests, which remembers the doors of its slow scenarios. */
const looking = await startDemo({ after }, {
  CACHE__FRESH: '10m',
  LIMITS__UNKNOWN_LINKS_PER_MINUTE: '10000',
});

/** Has somebody with such a `phone` look at the page of every wanted scenario, each in a subtest. */
async function eachScenario(t, wanted, phone, look) {
  const anna = await visitor(t, phone);
  for (const scenario of looking.scenarios.filter(wanted)) {
    await t.test(scenario, () => {
      anna.forgets();
      return look(anna, looking.link(scenario), scenario);
    });
  }
}

const hasDoors = (scenario) =>
  !(scenario in NOTICES) && scenario !== 'kisi-down' && !AT_RANDOM.includes(scenario);
const every = () => true;

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with JavaScript' : 'without JavaScript';
  test(`a link without doors says why, and whom to ask, ${how}`, async (t) => {
    const hasNone = (scenario) => scenario in NOTICES;
    await eachScenario(t, hasNone, { javaScriptEnabled }, async (anna, link, scenario) => {
      const { status } = await anna.opens(link);
      assert.equal(status, NOTICES[scenario].status);
      assert.equal(await anna.pageState(), NOTICES[scenario].state);
      assert.equal(await anna.page.locator('h1').count(), 1);
      assert(await anna.page.getByRole('heading', { level: 1 }).isVisible());
      assert(await anna.page.locator('a[href="mailto:desk@northwind.example"]').isVisible());
      assert(await anna.page.locator('a[href^="tel:+49"]').isVisible());
      assert.equal(await anna.doors.count(), 0);
    });
  });
}

test('the first door is visible without scrolling', async (t) => {
  await eachScenario(t, hasDoors, {}, async (anna, link) => {
    await anna.opens(link);
    assert.equal(await anna.pageState(), 'doors');
    await isWithinSight(anna);
  });
});

test('the first door is visible without scrolling also after a tap', async (t) => {
  for (const scenario of ['doors', 'refused-unlock', 'hostile-names']) {
    await t.test(scenario, async (t) => {
      const demo = await startDemo(t);
      const anna = await visitor(t);
      await anna.opens(demo.link(scenario));
      await anna.doors.first().tap();
      await anna.isTold();
      await isWithinSight(anna);
    });
  }
});

async function isWithinSight(anna) {
  const door = await anna.doors.first().boundingBox();
  assert(door.y >= 0, `begins at ${door.y}`);
  assert(door.y + door.height <= PHONE.height, `ends at ${door.y + door.height}`);
}

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

test('the doors need no second request', async (t) => {
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

test('no outcome scrolls sideways on a narrow phone, whatever the door is called', async (t) => {
  const demo = await startDemo(t);
  const anna = await visitor(t, { viewport: NARROW });
  await anna.opens(demo.link('hostile-names'));
  for (const number of await anna.doors.evaluateAll((doors) => doors.map((door) => door.value))) {
    await anna.page.locator(`button[value="${number}"]`).tap();
    assert.match(await anna.isTold(), /unlocked/);
    await isNotTooWide(anna);
    await anna.page.reload();
  }
  assert.deepEqual(anna.troubles, []);
});

async function isNotTooWide(anna) {
  const [needed, given] = await anna.page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.scrollingElement;
    return [scrollWidth, clientWidth];
  });
  assert(needed <= given, `${needed} px wide on a phone of ${given} px`);
  assert.equal(given, 320);
}

test('nothing on a page runs that is not ours', async (t) => {
  await eachScenario(t, every, {}, async (anna, link) => {
    await anna.opens(link);
    assert.deepEqual(anna.troubles, []);
  });
});

test('hostile door names are shown as they are written', async (t) => {
  const anna = await visitor(t);
  await anna.opens(looking.link('hostile-names'));
  assert.equal(await anna.doors.count(), 12);
  await anna.door('<script>alert(1)</script>').waitFor();
  await anna.door('</button></form><img src=x onerror=alert(1)>').waitFor();
  await anna.door('"Quoted" \'single\' & &amp; &lt;b&gt; `tick`').waitFor();
  assert.equal(await anna.page.locator('button img, button script, button b').count(), 0);
});

test('every door has a name to be read', async (t) => {
  await eachScenario(t, hasDoors, {}, async (anna, link) => {
    await anna.opens(link);
    for (const name of await anna.page.locator('button[name=door] .name').allInnerTexts()) {
      assert.match(name, /\S/);
    }
  });
});

test('no page holds the secret of its link', async (t) => {
  await eachScenario(t, every, {}, async (anna, link) => {
    const { html } = await anna.opens(link);
    const secret = new URL(link).pathname.split('/').at(-1);
    assert(!html.includes(secret));
    assert(!(await anna.page.content()).includes(secret));
  });
});

for (const colorScheme of ['light', 'dark']) {
  test(`every word can be read on a ${colorScheme} phone`, async (t) => {
    await eachScenario(t, every, { colorScheme }, async (anna, link) => {
      await anna.opens(link);
      assert.deepEqual(await illegible(anna.page), []);
    });
  });

  test(`every outcome can be read on a ${colorScheme} phone`, async (t) => {
    const demo = await startDemo(t);
    for (const scenario of ['one', 'refused-unlock']) {
      const anna = await visitor(t, { colorScheme, reducedMotion: 'reduce' });
      await anna.opens(demo.link(scenario));
      await anna.taps('Front door');
      await anna.isTold();
      assert.deepEqual(await illegible(anna.page), []);
    }
  });
}

test('a dark phone gets a dark page and a light phone a light one', async (t) => {
  const background = async (colorScheme) => {
    const anna = await visitor(t, { colorScheme });
    await anna.opens(looking.link('doors'));
    return anna.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  };
  assert.notEqual(await background('light'), await background('dark'));
});
