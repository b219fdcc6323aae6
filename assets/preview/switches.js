// The switches in the bar. What is chosen is also in the address, so that it survives a reload and
// can be sent to others.
'use strict';

const switches = (() => {
  const form = document.getElementById('switches');
  const controls = () => [...form.elements].filter((it) => it.name);
  const names = () => [...new Set(controls().map((it) => it.name))];

  // The value of a switch; of a box to tick, `on` or nothing.
  const chosen = (name) => {
    const control = form.elements[name];
    if (control?.type === 'checkbox') return control.checked ? 'on' : '';
    return control?.value ?? '';
  };

  const choose = (name, value) => {
    const control = form.elements[name];
    if (!control) return;
    if (control.type === 'checkbox') {
      control.checked = value === 'on';
      return;
    }
    const options = [...(control.options ?? controls().filter((it) => it.name === name))];
    if (options.some((it) => it.value === value)) control.value = value;
  };

  const usual = new URLSearchParams(names().map((name) => [name, chosen(name)]));

  const saveToAddress = () => {
    const address = new URL(location.href);
    for (const name of names()) {
      if (chosen(name) === usual.get(name)) address.searchParams.delete(name);
      else address.searchParams.set(name, chosen(name));
    }
    history.replaceState(null, '', address);
  };

  const restoreFromAddress = () => {
    for (const [name, value] of new URL(location.href).searchParams) choose(name, value);
  };

  // Runs `change`, which may replace switches, and chooses again what was chosen.
  const keep = (change) => {
    const choices = names().map((name) => [name, chosen(name)]);
    change();
    for (const [name, value] of choices) choose(name, value);
  };

  // `light`, `dark` or both of them.
  const schemes = () => (chosen('scheme') === 'both' ? ['light', 'dark'] : [chosen('scheme')]);

  // Width and height of the screen in CSS pixels.
  const screen = () => {
    const radio = controls().find((it) => it.name === 'width' && it.checked);
    return { width: Number(radio.value), height: Number(radio.dataset.height) };
  };

  return { form, chosen, choose, keep, schemes, screen, saveToAddress, restoreFromAddress };
})();
