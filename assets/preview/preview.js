// The preview: loads each page into its phone as the switches say, and shows saved changes without
// changing a scroll position. Pages far outside the window are loaded when they are scrolled to.
(() => {
  'use strict';
  const { body } = document;
  const root = document.documentElement;
  const switches = document.getElementById('switches');
  const phones = [...document.querySelectorAll('.phone')];
  const near = new Set();

  // The switches; their state is also in the URL

  const controls = () => [...switches.elements].filter((it) => it.name);
  const radios = (name) => controls().filter((it) => it.type === 'radio' && it.name === name);
  const names = () => [...new Set(controls().map((it) => it.name))];
  const chosen = (name) => switches.elements[name].value;

  const choose = (name, value) => {
    const radio = radios(name).find((it) => it.value === value);
    if (radio) radio.checked = true;
    const options = switches.elements[name]?.options ?? [];
    if ([...options].some((it) => it.value === value)) switches.elements[name].value = value;
  };

  const defaults = new URLSearchParams();
  const saveToUrl = () => {
    const address = new URL(location.href);
    for (const name of names()) {
      if (chosen(name) === defaults.get(name)) address.searchParams.delete(name);
      else address.searchParams.set(name, chosen(name));
    }
    history.replaceState(null, '', address);
  };
  const restoreFromUrl = () => {
    for (const [name, value] of new URL(location.href).searchParams) choose(name, value);
  };

  // The phones

  const pageOf = (phone) => `pages/${phone.id}.${chosen('language')}.${chosen('scheme')}.html`;

  // The document in a frame, or null: for file: URLs, browsers do not let scripts read it.
  const inside = (frame) => {
    try {
      return frame?.contentDocument ?? null;
    } catch {
      return null;
    }
  };

  // Makes the page in a frame look as on a phone: without a scroll bar, with the chosen text size.
  // A link to a language changes the switch, and a link to another site opens in a new tab.
  const prepare = (frame) => {
    const page = inside(frame);
    if (!page?.documentElement) return;
    page.documentElement.style.fontSize = `${chosen('text')}%`;
    page.documentElement.style.scrollbarWidth = 'none';
    page.addEventListener('click', (event) => {
      const link = event.target.closest?.('a[href]');
      const href = link?.getAttribute('href') ?? '';
      const language = /^\?lang=([\w-]+)/.exec(href)?.[1];
      if (language) {
        event.preventDefault();
        choose('language', language);
        change();
      } else if (/^https?:/.test(href)) {
        event.preventDefault();
        open(href, '_blank', 'noopener');
      }
    });
  };

  // Loads a page into a phone. The old page stays visible until the new one is loaded.
  const paint = (phone) => {
    const screen = phone.querySelector('.screen');
    const page = pageOf(phone);
    const address = `${page}#text-${chosen('text')}`;
    const wanted = `${address} ${body.dataset.version}`;
    if (phone.wanted === wanted) return;
    phone.wanted = wanted;
    const frame = document.createElement('iframe');
    frame.title = phone.dataset.title;
    frame.className = 'arriving';
    frame.src = address;
    frame.addEventListener('load', () => {
      if (phone.wanted !== wanted) return;
      const before = screen.querySelector('iframe:not(.arriving)');
      const place = inside(before)?.scrollingElement?.scrollTop ?? 0;
      prepare(frame);
      frame.classList.remove('arriving');
      before?.remove();
      inside(frame)?.scrollingElement?.scrollTo(0, place);
    }, { once: true });
    screen.querySelector('iframe.arriving')?.remove();
    screen.append(frame);
  };

  const paintNear = () => near.forEach(paint);

  const watch = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) near.add(target);
      else near.delete(target);
    }
    paintNear();
  }, { rootMargin: '300px 0px' });

  // Where the bar is sticky, a scroll target must not end up behind it.
  const bar = document.querySelector('.bar');
  const measureBar = () => {
    const stays = getComputedStyle(bar).position === 'sticky';
    root.style.setProperty('--bar', `${stays ? bar.offsetHeight : 0}px`);
  };

  // Shows phones at the chosen zoom, or smaller if the window is too narrow.
  const fit = () => {
    const [width, room] = [Number(chosen('width')), document.getElementById('pages')];
    const style = getComputedStyle(room);
    const free = room.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight) - 22;
    const height = Number(radios('width').find((it) => it.checked).dataset.height);
    root.style.setProperty('--screen-width', `${width}px`);
    root.style.setProperty('--screen-height', `${height}px`);
    root.style.setProperty('--zoom', Math.min(Number(chosen('zoom')) / 100, free / width));
    root.style.setProperty('--scheme', chosen('scheme'));
  };

  const change = () => {
    saveToUrl();
    fit();
    for (const part of document.querySelectorAll('[data-group]')) {
      part.hidden = ![part.dataset.group, 'all'].includes(chosen('show'));
    }
    for (const phone of phones) phone.querySelector('.alone').href = pageOf(phone);
    paintNear();
  };

  // Saved changes

  const news = document.getElementById('news');
  const live = document.getElementById('live');

  let fading;
  const announce = (text) => {
    clearTimeout(fading);
    news.textContent = text;
    fading = setTimeout(() => { news.textContent = ''; }, 5_000);
  };

  // Replaces only the parts that changed, so that open details and scroll positions stay.
  const update = async () => {
    const answer = await fetch(location.pathname);
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const choices = names().map((name) => [name, chosen(name)]);
    for (const part of document.querySelectorAll('[data-live]')) {
      const fresh = page.getElementById(part.id);
      if (fresh && fresh.innerHTML !== part.innerHTML) part.replaceChildren(...fresh.childNodes);
    }
    for (const [name, value] of choices) choose(name, value);
    document.title = page.title;
    body.dataset.version = page.body.dataset.version;
    change();
    announce(document.querySelector('#errors h2') ? '' : `Saved at ${new Date().toLocaleTimeString()}, and shown`);
  };

  let updating = Promise.resolve();
  const follow = () => {
    const versions = new EventSource('events');
    versions.addEventListener('message', ({ data }) => {
      live.textContent = 'Follows the file';
      live.classList.remove('lost');
      updating = updating.then(() => data !== body.dataset.version && update()).catch(() => {});
    });
    versions.addEventListener('error', () => {
      live.textContent = 'The preview has ended; start it again';
      live.classList.add('lost');
      // An EventSource reconnects by itself, except when it is CLOSED after an error.
      if (versions.readyState === EventSource.CLOSED) setTimeout(follow, 2_000);
    });
  };

  // Start

  for (const name of names()) defaults.set(name, chosen(name));
  restoreFromUrl();
  const overview = document.getElementById('overview');
  if (matchMedia('(max-width: 60rem)').matches) overview.open = false;
  switches.addEventListener('change', change);
  switches.addEventListener('submit', (event) => event.preventDefault());
  addEventListener('resize', fit);
  addEventListener('popstate', () => { restoreFromUrl(); change(); });
  change();
  measureBar();
  new ResizeObserver(measureBar).observe(bar);
  if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
  phones.forEach((phone) => watch.observe(phone));
  document.getElementById('figures').addEventListener('click', (event) => {
    if (event.target.closest('a[href="#warnings"]')) document.getElementById('warnings').open = true;
  });
  if (body.dataset.version) follow();
})();
