// What a visitor gains where JavaScript runs: answers at once and in place, and a page that stays true.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { startDemo } from './doorstep.mjs';
import { visitor } from './visitor.mjs';
import { wire } from './wire.mjs';

/** Between two looks at the doors' states, in milliseconds. */
const LOOK = 15_000;
/** A doorstep that remembers nothing for long, so that a test sees at once what Kisi says. */
const FORGETFUL = { CACHE__FRESH: '1ms', CACHE__REFUSED: '1ms' };

/** A visitor at the doors of a scenario, who can jump ahead in time: `anna.page.clock`. */
async function arrive(t, scenario, { settings = FORGETFUL, phone = {}, hash = '', now } = {}) {
  const demo = await startDemo(t, settings);
  const anna = await visitor(t, phone);
  await anna.page.clock.install({ time: now });
  const link = demo.link(scenario) + hash;
  await anna.opens(link);
  return { demo, anna, link };
}

/** Waits until something is so. */
async function until(isSo, what, within = 10_000) {
  const end = performance.now() + within;
  while (!(await isSo())) {
    assert(performance.now() < end, `never was so: ${what}`);
    await new Promise(setImmediate);
  }
}

const inSeconds = (seconds) => new Date(Date.now() + seconds * 1_000).toISOString();

/** Lets `answer` answer instead of the doorstep where the page looks at its doors' states again. */
async function eachLook(anna, answer) {
  await anna.page.route('**/links/**', (route, request) => {
    const isLook = request.method() === 'GET' && request.headers().accept === 'application/json';
    return isLook ? answer(route) : route.fallback();
  });
}

/** Changes what the page of `link` is told of its doors when it looks again. */
async function eachLookTells(anna, link, change) {
  const told = await (await fetch(link, { headers: { accept: 'application/json' } })).json();
  change(told.doors);
  await eachLook(anna, (route) => route.fulfill({ json: told }));
}

const firstIsOffline = (doors) => { doors[0].state = 'offline'; };

/** Counts the page's requests of one method, without those for pages. */
function counts(anna, method) {
  const counted = { requests: 0 };
  anna.page.on('request', (request) => {
    const isOwn = !request.isNavigationRequest() && request.url().includes('/links/');
    if (isOwn && request.method() === method) counted.requests += 1;
  });
  return counted;
}

/** Returns when whatever the page has asked for so far is answered: a later request is, too. */
async function settles(anna) {
  await anna.page.evaluate(() => fetch('/robots.txt').then((answer) => answer.text()));
}

/** Jumps ahead in time, and lets the page do what it then does. */
async function later(anna, milliseconds) {
  await anna.page.clock.fastForward(milliseconds);
  await settles(anna);
}

/** The visitor puts the phone away, or takes it out again. */
async function isHidden(anna, hidden) {
  await anna.page.evaluate((value) => {
    Object.defineProperty(document, 'hidden', { configurable: true, value });
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);
}

const isReady = (anna, name) => anna.door(name).filter({ hasText: /Unlock$/ });

describe('a tap', () => {
  test('shows on the button within one frame', async (t) => {
    const { anna } = await arrive(t, 'hanging-unlock');
    const door = anna.door('Front door');
    await door.evaluate((button) => {
      const look = (seen) => seen({ busy: button.getAttribute('aria-busy'), label: button.textContent });
      window.nextFrame = new Promise((seen) => {
        const onClick = () => requestAnimationFrame(() => look(seen));
        button.addEventListener('click', onClick, { once: true });
      });
    });
    await door.tap();
    const { busy, label } = await anna.page.evaluate(() => window.nextFrame);
    assert.equal(busy, 'true');
    assert.match(label, /Front door.*Unlocking…/);
  });

  test('turns the button into “Unlocked”, says what to do, and ends after some seconds', async (t) => {
    const { demo, anna } = await arrive(t, 'one');
    const door = await anna.numberOf('Front door');
    await anna.taps('Front door');
    await anna.door('Front door').filter({ hasText: /Unlocked$/ }).waitFor();
    assert.match(await anna.panel('Front door').innerText(), /Front door.* is unlocked\s+Go ahead/);
    assert.equal(await anna.door('Front door').getAttribute('aria-busy'), null);

    await anna.page.clock.fastForward(10_000);
    await isReady(anna, 'Front door').waitFor();
    assert.equal(await anna.panel('Front door').count(), 0);
    assert.deepEqual(await demo.kisi.unlocks(), { [door]: 1 });
    assert.deepEqual(anna.troubles, []);
  });

  for (const [scenario, words] of [['one', /is unlocked/], ['refused-unlock', /Front door.*refused/]]) {
    test(`is spoken of exactly once (${scenario})`, async (t) => {
      const { anna } = await arrive(t, scenario);
      await anna.listens();
      await anna.taps('Front door');
      await anna.panel('Front door').waitFor();
      for (let looks = 0; looks < 3; looks += 1) await later(anna, LOOK);
      const heard = await anna.heard();
      assert.equal(heard.length, 1, heard.join(' | '));
      assert.match(heard[0], words);
      assert.equal(await anna.page.locator('[aria-live], [role=alert]').count(), 1);
    });
  }

  test('that comes twice in a hurry is sent once', async (t) => {
    const { demo, anna } = await arrive(t, 'one');
    const [door, posts] = [await anna.numberOf('Front door'), counts(anna, 'POST')];
    await anna.door('Front door').evaluate((button) => { button.click(); button.click(); });
    await anna.panel('Front door').waitFor();
    await anna.door('Front door').dblclick();
    await settles(anna);
    assert.equal(posts.requests, 1);
    assert.deepEqual(await demo.kisi.unlocks(), { [door]: 1 });
    assert.deepEqual(await demo.kisi.opened(), { [door]: 1 });
  });

  test('that fails says why next to its door, which can be tapped again', async (t) => {
    const { demo, anna } = await arrive(t, 'refused-unlock');
    const [door, posts] = [await anna.numberOf('Front door'), counts(anna, 'POST')];
    for (const taps of [1, 2]) {
      await anna.taps('Front door');
      await until(() => posts.requests === taps, `${taps} sent`);
      await anna.panel('Front door').filter({ hasText: 'Access was refused' }).waitFor();
      await isReady(anna, 'Front door').waitFor();
      assert.equal(await anna.door('Front door').getAttribute('aria-busy'), null);
      assert.equal(await anna.page.locator('.told').count(), 1);
    }
    assert.deepEqual(await demo.kisi.unlocks(), { [door]: 2 });
    assert.deepEqual(await demo.kisi.opened(), {});
  });

  test('without an answer after 8 seconds says so and claims nothing', async (t) => {
    const { anna } = await arrive(t, 'hanging-unlock', { settings: { KISI__TIMEOUT: '15s' } });
    await anna.listens();
    await anna.taps('Front door');
    await anna.page.clock.fastForward(7_500);
    await settles(anna);
    assert.equal(await anna.panel('Front door').count(), 0);

    await anna.page.clock.fastForward(1_000);
    await anna.panel('Front door').filter({ hasText: 'No answer yet' }).waitFor();
    assert.doesNotMatch(await anna.panel('Front door').innerText(), /unlocked|opened|failed|refused/i);
    assert.equal(await anna.door('Front door').getAttribute('aria-busy'), 'true');
    assert.equal((await anna.heard()).length, 1);
  });

  test('is followed by no other request, whatever the visitor does with keys', async (t) => {
    const { demo, anna } = await arrive(t, 'doors');
    const [first, posts] = [anna.doors.first(), counts(anna, 'POST')];
    const door = await first.getAttribute('value');
    await anna.page.keyboard.press('Tab');
    await anna.page.keyboard.press('Enter');
    await anna.page.keyboard.press('Space');
    await anna.page.locator('button + .told').waitFor();
    assert(await first.evaluate((button) => button === document.activeElement), 'focus was lost');
    await anna.page.keyboard.press('Tab');
    assert(await anna.doors.nth(1).evaluate((button) => button === document.activeElement));
    assert.equal(posts.requests, 1);
    assert.deepEqual(await demo.kisi.unlocks(), { [door]: 1 });
  });

  test('is forgotten by a reload, and by a page that comes back', async (t) => {
    const { demo, anna, link } = await arrive(t, 'one');
    const door = await anna.numberOf('Front door');
    await anna.taps('Front door');
    await anna.panel('Front door').waitFor();
    const comesBack = async () => {
      await anna.opens(new URL('/', link).href);
      await anna.page.goBack();
    };
    for (const again of [() => anna.page.reload(), comesBack]) {
      await again();
      assert.equal(await anna.page.locator('.told').count(), 0);
      assert.equal((await anna.status.innerText()).trim(), '');
      assert.deepEqual(await demo.kisi.unlocks(), { [door]: 1 });
    }
  });
});

describe('a phone without a signal', () => {
  test('sends nothing and says so; with a signal a tap works', async (t) => {
    const { demo, anna } = await arrive(t, 'one');
    const [door, posts] = [await anna.numberOf('Front door'), counts(anna, 'POST')];
    await anna.listens();
    await anna.page.context().setOffline(true);
    await anna.taps('Front door');
    await anna.panel('Front door').filter({ hasText: 'Your phone is offline' }).waitFor();
    assert.match(await anna.panel('Front door').innerText(), /Nothing was sent/);
    assert.equal(posts.requests, 0);
    assert.equal((await anna.heard()).length, 1);

    await anna.page.context().setOffline(false);
    await settles(anna);
    assert.deepEqual(await demo.kisi.unlocks(), {});
    await anna.taps('Front door');
    await anna.panel('Front door').filter({ hasText: 'is unlocked' }).waitFor();
    assert.deepEqual(await demo.kisi.unlocks(), { [door]: 1 });
  });

  test('that loses it after a tap claims nothing about the door', async (t) => {
    const demo = await startDemo(t);
    const line = await wire(t, demo.link('one'));
    const anna = await visitor(t);
    await anna.opens(line.link);
    const door = await anna.numberOf('Front door');

    line.losesAnswersToTaps = true;
    await anna.taps('Front door');
    await anna.panel('Front door').filter({ hasText: 'may or may not' }).waitFor();
    assert.doesNotMatch(await anna.panel('Front door').innerText(), /is unlocked|nothing was/i);
    await isReady(anna, 'Front door').waitFor();
    assert.deepEqual(await demo.kisi.unlocks(), { [door]: 1 });

    line.losesAnswersToTaps = false;
    await anna.taps('Front door');
    await anna.panel('Front door').filter({ hasText: 'unlocked' }).waitFor();
  });

  test('on a slow network shows the first door within 2.5 s', async (t) => {
    const demo = await startDemo(t);
    const anna = await visitor(t);
    const network = await anna.page.context().newCDPSession(anna.page);
    await network.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 400,
      downloadThroughput: 400_000 / 8,
      uploadThroughput: 400_000 / 8,
    });
    const start = performance.now();
    await anna.page.goto(demo.link('doors'), { waitUntil: 'commit' });
    await anna.doors.first().waitFor();
    const taken = performance.now() - start;
    t.diagnostic(`first door visible after ${Math.round(taken)} ms, at 400 ms and 400 kbit/s`);
    assert(taken < 2_500, `${taken} ms`);
  });
});

describe('the doors’ states', () => {
  test('follow what happens at the door', async (t) => {
    const { demo, anna, link } = await arrive(t, 'doors');
    const bert = await visitor(t);
    await bert.opens(link);
    await bert.taps('Hoftor');
    await bert.isTold();
    await anna.page.clock.fastForward(LOOK);
    await anna.door('Hoftor').filter({ hasText: 'Unlocked now' }).waitFor();
    assert.equal(await anna.door('Hoftor').getAttribute('data-state'), 'unlocked');
    assert.equal(await anna.door('Haupteingang').getAttribute('data-state'), 'ready');
    assert.deepEqual(Object.values(await demo.kisi.unlocks()), [1]);
  });

  test('change without moving the focus or saying a word', async (t) => {
    const { anna, link } = await arrive(t, 'doors');
    await anna.listens();
    await eachLookTells(anna, link, firstIsOffline);
    await anna.doors.first().focus();
    await anna.page.clock.fastForward(LOOK);
    await anna.door('Haupteingang').filter({ hasText: 'Offline' }).waitFor();
    assert(await anna.doors.first().evaluate((button) => button === document.activeElement));
    assert.deepEqual(await anna.heard(), []);
  });

  test('leave the focus where it is also when a door comes or goes', async (t) => {
    const { anna, link } = await arrive(t, 'doors');
    const looks = counts(anna, 'GET');
    await eachLookTells(anna, link, (doors) => doors.pop());
    await anna.doors.nth(1).focus();
    await anna.page.clock.fastForward(LOOK);
    await until(() => looks.requests > 0, 'the page looked again');
    await until(() => settles(anna).then(() => true, () => false), 'the page is there again');
    const focused = await anna.page.evaluate(() => document.activeElement.outerHTML.slice(0, 60));
    assert.match(focused, /^<button/, 'focus was lost');
  });

  test('wait while a finger rests on a door', async (t) => {
    const { anna, link } = await arrive(t, 'doors');
    const looks = counts(anna, 'GET');
    await eachLookTells(anna, link, firstIsOffline);
    const second = anna.doors.nth(1);
    const place = () => second.evaluate((button) => button.offsetTop - scrollY);
    const before = await place();
    const { x, y } = await second.boundingBox();
    await anna.page.mouse.move(x + 40, y + 20);
    await anna.page.mouse.down();
    await later(anna, LOOK);
    await until(() => looks.requests > 0, 'the page looked again');
    await settles(anna);
    assert.equal(await place(), before, 'the door moved under the finger');
    assert.equal(await anna.door('Haupteingang').getAttribute('data-state'), 'ready');

    await anna.page.mouse.move(1, 1);
    await anna.page.mouse.up();
    await later(anna, 2 * LOOK);
    await anna.door('Haupteingang').filter({ hasText: 'Offline' }).waitFor();
  });

  test('are asked for ever more seldom while that fails', async (t) => {
    const { anna } = await arrive(t, 'doors');
    const looks = counts(anna, 'GET');
    await eachLook(anna, (route) => route.fulfill({ status: 503, json: { code: 'unavailable' } }));
    const seen = [];
    for (let step = 0; step < 8; step += 1) {
      await later(anna, LOOK);
      seen.push(looks.requests);
    }
    assert.deepEqual(seen, [1, 1, 2, 2, 2, 2, 3, 3]);
    assert.equal(await anna.pageState(), 'doors');
    assert.equal(await anna.doors.count(), 4);
  });

  test('are not asked for while nobody looks, and at once when somebody does', async (t) => {
    const { anna, link } = await arrive(t, 'doors');
    await eachLookTells(anna, link, () => {});
    const looks = counts(anna, 'GET');
    await isHidden(anna, true);
    for (let step = 0; step < 5; step += 1) await later(anna, LOOK);
    assert.equal(looks.requests, 0);
    await isHidden(anna, false);
    await settles(anna);
    assert.equal(looks.requests, 1);
    await later(anna, LOOK);
    assert.equal(looks.requests, 2);
  });

  test('are asked for at once by a page out of the back/forward cache', async (t) => {
    const { anna } = await arrive(t, 'doors');
    const looks = counts(anna, 'GET');
    await anna.page.evaluate(() =>
      dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
    await settles(anna);
    assert.equal(looks.requests, 1);
  });
});

describe('a link that', () => {
  test('is withdrawn meanwhile shows the notice', async (t) => {
    const { demo, anna } = await arrive(t, 'doors');
    const invitation = await demo.kisi.invites({});
    await anna.opens(invitation.link);
    assert.equal(await anna.pageState(), 'doors');
    await invitation.isRevoked();
    await anna.page.clock.fastForward(LOOK);
    await anna.page.locator('body[data-state=unknown_link]').waitFor();
    assert.equal(await anna.doors.count(), 0);
  });

  test('is over shows the notice also after a tap', async (t) => {
    const { demo, anna } = await arrive(t, 'doors');
    const invitation = await demo.kisi.invites({});
    await anna.opens(invitation.link);
    await invitation.isRevoked();
    await anna.taps('Hoftor');
    await anna.page.locator('body[data-state=unknown_link]').waitFor();
    assert.deepEqual(await demo.kisi.opened(), {});
  });

  test('ends at its time shows the notice by itself then', async (t) => {
    const demo = await startDemo(t, FORGETFUL);
    const anna = await visitor(t);
    const end = inSeconds(3);
    const { link } = await demo.kisi.invites({ valid_until: end });
    await anna.opens(`${link}#until=${end}`);
    assert.equal(await anna.pageState(), 'doors');
    await anna.page.locator('body[data-state=expired]').waitFor();
    await anna.page.getByRole('heading', { name: 'This link has expired' }).waitFor();
  });

  test('is early becomes the doors by itself when it begins', async (t) => {
    const demo = await startDemo(t, FORGETFUL);
    const anna = await visitor(t);
    const start = inSeconds(3);
    const { link } = await demo.kisi.invites({ valid_from: start });
    await anna.opens(`${link}#from=${start}`);
    assert.equal(await anna.pageState(), 'not_yet_valid');
    await anna.page.locator('body[data-state=doors]').waitFor();
    await anna.doors.first().waitFor();
    assert.deepEqual(await demo.kisi.unlocks(), {});
  });

  test('is early becomes the doors also where the page does not know when', async (t) => {
    const { demo, anna } = await arrive(t, 'doors');
    const { link } = await demo.kisi.invites({ valid_from: inSeconds(1.5) });
    await anna.opens(link);
    assert.equal(await anna.pageState(), 'not_yet_valid');
    await until(async () => (await fetch(link)).ok, 'Kisi lets the link in');
    await anna.page.clock.fastForward(LOOK);
    await anna.page.locator('body[data-state=doors]').waitFor();
  });
});

describe('when a link is valid', () => {
  const NOW = '2026-12-01T10:00:00Z';
  const FROM = '2026-12-01T09:00:00Z';

  for (const { of, phone, from, until, reads } of [
    {
      of: 'a Briton in Berlin',
      phone: { locale: 'en-GB', timezoneId: 'Europe/Berlin' },
      from: FROM,
      until: '2026-12-03T17:30:00Z',
      reads: [/Valid until .*3\b.*2026.*\b(18|0?6):30/, /^(?!.*ends)/is],
    },
    {
      of: 'a German in New York',
      phone: { locale: 'de-DE', timezoneId: 'America/New_York' },
      from: '2026-12-01T13:00:00Z',
      until: '2026-12-03T17:30:00Z',
      reads: [/1\. Dezember 2026.*08:00/, /in 3 Stunden/, /3\. Dezember 2026.*12:30/],
    },
    {
      of: 'a Briton whose time is nearly over',
      phone: { locale: 'en-GB', timezoneId: 'Europe/London' },
      from: FROM,
      until: '2026-12-01T10:40:00Z',
      reads: [/Valid until .*10:40/, /It ends in 40 minutes/],
    },
    {
      of: 'a Briton whose times are written with an offset',
      phone: { locale: 'en-GB', timezoneId: 'Europe/London' },
      from: '2026-12-01T10:00:00+01:00',
      until: '2026-12-03T18:30:00+01:00',
      reads: [/Valid until .*3\b.*2026.*\b(17|0?5):30/],
    },
  ]) {
    test(`is told in the words and the time zone of ${of}`, async (t) => {
      const hash = `#from=${from}&until=${until}`;
      const { anna } = await arrive(t, 'doors', { phone, hash, now: NOW });
      const body = (await anna.reads()).replaceAll(/[\u2066-\u2069]/g, '');
      for (const expected of reads) assert.match(body, expected);
      assert.deepEqual(anna.troubles, []);
    });
  }

  test('is counted down', async (t) => {
    const hash = `#from=${FROM}&until=2026-12-01T15:00:00Z`;
    const { anna } = await arrive(t, 'doors', { hash, now: NOW });
    await anna.page.getByText(/It ends .?in 5 hours/).waitFor();
    await anna.page.clock.fastForward('04:20:00');
    await anna.page.getByText(/It ends .?in 40 minutes/).waitFor();
  });

  test('is not told where there is nothing to be understood', async (t) => {
    const { anna } = await arrive(t, 'doors', { hash: '#from=<b>soon</b>&until=', now: NOW });
    assert.doesNotMatch(await anna.reads(), /Valid|Invalid|soon/);
    assert.deepEqual(anna.troubles, []);
  });

  test('is not told of a link that opens nothing any more', async (t) => {
    const hash = `#from=${FROM}&until=2026-12-03T17:30:00Z`;
    const { anna } = await arrive(t, 'withdrawn', { hash, now: NOW });
    assert.equal(await anna.pageState(), 'withdrawn');
    assert.doesNotMatch(await anna.reads(), /Valid until/);
  });

  test('never reaches the server, and stays when the language changes', async (t) => {
    const demo = await startDemo(t, FORGETFUL);
    const line = await wire(t, demo.link('doors'));
    const anna = await visitor(t);
    await anna.page.clock.install({ time: NOW });
    await anna.opens(`${line.link}#from=${FROM}&until=2026-12-03T17:30:00Z`);
    await anna.taps('Hoftor');
    await anna.panel('Hoftor').waitFor();
    await later(anna, LOOK);
    await anna.page.locator('summary').tap();
    await anna.page.getByRole('link', { name: 'Deutsch' }).tap();
    await anna.page.getByText('3. Dezember 2026').waitFor();
    assert.equal(await anna.page.locator('html').getAttribute('lang'), 'de');
    assert.match(line.sent, /POST \/links\//);
    assert.doesNotMatch(line.sent, /2026-12|%232026|from=|until=/);
  });
});
