// The search in a long list of doors. It says `searched` when doors have moved, and searches again
// when the page's script has `renewed` the doors.
(() => {
  'use strict';
  const field = document.querySelector('.filter input');
  // The style does so, too, in browsers that know whether there is script.
  field.parentElement.style.display = 'flex';
  const status = document.querySelector('[role=status]');
  const plain = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

  const search = () => {
    const wanted = plain(field.value.trim());
    let found = 0;
    for (const section of document.querySelectorAll('form section')) {
      const place = section.querySelector('h2')?.textContent ?? '';
      let inSection = 0;
      for (const door of section.querySelectorAll('.door')) {
        const words = [place, ...[...door.querySelectorAll('.name,.note')].map((it) => it.textContent)];
        door.hidden = !plain(words.join(' ')).includes(wanted);
        inSection += !door.hidden;
      }
      section.hidden = !inSection;
      found += inSection;
    }
    const none = document.querySelector('.none');
    none.hidden = found;
    if (!found) status.textContent = none.textContent;
    else if (status.textContent === none.textContent) status.textContent = '';
    dispatchEvent(new Event('searched'));
  };

  field.addEventListener('input', search);
  addEventListener('renewed', search);
})();
