// The panel in which changes are tried. They are in the address, and the phones load their pages
// with them; nothing is saved.
'use strict';

const panel = (() => {
  const aside = document.getElementById('panel');
  const opener = document.getElementById('trying');
  const result = document.getElementById('trial-result');
  const reset = document.getElementById('trial-reset');
  const inputs = () => [...(aside?.querySelectorAll('[data-saved]') ?? [])];
  const changed = () => inputs().filter((input) => input.value !== input.dataset.saved);

  let current = '';
  // The changes as a query, or nothing.
  const query = () => current;

  const read = () => {
    const changes = new URLSearchParams(changed().map((input) => [input.name, input.value]));
    current = changes.size ? `?${changes}` : '';
    for (const input of inputs()) {
      input.closest('label').classList.toggle('changed', input.value !== input.dataset.saved);
      const value = input.parentElement.querySelector('output');
      if (value) value.textContent = input.value;
    }
  };

  const saveToAddress = () => {
    const address = new URL(location.href);
    for (const input of inputs()) address.searchParams.delete(input.name);
    for (const input of changed()) address.searchParams.set(input.name, input.value);
    history.replaceState(null, '', address);
  };

  const restoreFromAddress = () => {
    const asked = new URL(location.href).searchParams;
    for (const input of inputs()) input.value = asked.get(input.name) ?? input.dataset.saved;
    read();
  };

  const judge = async () => {
    const asked = current;
    const answer = asked ? await (await fetch(`trial${asked}`)).text() : '';
    if (asked !== current) return;
    const part = new DOMParser().parseFromString(answer, 'text/html').body;
    result.replaceChildren(...part.childNodes);
    reset.hidden = !asked;
  };

  const apply = () => {
    read();
    saveToAddress();
    phones.change();
    judge();
  };

  const open = (isOpen) => {
    aside.hidden = !isOpen;
    opener.setAttribute('aria-expanded', isOpen);
    document.body.classList.toggle('has-panel', isOpen);
    if (isOpen) document.getElementById('panel-title').focus({ preventScroll: true });
    else opener.focus();
  };

  // After the fields were replaced because the file was saved.
  const renew = () => {
    if (!aside) return;
    restoreFromAddress();
    saveToAddress();
    judge();
  };

  if (aside) {
    restoreFromAddress();
    if (current) {
      aside.hidden = false;
      opener.setAttribute('aria-expanded', true);
      document.body.classList.add('has-panel');
      judge();
    }
    let soon;
    aside.addEventListener('input', () => {
      read();
      clearTimeout(soon);
      soon = setTimeout(apply, 200);
    });
    aside.addEventListener('submit', (event) => event.preventDefault());
    aside.querySelector('.close').addEventListener('click', () => open(false));
    opener.addEventListener('click', () => open(aside.hidden));
    reset.addEventListener('click', () => {
      for (const input of inputs()) input.value = input.dataset.saved;
      apply();
    });
  }

  return { query, renew, restoreFromAddress };
})();
