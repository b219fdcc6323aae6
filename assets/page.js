// The page works without this script. The script shows the result of a tap in place, keeps the
// doors' states current while the page is visible, and turns an early link into its doors by
// itself. Every text that it shows is in the page's data attributes; screen readers get it through
// the one status region.
(() => {
  'use strict';
  const { body } = document;
  const status = document.querySelector('[role=status]');
  const form = document.querySelector('form[method=post]');
  const language = document.documentElement.lang;
  const words = form ? form.dataset : {};
  const every = 15_000;
  const slowest = 120_000;

  // The tap

  const say = (text) => {
    status.className = 'spoken';
    status.textContent = text;
  };

  // Shows a panel below the button: what happened, and what to do now.
  const showResult = (button, kind, title, lines, spoken = title) => {
    removeResult(button);
    const panel = document.getElementById('tap-result').content.firstElementChild.cloneNode(true);
    panel.classList.add(kind);
    panel.querySelector('.what').textContent = title;
    for (const line of lines.filter(Boolean)) {
      panel.querySelector('.what').parentElement.append(Object.assign(document.createElement('p'), { textContent: line }));
    }
    button.after(panel);
    panel.scrollIntoView({ block: 'nearest' });
    say([spoken, ...lines].join(' '));
  };

  const removeResult = (button) => {
    if (button.nextElementSibling?.matches('.tap-result')) button.nextElementSibling.remove();
  };

  const nameOf = (button) => button.dataset.short ?? button.querySelector('.name').textContent;

  const label = (button, text) => {
    button.querySelector('.act span').textContent = text;
  };

  const reset = (button) => {
    button.removeAttribute('aria-busy');
    button.classList.remove('done');
    label(button, words.unlock);
  };

  const succeed = (button, outcome) => {
    const title = words[outcome].replace('{door}', () => nameOf(button));
    button.classList.add('done');
    label(button, words.unlockedNow);
    showResult(button, 'good', title, [words[`${outcome}Advice`]]);
    navigator.vibrate?.(60);
    setTimeout(() => { reset(button); removeResult(button); }, 8_000);
    setTimeout(look, 1_500);
  };

  const fail = (button, title, lines, code) => {
    reset(button);
    showResult(button, 'bad', title, lines, `${nameOf(button)}: ${title}`);
    if (code) {
      const reference = Object.assign(document.createElement('p'), { className: 'reference' });
      reference.textContent = words.reference.replace('{code}', code);
      button.nextElementSibling.lastElementChild.append(reference);
    }
    navigator.vibrate?.([40, 60, 40]);
  };

  const offline = (button) => fail(button, words.noNetworkTitle, [words.noNetworkText, words.noNetworkAdvice]);

  // The theme asks to confirm this door since the page was sent: the server shows the question.
  const askWithoutScript = (button) => {
    button.dataset.plain = 1;
    form.requestSubmit(button);
  };

  const unlock = async (button, confirmed) => {
    if (button.getAttribute('aria-busy') || button.classList.contains('done')) return;
    if (!navigator.onLine) return offline(button);
    button.setAttribute('aria-busy', 'true');
    label(button, words.unlocking);
    removeResult(button);
    const late = setTimeout(() => showResult(button, 'late', words.noAnswerYet, []), 8_000);
    try {
      const answer = await fetch(location.href, {
        method: 'POST',
        headers: { Accept: 'application/json' },
        body: new URLSearchParams({ door: button.value, ...(confirmed && { confirmed: button.value }) }),
        signal: AbortSignal.timeout?.(30_000),
      });
      const result = await answer.json();
      clearTimeout(late);
      button.removeAttribute('aria-busy');
      if (answer.ok) succeed(button, result.outcome);
      else if (result.code === 'confirm') askWithoutScript(button);
      else fail(button, result.title, [result.detail], result.reference);
      // The link may have ended: the page changes once the visitor had time to read why.
      if (!answer.ok) setTimeout(look, 11_000);
    } catch {
      // The request was sent, and its effect is unknown.
      clearTimeout(late);
      fail(button, words.timeoutTitle, [words.timeoutText, words.timeoutAdvice]);
    }
  };

  const dialog = document.querySelector('dialog');
  const question = document.getElementById('question');

  const ask = (button) => {
    question.textContent = question.dataset.question.replace('{door}', () => nameOf(button));
    dialog.returnValue = '';
    dialog.onclose = () => { if (dialog.returnValue === 'yes') unlock(button, true); };
    dialog.showModal();
  };

  form?.addEventListener('submit', (event) => {
    const button = event.submitter;
    if (button?.name !== 'door' || button.dataset.plain) return;
    event.preventDefault();
    if ('confirm' in button.dataset && dialog?.showModal) ask(button);
    else unlock(button);
  });

  // The doors' states, while the page is visible

  let finger = false;
  let touched = 0;
  let wait = every;
  let next;
  for (const [event, down] of [['pointerdown', true], ['pointerup', false], ['pointercancel', false]]) {
    addEventListener(event, () => { finger = down; touched = Date.now(); });
  }

  // Whether the page may change: the visitor is not pressing, waiting or reading a result.
  const quiet = () => {
    const pause = document.querySelector('.tap-result') ? 10_000 : 600;
    return !finger && Date.now() - touched > pause && !document.querySelector('[aria-busy],.done,dialog[open]');
  };

  // The list of doors changed: replaces the form by the server's current one and keeps the focus.
  const renew = async () => {
    const answer = await fetch(location.href, { signal: AbortSignal.timeout?.(10_000) });
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const fresh = page.querySelector('form[method=post]');
    if (!fresh || !quiet()) return;
    const focused = form.contains(document.activeElement) && document.activeElement.value;
    form.replaceChildren(...fresh.childNodes);
    form.querySelector(`button[value="${focused}"]`)?.focus({ preventScroll: true });
  };

  const show = async (doors) => {
    const buttons = new Map();
    for (const button of form.querySelectorAll('button[name=door]')) buttons.set(button.value, button);
    const same = doors.length === buttons.size && doors.every((door) => buttons.has(`${door.id}`));
    if (!same) return renew();
    for (const { id, state } of doors) {
      const button = buttons.get(`${id}`);
      if (button.dataset.state === state) continue;
      button.dataset.state = state;
      button.querySelector('.state').textContent = words[`is${state[0].toUpperCase()}${state.slice(1)}`] ?? '';
    }
  };

  const look = async () => {
    clearTimeout(next);
    if (document.hidden) return;
    try {
      const answer = await fetch(location.href, {
        headers: { Accept: 'application/json' },
        signal: AbortSignal.timeout?.(10_000),
      });
      const current = await answer.json();
      const state = current.doors ? (current.doors.length ? 'doors' : 'empty') : current.code;
      if (answer.status >= 500 || answer.status === 429) throw state;
      wait = every;
      if (!quiet()) wait = 2_000;
      else if (state !== body.dataset.state) location.reload();
      else if (form) await show(current.doors);
    } catch {
      wait = Math.min(wait * 2, slowest);
    }
    clearTimeout(next);
    next = setTimeout(look, wait);
  };

  // The server marks the pages that can become another page.
  if ('polls' in body.dataset) {
    next = setTimeout(look, wait);
    document.addEventListener('visibilitychange', look);
    addEventListener('pageshow', (event) => { if (event.persisted) look(); });
    addEventListener('online', look);
  }

  // When the link is valid, in the visitor's own time zone. Display only: Kisi decides

  const validity = document.querySelector('.validity');
  const asked = new URLSearchParams(location.hash.slice(1).replaceAll('+', '%2B'));
  const at = (name) => {
    const time = new Date(asked.get(name) ?? NaN);
    return Number.isNaN(+time) ? null : time;
  };
  const [from, until] = [at('from'), at('until')];

  // The visitor's own date format, if it belongs to the page's language.
  const base = (tag) => tag.split('-')[0];
  const locale = navigator.languages?.find((tag) => base(tag) === base(language)) ?? language;

  const away = (time) => {
    const minutes = Math.max(1, Math.round((time - Date.now()) / 60_000));
    const format = new Intl.RelativeTimeFormat(locale, { numeric: 'always' });
    return minutes < 120 ? format.format(minutes, 'minute') : format.format(Math.floor(minutes / 60), 'hour');
  };

  const showValidity = () => {
    const date = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short' });
    const soon = (time) => time > Date.now() && time - Date.now() < 86_400_000;
    const lines = [];
    if (from > Date.now()) {
      lines.push(validity.dataset.from.replace('{time}', date.format(from)));
      if (soon(from)) lines.push(validity.dataset.begins.replace('{time}', away(from)));
    }
    if (until > Date.now()) {
      lines.push(validity.dataset.until.replace('{time}', date.format(until)));
      if (from <= Date.now() && soon(until)) lines.push(validity.dataset.ends.replace('{time}', away(until)));
    }
    validity.replaceChildren(...lines.map((line) => Object.assign(document.createElement('span'), { textContent: line })));
    validity.hidden = !lines.length;
    for (const time of [from, until]) {
      const left = time - Date.now();
      if (time && left > 0 && left < 60_000) setTimeout(look, left + 1_000);
    }
  };
  if (validity && (from || until)) {
    showValidity();
    setInterval(showValidity, 30_000);
  }

  // Switching the language keeps the dates. (`link.hash` would write the whole URL, secret included,
  // into the page.)
  for (const link of document.querySelectorAll('.languages a')) {
    link.setAttribute('href', link.getAttribute('href') + location.hash);
  }
})();
