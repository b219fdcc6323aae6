// The preview as a whole: it starts, and shows what is saved without changing a scroll position.
'use strict';

(() => {
  const { body } = document;
  const news = document.getElementById('news');
  const live = document.getElementById('live');

  let fading;
  const announce = (text) => {
    clearTimeout(fading);
    news.textContent = text;
    fading = setTimeout(() => { news.textContent = ''; }, 5_000);
  };

  const replace = (part, fresh) => {
    const isOpen = part.querySelector('details')?.open;
    part.replaceChildren(...fresh.childNodes);
    const details = part.querySelector('details');
    if (details && isOpen) details.open = true;
  };

  // Replaces only the parts that changed, so that open details and scroll positions stay.
  const update = async () => {
    const answer = await fetch(location.pathname);
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    switches.keep(() => {
      for (const part of document.querySelectorAll('[data-live]')) {
        const fresh = page.getElementById(part.id);
        if (fresh && fresh.innerHTML !== part.innerHTML) replace(part, fresh);
      }
    });
    document.title = page.title;
    const [icon, fresh] = [document.getElementById('icon'), page.getElementById('icon')];
    if (icon.getAttribute('href') !== fresh.getAttribute('href')) icon.replaceWith(fresh);
    const isShown = body.dataset.look !== page.body.dataset.look;
    Object.assign(body.dataset, page.body.dataset);
    panel.renew();
    phones.change();
    announce(isShown ? `Saved at ${new Date().toLocaleTimeString()}, and shown` : '');
  };

  let updating = Promise.resolve();
  const follow = () => {
    const versions = new EventSource('events');
    versions.addEventListener('message', ({ data }) => {
      live.textContent = '';
      updating = updating.then(() => data !== body.dataset.version && update()).catch(() => {});
    });
    versions.addEventListener('error', () => {
      live.textContent = 'The preview has ended; start it again';
      // An EventSource reconnects by itself, except when it is CLOSED after an error.
      if (versions.readyState === EventSource.CLOSED) setTimeout(follow, 2_000);
    });
  };

  // Writes the first line of a theme that is not there; then it is followed like every other.
  addEventListener('click', async ({ target }) => {
    if (target.id !== 'begin') return;
    const answer = await fetch('begin', { method: 'POST' });
    if (!answer.ok) announce(await answer.text());
  });

  switches.restoreFromAddress();
  if (matchMedia('(max-width: 60rem)').matches) contents.list.open = false;
  switches.form.addEventListener('change', phones.change);
  switches.form.addEventListener('submit', (event) => event.preventDefault());
  addEventListener('popstate', () => {
    switches.restoreFromAddress();
    phones.change();
  });
  // A click beside the open sheet of the bar closes it.
  addEventListener('click', ({ target }) => {
    const sheet = document.getElementById('on-a-phone');
    if (sheet?.open && !sheet.contains(target)) sheet.open = false;
  });
  phones.start();
  if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
  if (body.dataset.version) follow();
})();
