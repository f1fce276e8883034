// Legend and search.
function legend() {
  const counts = {};
  things.forEach((thing) => { counts[thing.type] = (counts[thing.type] || 0) + 1; });
  const parts = [];
  for (const [key, group] of Object.entries(data.groups)) {
    const types = Object.keys(counts).filter((type) => data.types[type].group === key).sort((a, b) => counts[b] - counts[a]);
    if (!types.length) continue;
    if (types.length > 1) parts.push(el('h3', null, mark(group), group.zh, el('small', { lang: 'en' }, group.en)));
    types.forEach((type) => parts.push(toggle(type, counts[type], group, types.length === 1)));
  }
  const alone = loose.filter(Boolean).length;
  if (alone && lines.length) parts.push(looseToggle(alone));
  byId('legend').replaceChildren(...parts);
}

function toggle(type, count, group, alone) {
  const box = el('input', { type: 'checkbox', 'data-type': type });
  box.checked = !state.hiddenTypes.has(type);
  box.addEventListener('change', () => {
    if (box.checked) state.hiddenTypes.delete(type); else state.hiddenTypes.add(type);
    applyFilter();
  });
  const { zh, en } = data.types[type];
  return el('label', { colour: group.color, cls: alone ? 'alone' : null }, box, alone ? mark(group) : null,
    el('span', null, zh, ' ', el('small', { lang: 'en' }, en)), el('output', null, count));
}

function looseToggle(count) {
  const box = el('input', { type: 'checkbox', id: 'loose' });
  box.addEventListener('change', () => { state.showLoose = box.checked; applyFilter(); fit(); });
  return el('label', { cls: 'loose' }, box, el('span', null, '图中无连线 ', el('small', { lang: 'en' }, 'Without lines here')), el('output', null, count));
}

function reveal(id) { // a thing that a filter hides is shown again when it is asked for
  if (seen(id)) return;
  for (const type of writes[id] ? [things[id].type, 'Article'] : [things[id].type]) state.hiddenTypes.delete(type);
  document.querySelectorAll('#legend [data-type]').forEach((box) => { box.checked = !state.hiddenTypes.has(box.dataset.type); });
  if (loose[id] && byId('loose')) { state.showLoose = true; byId('loose').checked = true; }
  applyFilter();
}

const plain = (text) => text.toLowerCase().replace(/\s+/g, '');
function matches(query) { // best first: name starts, name or other name holds, initials or pinyin start, pinyin holds; articles last
  const wanted = plain(query);
  if (!wanted) return [];
  const grade = (thing) => {
    const forms = [thing.name, ...thing.also].map(plain), keys = thing.py.split(' ');
    if (thing.type === 'Article') return forms[0].includes(wanted) ? 4 : 9;
    if (forms[0].startsWith(wanted)) return 0;
    if (forms.some((form) => form.includes(wanted))) return 1;
    if (keys.some((key) => key.startsWith(wanted))) return 2;
    return keys.some((key) => key.includes(wanted)) ? 3 : 9;
  };
  return ranked.map((id) => [grade(things[id]), id]).filter(([g]) => g < 9).sort((a, b) => a[0] - b[0]).slice(0, 12).map(([, id]) => id);
}

function search() {
  const box = byId('search'), list = byId('found');
  let found = [], at = 0;
  const close = () => { list.hidden = true; box.setAttribute('aria-expanded', 'false'); };
  const take = (id) => { close(); box.value = things[id].name; reveal(id); choose({ node: id }); goTo(id); };
  const show = () => {
    list.replaceChildren(...found.map((id, number) => {
      const item = el('li', { role: 'option', id: `found-${number}`, 'aria-selected': String(number === at) }, mark(look(id)), things[id].name,
        el('small', null, data.types[things[id].type].zh));
      item.addEventListener('mousedown', (event) => { event.preventDefault(); take(id); });
      return item;
    }), ...(found.length ? [] : [el('li', { cls: 'hint' }, '没有找到 Nothing found')]));
    box.setAttribute('aria-activedescendant', found.length ? `found-${at}` : '');
    list.hidden = !plain(box.value);
    box.setAttribute('aria-expanded', String(!list.hidden));
  };
  box.addEventListener('input', () => { found = matches(box.value); at = 0; show(); });
  box.addEventListener('blur', close);
  box.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && found.length) { at = (at + step + found.length) % found.length; show(); event.preventDefault(); }
    if (event.key === 'Enter' && found.length) take(found[at]);
    if (event.key === 'Escape') close();
  });
}
