// The page works without this script. The script shows the result of a tap in place, keeps the
// doors' states current while the page is visible, says times as the visitor's phone does, and
// turns a page that waits into its doors. Every text that it shows is in the page's data
// attributes; screen readers get it through the one status region.
//
// Nothing that can be tapped moves while somebody uses the page: what has to change waits until the
// page is calm, and a tap right after a change does nothing.
(() => {
  'use strict';
  const { body } = document;
  const language = document.documentElement.lang;
  const find = (selector) => document.querySelector(selector);
  const status = find('[role=status]');
  const form = find('form[method=post]');
  const sheet = find('.sheet');
  const words = find('main').dataset;
  const fill = (text, values) => text.replace(/{(\w+)}/g, (whole, name) => values[name] ?? whole);
  const say = (...sentences) => {
    status.textContent = sentences.filter(Boolean).join(/^(ja|zh)/.test(language) ? '' : ' ');
  };

  // Which taps count

  let ready = 0;
  let touched = -Infinity;
  let fingers = 0;
  let several = false;
  // Where the page was scrolled to when a finger came down. Assistive technology clicks without one.
  let start = null;

  // After the page has changed, a tap was aimed at what stood there before.
  const changed = () => { ready = performance.now() + 500; };
  addEventListener('searched', changed);
  document.fonts?.addEventListener('loadingdone', changed);

  const touch = () => { touched = performance.now(); };
  addEventListener('pointerdown', (event) => {
    fingers = event.isPrimary ? 1 : fingers + 1;
    several = !event.isPrimary;
    start = scrollY;
    touch();
  });
  for (const end of ['pointerup', 'pointercancel']) {
    addEventListener(end, () => {
      fingers = Math.max(0, fingers - 1);
      touch();
    });
  }
  // A finger that leaves while the page is hidden is not seen.
  document.addEventListener('visibilitychange', () => { fingers = 0; });
  for (const use of ['scroll', 'keydown']) addEventListener(use, touch);
  // iOS shows that a button is pressed only if the page listens to touches.
  addEventListener('touchstart', () => {}, { passive: true });
  addEventListener('click', (event) => {
    const isScroll = start !== null && Math.abs(scrollY - start) > 4;
    start = null;
    if (performance.now() < ready || (event.detail && (several || isScroll))) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  }, true);

  // Whether the page may change: the visitor is not using it, waiting for a door, or reading.
  const isCalm = () => {
    const pause = sheet && !sheet.hidden ? 10_000 : 3_000;
    return !fingers && performance.now() - touched > pause && !find('[aria-busy],.done,dialog[open]');
  };

  // The sheet: what stops the visitor, and what to do now

  const closeSheet = () => {
    if (!sheet || sheet.hidden) return;
    sheet.hidden = true;
    changed();
  };

  const openSheet = (tone, button, { headline, text, advice, reference }) => {
    sheet.className = `sheet ${tone}`;
    sheet.dataset.door = button.value;
    const show = (selector, line) => { sheet.querySelector(selector).textContent = line ?? ''; };
    show('.at bdi', nameOf(button));
    sheet.querySelector('.at').hidden = false;
    show('#headline', headline);
    show('.text', text);
    show('.advice', advice);
    show('.reference', reference);
    const mail = sheet.querySelector('[href^=mailto]');
    if (mail) mail.search = reference ? `?subject=${encodeURIComponent(reference)}` : '';
    sheet.querySelector('.choice')?.remove();
    sheet.hidden = false;
    body.classList.add('had-sheet');
    changed();
  };

  addEventListener('click', (event) => {
    if (!sheet || sheet.hidden) return;
    const isClose = event.target.closest('.close');
    if (isClose) event.preventDefault();
    if (isClose || !event.target.closest('a,button,input,label,summary,.sheet')) closeSheet();
  });
  addEventListener('keydown', ({ key }) => { if (key === 'Escape') closeSheet(); });

  // The tap

  // The tap under way: while there is one, taps of other doors do nothing.
  let tap;
  const nameOf = (button) => button.dataset.short ?? button.querySelector('.name').textContent;

  const release = (own) => {
    if (tap !== own) return;
    tap = undefined;
    form.classList.remove('under-way');
  };

  const reset = (button) => {
    button.removeAttribute('aria-busy');
    button.classList.remove('done');
    delete button.dataset.done;
  };

  // Shows for some seconds that the door is unlocked.
  const celebrate = (button) => {
    const at = `${performance.now()}`;
    button.classList.add('done');
    button.dataset.done = at;
    setTimeout(() => {
      if (button.dataset.done !== at) return;
      reset(button);
      say();
    }, 8_000);
  };
  document.querySelectorAll('.door.done').forEach(celebrate);

  const succeed = (button, outcome) => {
    celebrate(button);
    say(fill(words[outcome] ?? words.unlocked, { door: nameOf(button) }));
    navigator.vibrate?.(60);
    setTimeout(look, 1_500);
  };

  const fail = (button, { title, paragraphs: [text, advice], reference, code }) => {
    const isFirm = ['refused', 'locked_down', 'alarm'].includes(code);
    const forSupport = reference && fill(words.reference, { code: reference });
    openSheet(isFirm ? 'bad' : 'warn', button, { headline: title, text, advice, reference: forSupport });
    say(fill(words.problem, { door: nameOf(button), problem: title }), text, advice, forSupport);
    navigator.vibrate?.([40, 60, 40]);
  };

  const failWith = (button, id) => fail(button, {
    title: words[`${id}Title`],
    paragraphs: [words[`${id}Text`], words[`${id}Advice`]],
  });

  // The theme asks to confirm this door since the page was sent: the browser submits the form, and
  // the server shows the question.
  const askWithoutScript = (button) => {
    button.dataset.plain = 1;
    button.click();
  };

  const unlock = async (button, confirmed) => {
    const isRepeated = performance.now() - (button.dataset.done ?? -Infinity) < 3_000;
    if (tap || button.getAttribute('aria-busy') || isRepeated) return;
    closeSheet();
    if (!navigator.onLine) return failWith(button, 'noNetwork');
    const answered = new AbortController();
    const own = { since: Date.now(), giveUp: () => answered.abort() };
    tap = own;
    reset(button);
    button.setAttribute('aria-busy', 'true');
    form.classList.add('under-way');
    say(button.querySelector('.line').dataset.busy);
    // The other doors can be tapped again, because this one may never answer.
    const late = setTimeout(() => {
      openSheet('warn', button, { headline: words.noAnswerYet });
      say(words.noAnswerYet);
      release(own);
    }, 8_000);
    const end = setTimeout(own.giveUp, 30_000);
    // A phone that slept did not run these timers.
    const wake = () => { if (Date.now() - own.since > 30_000) own.giveUp(); };
    document.addEventListener('visibilitychange', wake);
    let result;
    try {
      const answer = await fetch(location.href, {
        method: 'POST',
        headers: { Accept: 'application/json' },
        body: new URLSearchParams({ door: button.value, ...(confirmed && { confirmed: button.value }) }),
        signal: answered.signal,
      });
      result = { ok: answer.ok, ...await answer.json() };
    } catch {
      // The request was sent, and its effect is unknown.
    }
    clearTimeout(late);
    clearTimeout(end);
    document.removeEventListener('visibilitychange', wake);
    release(own);
    reset(button);
    if (result?.ok) {
      // The sheet of another door stays.
      if (sheet.dataset.door === button.value) closeSheet();
      succeed(button, result.outcome);
    } else if (result?.code === 'confirm') {
      askWithoutScript(button);
    } else {
      // An answer that is not ours, as of a proxy, does not say what became of the tap.
      if (result?.paragraphs) fail(button, result);
      else failWith(button, 'timeout');
      // The link may have ended: the page changes once the visitor had time to read why.
      setTimeout(look, 11_000);
    }
  };

  const dialog = find('dialog');
  const question = dialog?.querySelector('h2');
  const template = question?.textContent;

  const ask = (button) => {
    question.textContent = fill(template, { door: nameOf(button) });
    dialog.returnValue = '';
    dialog.onclose = () => {
      changed();
      if (dialog.returnValue === 'yes') unlock(button, true);
    };
    dialog.showModal();
    changed();
  };

  form?.addEventListener('submit', (event) => {
    const button = event.submitter;
    if (button?.name !== 'door' || button.dataset.plain) return;
    event.preventDefault();
    if ('confirm' in button.dataset && dialog?.showModal && !tap) ask(button);
    else unlock(button);
  });

  // The doors' states, while the page is visible

  const every = 15_000;
  const isWaiting = body.dataset.state === 'waiting';
  let wait = isWaiting ? 500 : every;
  let next;

  // The page becomes another page: what is tapped at once was aimed at this one.
  const reload = () => {
    history.replaceState('changed', '');
    location.reload();
  };
  if (history.state === 'changed') {
    history.replaceState(null, '');
    changed();
  }
  // A link to the page itself would lose the dates after the `#`.
  find('.again')?.addEventListener('click', (event) => {
    event.preventDefault();
    reload();
  });

  // Switching the language keeps the dates. (`link.hash` would write the whole URL, secret included,
  // into the page.)
  for (const link of document.querySelectorAll('.languages a')) {
    link.setAttribute('href', link.getAttribute('href') + location.hash);
  }

  const load = (headers) => fetch(location.href, { headers, signal: AbortSignal.timeout?.(10_000) });

  // Changes the doors in a fade.
  const change = (apply) => {
    apply();
    dispatchEvent(new Event('renewed'));
    if (!matchMedia('(prefers-reduced-motion: reduce)').matches) form.animate?.({ opacity: [0, 1] }, 250);
    changed();
  };

  // The list of doors changed: replaces the form by the server's current one and keeps the focus.
  const renew = async () => {
    const answer = await load();
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const fresh = page.querySelector('form[method=post]');
    if (!isCalm()) return;
    // The style of the page is for its own layout. A search stays until it is over.
    if (fresh?.className !== form.className) {
      if (!find('.filter input')?.value) reload();
      return;
    }
    const focused = form.contains(document.activeElement) && document.activeElement.value;
    change(() => {
      form.replaceChildren(...fresh.childNodes);
      form.querySelector(`button[value="${focused}"]`)?.focus({ preventScroll: true });
    });
  };

  const show = async ({ doors, as_of: time }) => {
    const buttons = new Map();
    for (const button of form.querySelectorAll('button[name=door]')) buttons.set(button.value, button);
    if (doors.length !== buttons.size || !doors.every((door) => buttons.has(`${door.id}`))) return renew();
    const differs = doors.filter(({ id, state }) => buttons.get(`${id}`).dataset.state !== state);
    if (differs.length) {
      change(() => {
        for (const { id, state } of differs) {
          const button = buttons.get(`${id}`);
          button.dataset.state = state;
          const text = words[`is${state[0].toUpperCase()}${state.slice(1)}`] ?? words.unlock;
          button.querySelector('.rest').textContent = text;
        }
      });
    }
    if (checked && time) checked.dataset.time = time;
  };

  const look = async () => {
    clearTimeout(next);
    if (document.hidden) return;
    try {
      const answer = await load({ Accept: 'application/json' });
      const current = await answer.json();
      const state = current.doors ? (current.doors.length ? 'doors' : 'empty') : current.code;
      if (isWaiting && state !== 'waiting') return reload();
      if (answer.status >= 500 || answer.status === 429) throw state;
      wait = every;
      if (!isCalm()) wait = 2_000;
      else if (state !== body.dataset.state) reload();
      else if (form) await show(current);
    } catch {
      wait = Math.min(wait * 2, 120_000);
    }
    clearTimeout(next);
    next = setTimeout(look, wait);
  };

  // The server marks the pages that can become another page.
  if ('polls' in body.dataset) {
    next = setTimeout(look, isWaiting ? 0 : wait);
    document.addEventListener('visibilitychange', look);
    addEventListener('online', look);
    // A page from the browser's memory shows taps of long ago.
    addEventListener('pageshow', ({ persisted }) => {
      if (!persisted) return;
      for (const button of document.querySelectorAll('[aria-busy],.done')) reset(button);
      if (form) release(tap);
      closeSheet();
      look();
    });
  }

  // Times, in the visitor's own time zone and way of writing

  const base = (tag) => tag.split('-')[0];
  const locale = navigator.languages?.find((tag) => base(tag) === base(language)) ?? language;
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const date = (time, options) => new Intl.DateTimeFormat(locale, options).format(time);
  const midnight = (time) => new Date(time).setHours(0, 0, 0, 0);

  // "14:30" and "today", "tomorrow", "Friday" or "3 December".
  const moment = (time) => {
    const days = Math.round((midnight(time) - midnight(Date.now())) / 86_400_000);
    const isThisYear = time.getFullYear() === new Date().getFullYear();
    const day = { day: 'numeric', month: 'long', ...(!isThisYear && { year: 'numeric' }) };
    return {
      time: date(time, { timeStyle: 'short' }),
      day: days < 2 ? relative.format(days, 'day') : date(time, days < 7 ? { weekday: 'long' } : day),
    };
  };

  // "3 days", "1 hr 35 min", "12 min" or, in the last minute, "42 sec".
  const duration = (milliseconds) => {
    const seconds = Math.ceil(milliseconds / 1_000);
    const minutes = Math.ceil(seconds / 60);
    const hours = Math.floor(minutes / 60);
    const parts = seconds < 60 ? [[seconds, 'second']]
      : hours < 1 ? [[minutes, 'minute']]
        : hours < 48 ? [[hours, 'hour'], [minutes % 60, 'minute']]
          : [[Math.floor(hours / 24), 'day']];
    const write = ([value, unit]) =>
      new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' }).format(value);
    return parts.filter(([value]) => value).map(write).join(' ');
  };

  // When the link is valid, from the fragment of a mailed link. Display only: Kisi decides.
  const asked = new URLSearchParams(location.hash.slice(1).replaceAll('+', '%2B'));
  const at = (name) => {
    const time = new Date(asked.get(name) ?? NaN);
    return Number.isNaN(+time) ? null : time;
  };
  const [from, until] = [at('from'), at('until')];
  const checked = find('.as-of');
  const isEarly = body.dataset.state === 'not_yet_valid' && from > Date.now();
  const add = (after, tag, className) => {
    const element = Object.assign(document.createElement(tag), { className });
    after.after(element);
    return element;
  };

  let count;
  let ends;
  if (isEarly) {
    const headline = find('h1');
    count = add(headline, 'p', 'count');
    add(find('.sign'), 'p', '').textContent = headline.textContent;
    headline.textContent = fill(body.dataset.from, moment(from));
    if (until > from) ends = add(find('.advice'), 'p', 'where');
  } else if (body.dataset.state === 'doors' && until > Date.now()) {
    const where = find('.where');
    if (where.firstChild) where.append(' · ');
    ends = where.appendChild(document.createElement('span'));
  }

  const put = (element, text) => {
    if (element.textContent !== text) element.textContent = text;
  };
  const top = () => form?.querySelector('.door').getBoundingClientRect().top;

  const tick = (isFirst) => {
    const now = Date.now();
    if (count) {
      count.hidden = from <= now;
      put(count, fill(body.dataset.in, { duration: duration(Math.max(0, from - now)) }));
    }
    // A longer text can move the doors.
    if (form && !isFirst && !isCalm()) return;
    const before = top();
    if (ends && until > now) put(ends, fill(body.dataset.until, moment(until)));
    if (checked) {
      const minutes = Math.round((now - new Date(checked.dataset.time)) / 60_000);
      const ago = minutes < 90 ? [-minutes, 'minute'] : [-Math.round(minutes / 60), 'hour'];
      put(checked, fill(checked.dataset.words, { time: relative.format(...ago) }));
    }
    if (top() !== before) changed();
  };
  if (count || ends || checked) {
    tick(true);
    setInterval(tick, count ? 1_000 : 10_000, false);
  }
  for (const time of [from, until]) {
    const left = time - Date.now();
    if (time && left > 0 && left < 86_400_000) setTimeout(look, left + 1_000);
  }
})();
