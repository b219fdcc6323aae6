// The list of everything on the page: where the reader is, and a search in it.
'use strict';

const contents = (() => {
  const list = document.getElementById('contents');
  const field = document.getElementById('find');
  const links = [...list.querySelectorAll('a')];
  const targets = links.map((link) => document.getElementById(link.hash.slice(1)));

  // Marks the link to the first thing below the bar.
  const mark = () => {
    const bar = parseFloat(getComputedStyle(document.documentElement).getPropertyValue('--bar')) || 0;
    const isHere = (target) =>
      target.offsetParent && target.getBoundingClientRect().bottom > bar + innerHeight / 4;
    const first = targets.find(isHere);
    // Several stand in a row: the one that was followed to is meant.
    const followed = targets.find((target) => `#${target.id}` === location.hash);
    const isBeside = followed?.offsetParent
      && followed.getBoundingClientRect().top === first?.getBoundingClientRect().top;
    const here = links[targets.indexOf(isBeside ? followed : first)];
    for (const link of links) {
      if (link === here) link.setAttribute('aria-current', 'true');
      else link.removeAttribute('aria-current');
    }
    if (!here || list.matches(':hover')) return;
    const [outer, inner] = [list.getBoundingClientRect(), here.getBoundingClientRect()];
    if (inner.top < outer.top + 60) list.scrollTop += inner.top - outer.top - 60;
    if (inner.bottom > outer.bottom - 30) list.scrollTop += inner.bottom - outer.bottom + 30;
  };

  let isDue = false;
  const markSoon = () => {
    if (isDue) return;
    isDue = true;
    requestAnimationFrame(() => {
      isDue = false;
      mark();
    });
  };

  const search = () => {
    const wanted = field.value.trim().toLowerCase();
    const isFound = (link) => {
      const target = document.getElementById(link.hash.slice(1));
      const words = `${link.textContent} ${target.querySelector('header p')?.textContent ?? ''}`;
      return words.toLowerCase().includes(wanted);
    };
    for (const link of links) link.parentElement.hidden = !isFound(link);
    for (const group of list.querySelectorAll('div')) {
      group.classList.toggle('empty', !group.querySelector('li:not([hidden])'));
    }
    document.getElementById('nothing-found').hidden = links.some((it) => !it.parentElement.hidden);
  };

  field.addEventListener('input', search);
  field.addEventListener('keydown', ({ key }) => {
    if (key === 'Enter') links.find((link) => !link.parentElement.hidden)?.click();
  });
  addEventListener('scroll', markSoon, { passive: true });
  addEventListener('hashchange', markSoon);
  new ResizeObserver(markSoon).observe(document.getElementById('pages'));

  return { list };
})();
