// From the page to the file: a click on words, a picture or a colour in a phone names its key.
'use strict';

const keys = (() => {
  const card = document.getElementById('key');
  const found = document.getElementById('key-found');
  const finding = document.getElementById('finding');
  let outlined;

  const isFinding = (event) => finding?.checked || event.altKey;

  // The text below the pointer, or nothing.
  const textAt = (page, { clientX: x, clientY: y }) => {
    const range = page.caretPositionFromPoint
      ? page.caretPositionFromPoint(x, y)
      : page.caretRangeFromPoint(x, y);
    const node = range?.offsetNode ?? range?.startContainer;
    if (node?.nodeType !== Node.TEXT_NODE) return '';
    const around = page.createRange();
    around.selectNodeContents(node);
    const isBelow = ({ left, right, top, bottom }) => left <= x && x <= right && top <= y && y <= bottom;
    return [...around.getClientRects()].some(isBelow) ? node.data.trim() : '';
  };

  const hex = (color) => {
    const channels = color.match(/[\d.]+/g)?.map(Number) ?? [];
    if (channels.length < 3 || channels[3] === 0) return null;
    return `#${channels.slice(0, 3).map((it) => Math.round(it).toString(16).padStart(2, '0')).join('')}`;
  };

  // The colour of the ground below the pointer.
  const groundAt = (page, element) => {
    const style = (of) => page.defaultView.getComputedStyle(of);
    for (let of = element; of; of = of.parentElement) {
      const color = hex(style(of).backgroundColor);
      if (color) return color;
    }
    return null;
  };

  // What the card of a door says at this moment lies in attributes.
  const stateOf = (door) => {
    const line = door.querySelector('.line');
    if (door.getAttribute('aria-busy')) return line.dataset.busy;
    return door.classList.contains('done') ? line.dataset.done : line.textContent;
  };

  const clicked = (page, event) => {
    const { target } = event;
    const door = target.closest('button[name=door]');
    if (target.closest('.logo')) return { key: 'logo' };
    if (target.closest('.image')) return { key: 'page.image' };
    for (const part of ['icon', 'name', 'note']) {
      const element = door && target.closest(`.${part}`);
      if (element) return { key: `doors.${door.value}.${part}`, words: element.textContent };
    }
    if (target.closest('.line') || (target.closest('.sign') && door?.matches('.done'))) {
      return { words: stateOf(door) };
    }
    const words = textAt(page, event);
    if (words) return { words };
    if (target.closest('svg')) {
      return { color: hex(page.defaultView.getComputedStyle(target).color), sign: true };
    }
    return { color: groundAt(page, target) ?? '#ffffff' };
  };

  const show = async (values) => {
    const query = new URLSearchParams(panel.query());
    for (const [name, value] of Object.entries(values)) query.set(name, value);
    const answer = await fetch(`key?${query}`);
    const part = new DOMParser().parseFromString(await answer.text(), 'text/html').body;
    found.replaceChildren(...part.childNodes);
    card.hidden = false;
    const button = found.querySelector('.snippet .copy');
    if (!button) return;
    // Browsers may refuse it; then the button is left.
    copy(button.dataset.copy).then(() => { button.textContent = 'Copied'; }, () => {});
  };

  const outline = (element) => {
    if (outlined) outlined.style.outline = '';
    outlined = element;
    if (outlined) outlined.style.outline = '2px solid #3b6cf6';
  };

  // Follows the pointer in a frame.
  const attach = (frame, page, scheme) => {
    if (!card) return;
    const view = frame.contentWindow;
    view.addEventListener('mousemove', (event) => outline(isFinding(event) ? event.target : null));
    view.document.documentElement.addEventListener('mouseleave', () => outline(null));
    view.addEventListener('click', (event) => {
      if (!isFinding(event)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const lang = switches.chosen('language');
      show({ page, lang, scheme, ...clicked(view.document, event) });
    }, true);
    view.addEventListener('keydown', ({ key }) => { if (key === 'Escape') stop(); });
  };

  const stop = () => {
    if (!card) return;
    card.hidden = true;
    outline(null);
  };

  card?.querySelector('.close').addEventListener('click', stop);
  addEventListener('keydown', ({ key }) => { if (key === 'Escape') stop(); });
  finding?.addEventListener('change', () => {
    document.documentElement.toggleAttribute('data-finding', finding.checked);
    if (!finding.checked) stop();
  });

  return { attach };
})();
