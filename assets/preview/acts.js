// What happens on a page after it is loaded. The page's own script answers to it, as on a visitor's
// phone; here is only what that script meets: a tap, the server's answer, the clock, the network.
'use strict';

const acts = (() => {
  const never = () => new Promise(() => {});
  const own = (object, name, value) => Object.defineProperty(object, name, { value, configurable: true });

  // The fragment of a page's address, which says when a link is valid.
  const fragment = (act) => {
    const at = (minutes) => new Date(Date.now() + minutes * 60_000).toISOString();
    if (act === 'until') return `#until=${at(200)}`;
    if (act === 'early') return `#from=${at(95)}&until=${at(600)}`;
    return '';
  };

  // The answer to a tap that has the result of the page at this address. A browser would list each
  // failure in its console, so the server sends it as a success.
  const resultOf = async (fetch, address, request) => {
    const quiet = new URL(address);
    quiet.searchParams.set('quiet', 'on');
    const result = await (await fetch(quiet, request)).json();
    return Response.json(result, { status: result.code ? 409 : 200 });
  };

  // Nothing changes on the page from now on, except what a tap changes: timers that would take back
  // what is shown do not run, and requests get no answer. `hurried` timers run at once.
  const still = (page, { hurried = 0, answer = never } = {}) => {
    const { setTimeout, fetch } = page;
    own(page, 'setTimeout', (run, after = 0, ...rest) => {
      if (after === hurried) return setTimeout.call(page, run, 0, ...rest);
      return after < 1_000 ? setTimeout.call(page, run, after, ...rest) : 0;
    });
    own(page, 'fetch', (address, request) =>
      (request?.method === 'POST' ? answer(fetch.bind(page), request) : never()));
  };

  // Taps a door as a visitor who has confirmed it.
  const tap = (page, selector) => {
    const { performance } = page;
    const now = performance.now.bind(performance);
    // A page does not count taps right after it has changed.
    own(performance, 'now', () => now() + 1_000);
    own(page.navigator, 'vibrate', () => true);
    const all = [...page.document.querySelectorAll('button[name=door]')];
    const door = all.find((it) => it.matches(selector)) ?? all[0];
    if (selector !== '[data-confirm]') delete door?.dataset.confirm;
    door?.click();
  };

  const ready = '[data-state=ready]';
  const all = {
    tap: (page, { answer }) => {
      still(page, {
        answer: (fetch, request) => {
          request.body.set('confirmed', request.body.get('door'));
          return resultOf(fetch, answer, request);
        },
      });
      tap(page, ready);
    },
    ask: (page) => {
      still(page);
      tap(page, '[data-confirm]');
    },
    unlocking: (page) => {
      still(page);
      tap(page, ready);
    },
    late: (page) => {
      still(page, { hurried: 8_000 });
      tap(page, ready);
    },
    'phone-offline': (page) => {
      still(page);
      own(page.navigator, 'onLine', false);
      tap(page, ready);
    },
  };

  // The phone in which people tap: the form beside it says what becomes of a tap.
  const form = document.getElementById('play');
  all.play = (page, { pageNamed }) => {
    const { fetch } = page;
    const chosen = () => form.elements.play.value;
    own(page, 'fetch', async (address, request) => {
      if (request?.method !== 'POST') return fetch.call(page, address, request);
      if (chosen() === 'silent') return never();
      if (chosen() === 'slow') await new Promise((done) => { setTimeout(done, 12_000); });
      const name = chosen() === 'fail' ? form.elements.failure.value : 'tap-unlocked';
      return resultOf(fetch.bind(page), pageNamed(name), request);
    });
    Object.defineProperty(page.navigator, 'onLine', { get: () => chosen() !== 'offline' });
  };
  form?.elements.failure.addEventListener('change', () => { form.elements.play.value = 'fail'; });
  form?.addEventListener('submit', (event) => event.preventDefault());

  const run = (frame, act, values) => all[act]?.(frame.contentWindow, values);

  return { fragment, run };
})();
