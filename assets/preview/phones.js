// The phones: each loads its page as the switches say. Pages far outside the window are loaded when
// they are scrolled to.
'use strict';

const phones = (() => {
  const { body } = document;
  const root = document.documentElement;
  const main = document.getElementById('pages');
  const bar = document.querySelector('.bar');
  const articles = [...document.querySelectorAll('.phone')];
  const near = new Set();
  const { chosen } = switches;
  // Pages written to a folder have no scripts, and browsers do not let a script read them.
  const isLive = 'version' in body.dataset;
  const isPlain = () => chosen('plain') === 'on';

  const pageOf = (article) => (isPlain() ? article.dataset.plain : article.dataset.page);
  const addressOf = (name, scheme) =>
    `pages/${name}.${chosen('language')}.${scheme}.html${panel.query()}`;

  // The document in a frame, or null.
  const inside = (frame) => {
    try {
      return frame?.contentDocument ?? null;
    } catch {
      return null;
    }
  };

  // A link to a language changes the switch, and a link to another site opens in a new tab.
  const followLink = (event) => {
    const href = event.target.closest?.('a[href]')?.getAttribute('href') ?? '';
    const language = /^\?lang=([\w-]+)/.exec(href)?.[1];
    if (language) {
      event.preventDefault();
      switches.choose('language', language);
      change();
    } else if (/^https?:/.test(href)) {
      event.preventDefault();
      open(href, '_blank', 'noopener');
    }
  };

  // Shows the whole page instead of a screen of it.
  const stretch = (frame) => {
    const page = inside(frame);
    const device = frame.closest('.case');
    if (!device) return;
    if (chosen('full') !== 'on' || !page) {
      device.style.removeProperty('--screen-height');
      return;
    }
    frame.style.height = `${switches.screen().height}px`;
    device.style.setProperty('--screen-height', `${page.documentElement.scrollHeight}px`);
    frame.style.removeProperty('height');
  };

  // Makes the page in a frame look as on a phone, without a scroll bar and with the chosen text size,
  // and lets happen on it what the article shows.
  const prepare = (frame, { dataset }, scheme) => {
    const page = inside(frame);
    if (!page?.documentElement) return;
    page.documentElement.style.fontSize = `${chosen('text')}%`;
    page.documentElement.style.scrollbarWidth = 'none';
    page.addEventListener('click', followLink);
    keys.attach(frame, pageOf({ dataset }), scheme);
    if (isPlain()) return;
    const pageNamed = (name) => new URL(addressOf(name, scheme), location.href).href;
    const focused = document.activeElement;
    acts.run(frame, dataset.act, { answer: pageNamed(dataset.plain), pageNamed });
    // A dialog takes the focus, which belongs to who reads this page.
    if (document.activeElement === frame) {
      frame.blur();
      focused.focus({ preventScroll: true });
    }
    setTimeout(stretch, 400, frame);
  };

  const deviceFor = (article, scheme) => {
    const screens = article.querySelector('.screens');
    const existing = screens.querySelector(`[data-scheme=${scheme}]`);
    if (existing) return existing;
    const device = Object.assign(document.createElement('div'), { className: 'case' });
    device.dataset.scheme = scheme;
    device.append(Object.assign(document.createElement('div'), { className: 'screen' }));
    // Light stands before dark.
    if (scheme === 'light') screens.prepend(device);
    else screens.append(device);
    return device;
  };

  // Loads a page into a phone. The old page stays visible until the new one is loaded.
  const load = (article, scheme) => {
    const device = deviceFor(article, scheme);
    const screen = device.querySelector('.screen');
    const fragment = isLive ? acts.fragment(article.dataset.act) : `#text-${chosen('text')}`;
    const address = addressOf(pageOf(article), scheme);
    const wanted = [address, chosen('text'), isPlain(), body.dataset.look].join(' ');
    if (device.wanted === wanted) return;
    device.wanted = wanted;
    const frame = document.createElement('iframe');
    const { title } = article.dataset;
    frame.title = switches.schemes().length > 1 ? `${title}, ${scheme}` : title;
    frame.className = 'arriving';
    if (isLive && isPlain()) frame.sandbox = 'allow-same-origin allow-forms';
    frame.src = address + fragment;
    frame.addEventListener('load', () => {
      if (device.wanted !== wanted) return;
      const before = screen.querySelector('iframe:not(.arriving)');
      const place = inside(before)?.scrollingElement?.scrollTop ?? 0;
      prepare(frame, article, scheme);
      frame.classList.remove('arriving');
      before?.remove();
      inside(frame)?.scrollingElement?.scrollTo(0, place);
      stretch(frame);
    }, { once: true });
    screen.querySelector('iframe.arriving')?.remove();
    screen.append(frame);
  };

  // The phones of an article take their place before their pages are loaded, so that nothing moves.
  const place = (article) => {
    const schemes = switches.schemes();
    for (const device of article.querySelectorAll('.case')) {
      if (!schemes.includes(device.dataset.scheme)) device.remove();
    }
    for (const scheme of schemes) deviceFor(article, scheme);
  };

  const paint = (article) => {
    if (!pageOf(article)) return;
    for (const scheme of switches.schemes()) load(article, scheme);
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
  const measureBar = () => {
    const stays = getComputedStyle(bar).position === 'sticky';
    root.style.setProperty('--bar', `${stays ? bar.offsetHeight : 0}px`);
  };

  // The room that a title beside the phones needs.
  const BESIDE = 232;

  // Arranges the phones so that they fill the window: as many in a row as there is room for at the
  // least zoom, and then as large as fits.
  const fit = () => {
    const { width, height } = switches.screen();
    const device = width > 1_000 ? 'computer' : width > 500 ? 'tablet' : 'telephone';
    const rim = device === 'computer' ? 2 : 14;
    const [gap, inner] = [36, 16];
    const style = getComputedStyle(main);
    const room = main.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    const isFit = chosen('zoom') === 'fit';
    const least = isFit ? 0.8 : Number(chosen('zoom')) / 100;
    const needed = (zoom, count) => count * (width * zoom + rim) + (count - 1) * inner;
    const isPair = switches.schemes().length > 1;
    const together = isPair && needed(least, 2) <= room ? 2 : 1;
    const columns = Math.max(1, Math.floor((room + gap) / (needed(least, together) + gap)));
    const fills = (free) => ((free - (together - 1) * inner) / together - rim) / width;
    let zoom = Math.min(isFit ? 1 : least, fills((room - (columns - 1) * gap) / columns));
    // A single column leaves room for the titles beside it, and nearly all of a phone is seen.
    const isAlone = columns === 1;
    if (isAlone && isFit) {
      const whole = (innerHeight - bar.offsetHeight - 64) / height;
      const beside = fills(room - BESIDE - gap);
      if (beside >= least) zoom = Math.min(zoom, beside);
      if (device !== 'computer') zoom = Math.min(zoom, Math.max(whole, 0.9));
    }
    const isSpread = isAlone && room - needed(zoom, together) >= BESIDE;
    root.dataset.device = device;
    root.dataset.layout = isSpread ? 'spread' : isAlone ? 'stack' : 'grid';
    for (const [name, value] of Object.entries({
      '--screen-width': `${width}px`,
      '--screen-height': `${height}px`,
      '--zoom': zoom,
      '--columns': columns,
      '--together': together,
    })) root.style.setProperty(name, value);
  };

  // The links that open a page alone.
  const link = (article) => {
    const name = pageOf(article);
    const links = switches.schemes().map((scheme) => {
      const label = switches.schemes().length > 1 ? `Open ${scheme} alone` : 'Open alone';
      const link = Object.assign(document.createElement('a'), { target: '_blank', textContent: label });
      link.href = addressOf(name, scheme) + (isLive ? acts.fragment(article.dataset.act) : '');
      const spoken = Object.assign(document.createElement('span'), { className: 'spoken' });
      spoken.textContent = ` ${article.dataset.title}`;
      link.append(spoken);
      return link;
    });
    article.querySelector('.links').replaceChildren(...links);
  };

  // Shows what the switches say.
  const change = () => {
    switches.saveToAddress();
    for (const part of document.querySelectorAll('[data-group]')) {
      part.hidden = ![part.dataset.group, 'all'].includes(chosen('show'));
    }
    for (const article of articles) {
      article.hidden = !pageOf(article);
      document.querySelector(`nav a[href="#${article.id}"]`).classList.toggle('absent', article.hidden);
      if (article.hidden) continue;
      link(article);
      place(article);
    }
    root.toggleAttribute('data-no-script', isPlain());
    fit();
    for (const frame of document.querySelectorAll('iframe:not(.arriving)')) stretch(frame);
    paintNear();
  };

  const start = () => {
    change();
    measureBar();
    new ResizeObserver(() => { measureBar(); fit(); }).observe(bar);
    new ResizeObserver(fit).observe(main);
    articles.forEach((article) => watch.observe(article));
  };

  return { articles, change, paintNear, start };
})();
