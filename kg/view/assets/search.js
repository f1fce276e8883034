// Search by characters, pinyin and initials, with suggestions. An item is {name, also, py, last}; ``last`` ones come last.
const plain = (text) => text.toLowerCase().replace(/\s+/g, '');
const SUGGESTED = 12;
function grade(item, wanted) { // best first: name starts, a name holds, initials or pinyin start, pinyin holds; 9 is none
  const name = plain(item.name), keys = item.py ? item.py.split(' ') : [];
  if (item.last) return name.includes(wanted) ? 4 : 9;
  if (name.startsWith(wanted)) return name === wanted ? -1 : 0;
  if (name.includes(wanted) || item.also.some((form) => plain(form).includes(wanted))) return 1;
  if (keys.some((key) => key.startsWith(wanted))) return 2;
  return keys.some((key) => key.includes(wanted)) ? 3 : 9;
}
function matches(query, items) { // items in the order of their importance, which decides between equals
  const wanted = plain(query);
  if (!wanted) return [];
  return items.map((item) => [grade(item, wanted), item]).filter(([g]) => g < 9).sort((a, b) => a[0] - b[0])
    .slice(0, SUGGESTED).map(([, item]) => item);
}

function combobox(box, list, items, row, take) { // ``items()`` gives them, ``row(item)`` shows one, ``take(item)`` goes there
  let found = [], at = 0;
  const close = () => { list.hidden = true; box.setAttribute('aria-expanded', 'false'); };
  const done = (item) => { close(); take(item); };
  const show = () => {
    put(list, found.map((item, number) => {
      const option = el('li', { role: 'option', id: `${list.id}-${number}`, 'aria-selected': String(number === at) }, row(item));
      option.addEventListener('mousedown', (event) => { event.preventDefault(); done(item); });
      return option;
    }), found.length ? null : el('li', { cls: 'hint', role: 'option', 'aria-disabled': 'true', 'aria-selected': 'false' }, say('没有找到', 'Nothing found')));
    if (found.length) box.setAttribute('aria-activedescendant', `${list.id}-${at}`); else box.removeAttribute('aria-activedescendant');
    list.hidden = !plain(box.value);
    box.setAttribute('aria-expanded', String(!list.hidden));
  };
  const look = () => { found = matches(box.value, items()); at = 0; show(); };
  box.addEventListener('input', look);
  box.addEventListener('blur', close);
  box.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && found.length) { at = (at + step + found.length) % found.length; show(); event.preventDefault(); }
    if (event.key === 'Enter' && found.length && !list.hidden) { event.preventDefault(); done(found[at]); }
    if (event.key === 'Escape') { close(); event.stopPropagation(); }
  });
  return look;
}
