// What JavaScript adds for a visitor: a tap result without a new page, and a page that stays up to
// date.
//
// The page's clock stands still in most tests and moves only when a test moves it, so that a busy
// machine changes no result.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startDemo, startPreview } from './doorstep.mjs';
import { PATIENCE, PHONE, visitor } from './visitor.mjs';
import { wire } from './wire.mjs';

/** How often the page polls the doors' states, in milliseconds. */
const POLL = 15_000;
/** A server that caches nothing for long, so that a test sees at once what Kisi answers. */
const NO_CACHE = { CACHE__FRESH: '1ms', CACHE__REFUSED: '1ms' };

/**
 * A visitor at the doors of a scenario. The page's clock is `anna.page.clock`; it stands still
 * unless `clockRuns` is set.
 */
async function arrive(
  t,
  scenario,
  { settings = NO_CACHE, phone = {}, hash = '', now, clockRuns = false } = {},
) {
  const demo = await startDemo(t, settings);
  const anna = await visitor(t, phone);
  await anna.page.clock.install({ time: now });
  const link = demo.link(scenario) + hash;
  await anna.opens(link);
  if (!clockRuns) await stopClock(anna);
  return { demo, anna, link };
}

/** Stops the page's clock a second ahead: Playwright cannot stop it in the past. */
async function stopClock(anna) {
  await anna.page.clock.pauseAt(await anna.page.evaluate(() => Date.now() + 1_000));
}

/** Waits until a condition is true. */
async function eventually(isTrue, what) {
  const end = performance.now() + PATIENCE;
  while (!(await isTrue())) {
    assert(performance.now() < end, `waited too long until ${what}`);
    await new Promise(setImmediate);
  }
}

/** Adds a door that exists on the page alone. */
async function secondDoor(anna) {
  await anna.door('Front door').evaluate((door) => {
    const other = door.cloneNode(true);
    other.value = '4242';
    other.querySelector('.name').textContent = 'Back door';
    door.after(other);
  });
}

/** Sends touches at the middles of these boxes, as a touchscreen does. */
async function touchscreen(anna) {
  const session = await anna.page.context().newCDPSession(anna.page);
  return (type, ...boxes) => session.send('Input.dispatchTouchEvent', {
    type,
    touchPoints: boxes.map(({ x, y, width, height }, id) => ({ x: x + width / 2, y: y + height / 2, id })),
  });
}

/** Text without the marks that isolate directions, and with plain spaces. */
const plain = (text) => text.replaceAll(/[\u2066-\u2069]/g, '').replaceAll(/\s+/g, ' ').trim();

const inSeconds = (seconds) => new Date(Date.now() + seconds * 1_000).toISOString();

/**
 * Opens a link some seconds before its time begins or ends. `open(time)` makes and opens the link;
 * the page has to be in `state` then. If the machine was too slow for that, it gets more seconds.
 */
async function opensBefore(anna, state, open) {
  for (const seconds of [3, 6, 12, 24]) {
    const opened = await open(inSeconds(seconds));
    if (await anna.pageState() === state) return opened;
  }
  return assert.fail(`the page was never in the state ${state}`);
}

/** Lets `answer` answer the page's polls of the doors' states, in place of the server. */
async function answerEachPoll(anna, answer) {
  await anna.page.route('**/links/**', (route, request) => {
    const isPoll = request.method() === 'GET' && request.headers().accept === 'application/json';
    return isPoll ? answer(route) : route.fallback();
  });
}

/** Answers the polls of the page of `link` with its doors as `change` changed them. */
async function eachPollAnswers(anna, link, change) {
  const list = await (await fetch(link, { headers: { accept: 'application/json' } })).json();
  change(list.doors);
  await answerEachPoll(anna, (route) => route.fulfill({ json: list }));
}

const firstIsOffline = (doors) => { doors[0].state = 'offline'; };

/** Counts the requests of one method that the page's script sends from now on. */
function countRequests(anna, method) {
  const counted = { requests: 0 };
  anna.page.on('request', (request) => {
    const isOwn = !request.isNavigationRequest() && request.url().includes('/links/');
    if (isOwn && request.method() === method) counted.requests += 1;
  });
  return counted;
}

/** Waits until all requests that the page has sent are answered, by sending a last one. */
async function settle(anna) {
  await anna.page.evaluate(() => fetch('/robots.txt').then((answer) => answer.text()));
}

/** Moves the page's clock ahead, and waits until the requests that this causes are answered. */
async function later(anna, milliseconds) {
  await anna.page.clock.fastForward(milliseconds);
  await settle(anna);
}

/** Hides the page, as when the visitor locks the phone, or shows it again. */
async function setHidden(anna, hidden) {
  await anna.page.evaluate((value) => {
    Object.defineProperty(document, 'hidden', { configurable: true, value });
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);
}

const isReady = (anna, name) => anna.door(name).and(anna.page.locator(':not([aria-busy], .done)'));

/** Waits until taps count again. */
const aMoment = (anna) => anna.page.clock.fastForward(600);

describe('a tap', () => {
  test('shows on the button within one frame', async (t) => {
    const { anna } = await arrive(t, 'hanging-unlock', { clockRuns: true }); // frames need a clock
    const door = anna.door('Front door');
    await door.evaluate((button) => {
      const state = () => button.getAttribute('aria-busy');
      window.nextFrame = new Promise((resolve) => {
        const onClick = () => requestAnimationFrame(() => resolve(state()));
        button.addEventListener('click', onClick, { once: true });
      });
    });
    await door.tap();
    assert.equal(await anna.page.evaluate(() => window.nextFrame), 'true');
    await anna.door(/Front door.*Unlocking…/).waitFor();
  });

  test('turns its card into “Unlocked: open the door” for some seconds', async (t) => {
    const { demo, anna } = await arrive(t, 'one');
    const door = await anna.numberOf('Front door');
    await anna.taps('Front door');
    await anna.door(/Front door.*Unlocked: open the door/).waitFor();
    assert.match(await anna.readsResult(), /Front door.* is unlocked\s+Go ahead/);
    assert.equal(await anna.sheet.count(), 0);
    assert.equal(await anna.door('Front door').getAttribute('aria-busy'), null);

    await anna.page.clock.fastForward(10_000);
    await isReady(anna, 'Front door').waitFor();
    assert.equal(await anna.door(/Unlocked: open the door/).count(), 0);
    assert.deepEqual(await demo.kisi.unlocks(), { [door]: 1 });
    assert.deepEqual(anna.browserErrors, []);
  });

  for (const [scenario, words] of [['one', /is unlocked/], ['refused-unlock', /Front door.*No access/]]) {
    test(`is announced to a screen reader once when it begins and once when it ends (${scenario})`, async (t) => {
      const { anna } = await arrive(t, scenario);
      await anna.recordsAnnouncements();
      await anna.taps('Front door');
      await anna.readsResult();
      for (let polls = 0; polls < 3; polls += 1) await later(anna, POLL);
      const announced = await anna.announcements();
      assert.equal(announced.length, 2, announced.join(' | '));
      assert.equal(announced[0], 'Unlocking…');
      assert.match(announced[1], words);
      assert.equal(await anna.page.locator('[aria-live], [role=alert]').count(), 1);
    });
  }

  test('that is repeated at once is sent once', async (t) => {
    const { demo, anna } = await arrive(t, 'one');
    const [door, posts] = [await anna.numberOf('Front door'), countRequests(anna, 'POST')];
    await anna.door('Front door').evaluate((button) => { button.click(); button.click(); });
    await anna.unlocked('Front door').waitFor();
    await anna.door('Front door').dblclick();
    await settle(anna);
    assert.equal(posts.requests, 1);
    assert.deepEqual(await demo.kisi.unlocks(), { [door]: 1 });
    assert.deepEqual(await demo.kisi.opened(), { [door]: 1 });
  });

  test('that is repeated some seconds after its success is sent again', async (t) => {
    const { anna } = await arrive(t, 'one');
    const posts = countRequests(anna, 'POST');
    await anna.taps('Front door');
    await anna.unlocked('Front door').waitFor();
    await anna.page.clock.fastForward(4_000);
    await anna.taps('Front door');
    await eventually(() => posts.requests === 2, 'the second tap was sent');
    await anna.unlocked('Front door').waitFor();
  });

  test('is shown as under way also when an earlier success is over meanwhile', async (t) => {
    const { demo, anna } = await arrive(t, 'one');
    await anna.taps('Front door');
    await anna.unlocked('Front door').waitFor();
    await anna.page.clock.fastForward(4_000);
    await anna.page.route('**/links/**', (route, request) => (request.method() === 'POST' ? null : route.fallback()));
    await anna.taps('Front door');
    await anna.page.locator('[aria-busy]').waitFor();
    await anna.page.clock.fastForward(5_000);
    assert.equal(await anna.door('Front door').getAttribute('aria-busy'), 'true');
    assert.deepEqual(Object.values(await demo.kisi.unlocks()), [1]);
  });

  test('that was sent before the script was there shows its success for some seconds', async (t) => {
    const { anna } = await arrive(t, 'one', { clockRuns: true });
    await anna.door('Front door').evaluate((button) => {
      button.dataset.plain = 1;
      button.click();
    });
    await anna.unlocked('Front door').waitFor();
    await stopClock(anna);
    await anna.page.clock.fastForward(9_000);
    await isReady(anna, 'Front door').waitFor();
  });

  test('of a door that answers late leaves the failure of another door in view', async (t) => {
    const { anna } = await arrive(t, 'one');
    await secondDoor(anna);
    let release;
    const released = new Promise((resolve) => { release = resolve; });
    await anna.page.route('**/links/**', async (route, request) => {
      if (request.method() === 'POST' && !request.postData().includes('4242')) await released;
      return route.fallback();
    });
    await anna.taps('Front door');
    await anna.page.clock.fastForward(9_000);
    await anna.sheet.filter({ hasText: 'No answer yet' }).waitFor();
    await aMoment(anna);
    await anna.taps('Back door');
    await anna.sheet.filter({ hasText: 'does not open that door' }).waitFor();
    release();
    await anna.unlocked('Front door').waitFor();
    assert.match(await anna.sheet.innerText(), /Back door/);
  });

  test('on another door while one is under way does nothing', async (t) => {
    const { demo, anna } = await arrive(t, 'hanging-unlock', { settings: { KISI__TIMEOUT: '60s' } });
    await secondDoor(anna);
    const posts = countRequests(anna, 'POST');
    await anna.taps('Front door');
    await anna.page.locator('[aria-busy]').waitFor();
    await anna.taps('Back door');
    await settle(anna);
    assert.equal(posts.requests, 1);
    assert.equal(await anna.door('Back door').getAttribute('aria-busy'), null);
    // Once the first has no answer for long, the visitor can try another door.
    await anna.page.clock.fastForward(9_000);
    await aMoment(anna);
    await anna.taps('Back door');
    await eventually(() => posts.requests === 2, 'the other tap was sent');
    assert.equal(Object.keys(await demo.kisi.unlocks()).length, 1, 'there is one door');
  });

  test('with a second finger on the screen does nothing', async (t) => {
    const { demo, anna } = await arrive(t, 'doors');
    const touches = await touchscreen(anna);
    const [first, second] = await Promise.all([0, 1].map((index) => anna.doors.nth(index).boundingBox()));
    await touches('touchStart', first);
    await touches('touchStart', first, second);
    await touches('touchEnd', first);
    await touches('touchEnd');
    await settle(anna);
    assert.deepEqual(await demo.kisi.unlocks(), {});
    await anna.taps('Hoftor');
    await anna.unlocked('Hoftor').waitFor();
  });

  test('that is a scroll which ends on a door does nothing', async (t) => {
    const { demo, anna } = await arrive(t, 'many');
    const touches = await touchscreen(anna);
    const { x, y } = await anna.doors.nth(3).boundingBox();
    const at = (height) => ({ x, y: height, width: 100, height: 10 });
    await touches('touchStart', at(y));
    for (let moved = 20; moved <= 200; moved += 20) await touches('touchMove', at(y - moved));
    await touches('touchEnd');
    assert(await anna.page.evaluate(() => scrollY) > 50, 'the page did not scroll');
    await settle(anna);
    assert.deepEqual(await demo.kisi.unlocks(), {});
  });

  test('at the moment when the page changes does nothing', async (t) => {
    const { demo, anna } = await arrive(t, 'refused-unlock');
    const posts = countRequests(anna, 'POST');
    await anna.taps('Front door');
    await anna.sheet.waitFor();
    await anna.door('Front door').evaluate((button) => button.click());
    await settle(anna);
    assert.equal(posts.requests, 1);
    await aMoment(anna);
    await anna.door('Front door').evaluate((button) => button.click());
    await eventually(() => posts.requests === 2, 'the second tap was sent');
    assert.deepEqual(await demo.kisi.opened(), {});
  });

  test('that fails says why and offers help, and its door can be tapped again', async (t) => {
    const { demo, anna } = await arrive(t, 'refused-unlock');
    const [door, posts] = [await anna.numberOf('Front door'), countRequests(anna, 'POST')];
    for (const taps of [1, 2]) {
      await anna.taps('Front door');
      await eventually(() => posts.requests === taps, `${taps} taps were sent`);
      await anna.sheet.filter({ hasText: 'No access with this link' }).waitFor();
      await isReady(anna, 'Front door').waitFor();
      assert.equal(plain(await anna.sheet.locator('a[href^="tel:"]').innerText()), 'Call Front desk');
      const mail = await anna.sheet.getByRole('link', { name: 'Write' }).getAttribute('href');
      assert.match(decodeURIComponent(mail), /^mailto:.*\?subject=Reference for support: .*afc496/);
      await aMoment(anna);
    }
    assert.deepEqual(await demo.kisi.unlocks(), { [door]: 2 });
    assert.deepEqual(await demo.kisi.opened(), {});
  });

  test('that fails shows its whole sheet, which the visitor can close', async (t) => {
    const { anna } = await arrive(t, 'refused-unlock');
    const closes = [
      () => anna.sheet.getByRole('link', { name: 'Close' }).tap(),
      () => anna.page.keyboard.press('Escape'),
      () => anna.page.touchscreen.tap(180, 100),
    ];
    for (const close of closes) {
      await anna.taps('Front door');
      await anna.sheet.waitFor();
      await eventually(async () => {
        const { y, height } = await anna.sheet.boundingBox();
        return y >= 0 && Math.round(y + height) === PHONE.height;
      }, 'the whole sheet is in view');
      await aMoment(anna);
      await close();
      await anna.page.locator('.sheet[hidden]').waitFor({ state: 'attached' });
      await aMoment(anna);
    }
    assert.equal(await anna.pageState(), 'doors');
  });

  test('reads the same with and without JavaScript', async (t) => {
    const { demo, anna } = await arrive(t, 'refused-unlock');
    const bert = await visitor(t, { javaScriptEnabled: false });
    await bert.opens(demo.link('refused-unlock'));
    const seen = [];
    for (const visitor of [anna, bert]) {
      await visitor.taps('Front door');
      await visitor.sheet.waitFor();
      seen.push([await visitor.sheet.locator('p').allInnerTexts(), await visitor.sheet.getAttribute('class')]);
    }
    assert.deepEqual(seen[0], seen[1]);
  });

  test('without an answer after 8 seconds claims neither success nor failure', async (t) => {
    const { anna } = await arrive(t, 'hanging-unlock', { settings: { KISI__TIMEOUT: '60s' } });
    await anna.recordsAnnouncements();
    await anna.taps('Front door');
    await anna.page.clock.fastForward(7_500);
    await settle(anna);
    assert.equal(await anna.sheet.count(), 0);

    await anna.page.clock.fastForward(1_000);
    await anna.sheet.filter({ hasText: 'No answer yet' }).waitFor();
    assert.doesNotMatch(await anna.sheet.innerText(), /unlocked|opened|failed|refused/i);
    assert.equal(await anna.door('Front door').getAttribute('aria-busy'), 'true');
    const announced = await anna.announcements();
    assert.equal(announced.length, 2, announced.join(' | '));
    assert.match(announced[1], /^No answer yet/);
  });

  test('of a phone that sleeps meanwhile says that the door may be unlocked', async (t) => {
    const { demo, anna } = await arrive(t, 'hanging-unlock', { settings: { KISI__TIMEOUT: '60s' } });
    await anna.taps('Front door');
    await anna.page.locator('[aria-busy]').waitFor();
    await setHidden(anna, true);
    await anna.page.evaluate(() => {
      const sleeps = Date.now;
      Date.now = () => sleeps() + 300_000; // no timer has run in these five minutes
    });
    await setHidden(anna, false);
    await anna.sheet.filter({ hasText: 'may or may not' }).waitFor();
    await isReady(anna, 'Front door').waitFor();
    assert.deepEqual(Object.values(await demo.kisi.unlocks()), [1]);
  });

  test('whose answer is not ours, as of a proxy, may or may not have unlocked the door', async (t) => {
    const { anna } = await arrive(t, 'one');
    for (const answer of [{ status: 502, body: '<h1>Bad Gateway</h1>' }, { status: 429, json: { error: 'slow down' } }]) {
      await anna.page.route('**/links/**', (route, request) =>
        (request.method() === 'POST' ? route.fulfill(answer) : route.fallback()));
      await anna.taps('Front door');
      await anna.sheet.filter({ hasText: 'may or may not' }).waitFor();
      await isReady(anna, 'Front door').waitFor();
      await aMoment(anna);
    }
    assert.deepEqual(anna.browserErrors.filter((it) => it.startsWith('error')), []);
  });

  test('moves nothing while it is under way on a phone with reduced motion', async (t) => {
    const { anna } = await arrive(t, 'hanging-unlock', { phone: { reducedMotion: 'reduce' } });
    await anna.taps('Front door');
    await anna.door(/Front door.*Unlocking…/).waitFor();
    assert.equal(await anna.page.evaluate(() => document.getAnimations().length), 0);
  });

  test('by keyboard is sent once and keeps the focus, whatever keys follow', async (t) => {
    const { demo, anna } = await arrive(t, 'doors');
    const [first, posts] = [anna.doors.first(), countRequests(anna, 'POST')];
    const door = await first.getAttribute('value');
    await anna.page.keyboard.press('Tab');
    await anna.page.keyboard.press('Enter');
    await anna.page.keyboard.press('Space');
    await anna.page.locator('.door.done').waitFor();
    assert(await first.evaluate((button) => button === document.activeElement), 'focus was lost');
    await anna.page.keyboard.press('Tab');
    assert(await anna.doors.nth(1).evaluate((button) => button === document.activeElement));
    assert.equal(posts.requests, 1);
    assert.deepEqual(await demo.kisi.unlocks(), { [door]: 1 });
  });

  test('leaves no result on a page that is reloaded or reached by the back button', async (t) => {
    const { demo, anna, link } = await arrive(t, 'one');
    const door = await anna.numberOf('Front door');
    await anna.taps('Front door');
    await anna.unlocked('Front door').waitFor();
    const goBack = async () => {
      await anna.opens(new URL('/', link).href);
      await anna.page.goBack();
    };
    for (const openAgain of [() => anna.page.reload(), goBack]) {
      await openAgain();
      assert.equal(await anna.page.locator('.done, .sheet:not([hidden])').count(), 0);
      assert.equal((await anna.status.innerText()).trim(), '');
      assert.deepEqual(await demo.kisi.unlocks(), { [door]: 1 });
    }
  });

  test('leaves no result on a page from the back/forward cache', async (t) => {
    const { anna } = await arrive(t, 'one');
    await anna.taps('Front door');
    await anna.unlocked('Front door').waitFor();
    await anna.page.evaluate(() =>
      dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
    await isReady(anna, 'Front door').waitFor();
  });

  test('lets the phone vibrate: once for success, twice for failure', async (t) => {
    for (const [scenario, felt] of [['one', [60]], ['refused-unlock', [[40, 60, 40]]]]) {
      const { anna } = await arrive(t, scenario);
      await anna.page.evaluate(() => {
        window.felt = [];
        navigator.vibrate = (pattern) => window.felt.push(pattern);
      });
      await anna.taps('Front door');
      await anna.readsResult();
      assert.deepEqual(await anna.page.evaluate(() => window.felt), felt);
    }
  });
});

test('an iPhone shows that a door is pressed, because the page listens to touches', async (t) => {
  const { anna } = await arrive(t, 'one');
  const session = await anna.page.context().newCDPSession(anna.page);
  const { result } = await session.send('Runtime.evaluate', { expression: 'window' });
  const { listeners } = await session.send('DOMDebugger.getEventListeners', { objectId: result.objectId });
  const [touch] = listeners.filter(({ type }) => type === 'touchstart');
  assert.equal(touch?.passive, true);
});

describe('a phone without a signal', () => {
  test('sends nothing and says so, and a tap works when the signal is back', async (t) => {
    const { demo, anna } = await arrive(t, 'one');
    const [door, posts] = [await anna.numberOf('Front door'), countRequests(anna, 'POST')];
    await anna.recordsAnnouncements();
    await anna.page.context().setOffline(true);
    await anna.taps('Front door');
    await anna.sheet.filter({ hasText: 'Your phone is offline' }).waitFor();
    assert.match(await anna.sheet.innerText(), /Nothing was sent/);
    assert.equal(posts.requests, 0);
    assert.equal((await anna.announcements()).length, 1);

    await anna.page.context().setOffline(false);
    await settle(anna);
    await aMoment(anna);
    assert.deepEqual(await demo.kisi.unlocks(), {});
    await anna.taps('Front door');
    await anna.unlocked('Front door').waitFor();
    assert.deepEqual(await demo.kisi.unlocks(), { [door]: 1 });
  });

  test('that loses its signal after a tap says that the door may be unlocked', async (t) => {
    const demo = await startDemo(t);
    const line = await wire(t, demo.link('one'));
    const anna = await visitor(t);
    await anna.opens(line.link);
    const door = await anna.numberOf('Front door');

    line.losesAnswersToTaps = true;
    await anna.taps('Front door');
    await anna.sheet.filter({ hasText: 'may or may not' }).waitFor();
    assert.doesNotMatch(await anna.sheet.innerText(), /is unlocked|nothing was/i);
    await isReady(anna, 'Front door').waitFor();
    assert.deepEqual(await demo.kisi.unlocks(), { [door]: 1 });

    line.losesAnswersToTaps = false;
    await anna.waitsAMoment();
    await anna.taps('Front door');
    await anna.unlocked('Front door').waitFor();
  });

  test('shows the first door on a slow network too, and the time is printed', async (t) => {
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
  });
});

describe('the doors’ states', () => {
  test('change when another visitor unlocks a door', async (t) => {
    const { demo, anna, link } = await arrive(t, 'doors');
    const bert = await visitor(t);
    await bert.opens(link);
    await bert.taps('Hoftor');
    await bert.readsResult();
    await anna.page.clock.fastForward(POLL);
    await anna.door('Hoftor').filter({ hasText: 'Unlocked now' }).waitFor();
    assert.equal(await anna.door('Hoftor').getAttribute('data-state'), 'unlocked');
    assert.equal(await anna.door('Haupteingang').getAttribute('data-state'), 'ready');
    assert.deepEqual(Object.values(await demo.kisi.unlocks()), [1]);
  });

  test('change without moving the focus and without an announcement', async (t) => {
    const { anna, link } = await arrive(t, 'doors');
    await anna.recordsAnnouncements();
    await eachPollAnswers(anna, link, firstIsOffline);
    await anna.doors.first().focus();
    await anna.page.clock.fastForward(POLL);
    await anna.door('Haupteingang').filter({ hasText: 'Offline' }).waitFor();
    assert(await anna.doors.first().evaluate((button) => button === document.activeElement));
    assert.deepEqual(await anna.announcements(), []);
  });

  test('keep the focus on a door when another door is added or removed', async (t) => {
    const { anna, link } = await arrive(t, 'doors');
    const polls = countRequests(anna, 'GET');
    await eachPollAnswers(anna, link, (doors) => doors.pop());
    await anna.doors.nth(1).focus();
    await anna.page.clock.fastForward(POLL);
    await eventually(() => polls.requests > 0, 'the page polled');
    await eventually(() => settle(anna).then(() => true, () => false), 'the page was loaded again');
    const focused = await anna.page.evaluate(() => document.activeElement.outerHTML.slice(0, 60));
    assert.match(focused, /^<button/, 'focus was lost');
  });

  test('do not change while a finger is on a door', async (t) => {
    const { anna, link } = await arrive(t, 'doors');
    const polls = countRequests(anna, 'GET');
    await eachPollAnswers(anna, link, firstIsOffline);
    const second = anna.doors.nth(1);
    const place = () => second.evaluate((button) => button.offsetTop - scrollY);
    const before = await place();
    const { x, y } = await second.boundingBox();
    await anna.page.mouse.move(x + 40, y + 20);
    await anna.page.mouse.down();
    await later(anna, POLL);
    await eventually(() => polls.requests > 0, 'the page polled');
    await settle(anna);
    assert.equal(await place(), before, 'the door moved under the finger');
    assert.equal(await anna.door('Haupteingang').getAttribute('data-state'), 'ready');

    await anna.page.mouse.move(1, 1);
    await anna.page.mouse.up();
    await later(anna, 2 * POLL);
    await anna.door('Haupteingang').filter({ hasText: 'Offline' }).waitFor();
  });

  test('are polled at longer and longer intervals while that fails', async (t) => {
    const { anna } = await arrive(t, 'doors');
    const polls = countRequests(anna, 'GET');
    await answerEachPoll(anna, (route) => route.fulfill({ status: 503, json: { code: 'unavailable' } }));
    const seen = [];
    for (let step = 0; step < 8; step += 1) {
      await later(anna, POLL);
      seen.push(polls.requests);
    }
    assert.deepEqual(seen, [1, 1, 2, 2, 2, 2, 3, 3]);
    assert.equal(await anna.pageState(), 'doors');
    assert.equal(await anna.doors.count(), 4);
  });

  test('are not polled while the page is hidden, and at once when it is shown again', async (t) => {
    const { anna, link } = await arrive(t, 'doors');
    await eachPollAnswers(anna, link, () => {});
    const polls = countRequests(anna, 'GET');
    await setHidden(anna, true);
    for (let step = 0; step < 5; step += 1) await later(anna, POLL);
    assert.equal(polls.requests, 0);
    await setHidden(anna, false);
    await settle(anna);
    assert.equal(polls.requests, 1);
    await later(anna, POLL);
    assert.equal(polls.requests, 2);
  });

  test('are polled at once by a page from the back/forward cache', async (t) => {
    const { anna } = await arrive(t, 'doors');
    const polls = countRequests(anna, 'GET');
    await anna.page.evaluate(() =>
      dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
    await settle(anna);
    assert.equal(polls.requests, 1);
  });
});

describe('a link that', () => {
  test('is withdrawn while its page is open shows the notice', async (t) => {
    const { demo, anna } = await arrive(t, 'doors');
    const invitation = await demo.kisi.invite({});
    await anna.opens(invitation.link);
    assert.equal(await anna.pageState(), 'doors');
    await invitation.revoke();
    await anna.page.clock.fastForward(POLL);
    await anna.page.locator('body[data-state=unknown_link]').waitFor();
    assert.equal(await anna.doors.count(), 0);
  });

  test('is withdrawn before a tap says so at the door, and then shows the notice', async (t) => {
    const { demo, anna } = await arrive(t, 'doors', { settings: {} }); // with the default cache
    const invitation = await demo.kisi.invite({});
    await anna.opens(invitation.link);
    await invitation.revoke();
    await anna.taps('Hoftor');
    await anna.sheet.filter({ hasText: 'This link does not work' }).waitFor();
    assert.equal(await anna.pageState(), 'doors');
    await anna.page.clock.fastForward(POLL);
    await anna.page.locator('body[data-state=unknown_link]').waitFor();
    assert.deepEqual(await demo.kisi.opened(), {});
  });

  test('expires while its page is open shows the notice at that time', async (t) => {
    const demo = await startDemo(t, NO_CACHE);
    const anna = await visitor(t);
    await opensBefore(anna, 'doors', async (end) => {
      const { link } = await demo.kisi.invite({ valid_until: end });
      await anna.opens(`${link}#until=${end}`);
    });
    await anna.page.locator('body[data-state=expired]').waitFor();
    await anna.page.getByRole('heading', { name: 'This link has expired' }).waitFor();
  });

  test('is not yet valid shows the doors by itself when its time begins', async (t) => {
    const demo = await startDemo(t, NO_CACHE);
    const anna = await visitor(t);
    await opensBefore(anna, 'not_yet_valid', async (start) => {
      const { link } = await demo.kisi.invite({ valid_from: start });
      await anna.opens(`${link}#from=${start}`);
    });
    await anna.page.locator('body[data-state=doors]').waitFor();
    await anna.doors.first().waitFor();
    assert.deepEqual(await demo.kisi.unlocks(), {});
  });

  test('is not yet valid shows the doors by itself even if the page has no date', async (t) => {
    const { demo, anna } = await arrive(t, 'doors', { settings: { CACHE__REFUSED: '1ms' } });
    const link = await opensBefore(anna, 'not_yet_valid', async (start) => {
      const invitation = await demo.kisi.invite({ valid_from: start });
      await anna.opens(invitation.link);
      return invitation.link;
    });
    // The waiting page has status 202.
    await eventually(async () => (await fetch(link)).status === 200, 'the link is valid');
    await anna.page.clock.fastForward(POLL);
    await anna.page.locator('body[data-state=doors]').waitFor();
  });
});

test('a stale list says in the visitor’s own words how old it is', async (t) => {
  const theme = fileURLToPath(new URL('../../assets/themes/clinic/theme.toml', import.meta.url));
  const preview = await startPreview(t, theme);
  const anna = await visitor(t, { timezoneId: 'Asia/Tokyo' });
  await anna.page.clock.install({ time: '2026-12-01T14:08:00Z' }); // the sample is of 14:05 UTC
  for (const [language, words] of [['en', 'Last checked: 3 minutes ago'], ['de', 'Zuletzt geprüft: vor 3 Minuten']]) {
    await anna.opens(new URL(`pages/stale.${language}.light.html`, preview).href);
    assert.equal(plain(await anna.page.locator('.as-of').innerText()), words);
  }
});

describe('when a link is valid', () => {
  const NOW = '2026-12-01T10:00:00Z';
  const FROM = '2026-12-01T09:00:00Z';

  for (const { of, phone, until, reads } of [
    {
      of: 'a Briton in Berlin whose link ends in two days',
      phone: { locale: 'en-GB', timezoneId: 'Europe/Berlin' },
      until: '2026-12-03T17:30:00Z',
      reads: 'until 18:30 Thursday',
    },
    {
      of: 'a German in New York whose link ends today',
      phone: { locale: 'de-DE', timezoneId: 'America/New_York' },
      until: '2026-12-01T17:30:00Z',
      reads: 'bis heute, 12:30',
    },
    {
      of: 'a German in Berlin whose link ends tomorrow',
      phone: { locale: 'de-DE', timezoneId: 'Europe/Berlin' },
      until: '2026-12-01T23:30:00Z',
      reads: 'bis morgen, 00:30',
    },
    {
      of: 'a Briton whose link ends this month',
      phone: { locale: 'en-GB', timezoneId: 'Europe/London' },
      until: '2026-12-20T10:40:00Z',
      reads: 'until 10:40 20 December',
    },
    {
      of: 'a Briton whose link ends next year',
      phone: { locale: 'en-GB', timezoneId: 'Europe/London' },
      until: '2027-12-20T11:40:00+01:00',
      reads: 'until 10:40 20 December 2027',
    },
  ]) {
    test(`is beside the place, in the language and the time zone of ${of}`, async (t) => {
      const hash = `#from=${FROM}&until=${until}`;
      const { anna } = await arrive(t, 'one', { phone, hash, now: NOW });
      const where = await anna.page.locator('.where').innerText();
      assert.equal(plain(where), `Harbour House · ${reads}`);
      assert.deepEqual(anna.browserErrors, []);
    });
  }

  test('is the headline of a visitor who is early, and is counted down', async (t) => {
    const phone = { locale: 'en-GB', timezoneId: 'Europe/London' };
    const hash = '#from=2026-12-01T11:35:00Z&until=2026-12-03T18:00:00Z';
    const { anna } = await arrive(t, 'not-yet-valid', { phone, hash, now: NOW });
    const reads = async (selector) => plain(await anna.page.locator(selector).innerText());
    assert.equal(await reads('h1'), 'From 11:35 today');
    assert.match(await reads('.count'), /^in 1 hr 3[45] mins?$/i);
    assert.match(await reads('.notice'), /You are early[^]*until 18:00 Thursday[^]*Reference for support/i);
    await anna.page.clock.fastForward('01:00:00');
    assert.match(await reads('.count'), /^in 3[45] mins?$/i);
    await anna.page.getByRole('link', { name: 'Check again' }).tap();
    await anna.page.locator('.count').waitFor();
    await anna.page.clock.fastForward('00:34:30');
    assert.match(await reads('.count'), /^in \d\d? secs?$/i);
  });

  test('is not shown when the dates in the link cannot be read', async (t) => {
    const { anna } = await arrive(t, 'doors', { hash: '#from=<b>soon</b>&until=', now: NOW });
    assert.doesNotMatch(await anna.reads(), /until|Invalid|soon/);
    assert.deepEqual(anna.browserErrors, []);
  });

  test('is not shown for a link that was withdrawn', async (t) => {
    const hash = `#from=${FROM}&until=2026-12-03T17:30:00Z`;
    const { anna } = await arrive(t, 'withdrawn', { hash, now: NOW });
    assert.equal(await anna.pageState(), 'withdrawn');
    assert.doesNotMatch(await anna.reads(), /until/);
  });

  test('is never sent to the server, and stays when the language changes', async (t) => {
    const demo = await startDemo(t, NO_CACHE);
    const line = await wire(t, demo.link('doors'));
    const anna = await visitor(t);
    await anna.page.clock.install({ time: NOW });
    await anna.opens(`${line.link}#from=${FROM}&until=2026-12-03T17:30:00Z`);
    await anna.waitsAMoment(); // the time has moved the doors
    await anna.taps('Hoftor');
    await anna.unlocked('Hoftor').waitFor();
    await later(anna, POLL);
    await anna.waitsAMoment(); // a new list replaces the page
    // A tap right after a change of the page does nothing.
    const menu = anna.page.locator('details.languages');
    while (!(await menu.evaluate((it) => it.open))) await anna.page.locator('summary').tap();
    await anna.page.getByRole('link', { name: 'Deutsch' }).tap();
    await anna.page.getByText('Donnerstag').waitFor();
    assert.equal(await anna.page.locator('html').getAttribute('lang'), 'de');
    assert.match(line.sent, /POST \/links\//);
    assert.doesNotMatch(line.sent, /2026-12|%232026|from=|until=/);
  });
});
