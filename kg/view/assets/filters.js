// Legend, time, and what else decides what is seen.
function row(name, key, checked, count, change, ...label) {
  const box = el('input', { type: 'checkbox', [`data-${name}`]: key });
  box.checked = checked;
  box.addEventListener('change', () => change(box.checked));
  return el('label', null, box, label, el('output', null, count));
}
const switching = (hidden, key) => (on) => { if (on) hidden.delete(key); else hidden.add(key); applyFilter(); };

function typeRows() {
  const counts = {}, parts = [];
  things.forEach((thing) => { counts[thing.type] = (counts[thing.type] || 0) + 1; });
  for (const [key, group] of Object.entries(data.groups)) {
    const types = Object.keys(counts).filter((type) => data.types[type].group === key).sort((a, b) => counts[b] - counts[a]);
    if (types.length > 1) parts.push(el('h3', null, mark(group), told(group)));
    for (const type of types) {
      const made = row('type', type, !state.hiddenTypes.has(type), counts[type], switching(state.hiddenTypes, type),
        types.length === 1 ? mark(group) : null, el('span', null, told(data.types[type])));
      made.style.setProperty('--c', group.color);
      if (types.length === 1) made.className = 'alone';
      parts.push(made);
    }
  }
  return parts;
}

function predicateRows() {
  const counts = {};
  lines.forEach((line) => { counts[line.p] = (counts[line.p] || 0) + 1; });
  const names = Object.keys(counts).sort((a, b) => counts[b] - counts[a]);
  return names.map((name) => row('predicate', name, !state.hiddenPredicates.has(name), counts[name],
    switching(state.hiddenPredicates, name), el('span', null, told(data.predicates[name]))));
}

function legend() {
  const all = (hidden, keys) => el('button', { cls: 'all', type: 'button', onclick: () => {
    if (hidden.size) hidden.clear(); else keys.forEach((key) => hidden.add(key));
    legend(); applyFilter();
  } }, say('全选/全不选', 'all / none'));
  const loose = row('loose', '', state.showLoose, '', (on) => { state.showLoose = on; applyFilter(); fit(); }, el('span', null, say('无连线的', 'Without lines')));
  loose.className = 'loose';
  loose.querySelector('input').id = 'loose';
  put(byId('types'), el('h2', null, say('类型', 'Types'), all(state.hiddenTypes, Object.keys(data.types))), typeRows(), lines.length ? loose : null);
  put(byId('predicates'), Object.keys(data.predicates).length ? [el('h2', null, say('关系', 'Relations'), all(state.hiddenPredicates, Object.keys(data.predicates))), predicateRows()] : null);
  countLoose();
}
function countLoose() {
  const output = document.querySelector('#legend .loose output');
  if (!output) return;
  output.textContent = looseCount;
  output.parentElement.hidden = !looseCount && !state.showLoose;
}

function around(roots) { // only these and their neighbours; all where empty
  state.roots = roots;
  state.kept.clear(); state.folded.clear();
  applyFilter();
  showCard();
  fit();
}
function fold(id) { // puts the neighbours away that hang on nothing else, or brings them back
  if (!state.folded.delete(id)) state.folded.add(id);
  applyFilter();
  showCard();
}

function openCommunity(number) { // shows its things, or of none named those of all; closes it again
  if (number === null) state.open = new Set(state.open.size < data.communities.length ? data.communities.keys() : []);
  else if (!state.open.delete(number)) state.open.add(number);
  applyFilter();
  stage.redraw();
  if (number !== null && state.open.has(number)) fit(data.communities[number].members.filter(seen));
}

function grouping() { // how many communities there are, and a way to open or close all
  const box = byId('grouping'), groups = data.communities;
  box.hidden = !groups || state.roots.size > 0;
  if (box.hidden) return;
  const open = state.open.size, all = open >= groups.length;
  put(box, el('span', null, say(`按联系聚成 ${groups.length} 组，已展开 ${open} 组；点击一组展开`, `${groups.length} communities, ${open} open; click one to open it`)),
    el('button', { type: 'button', id: 'open-all', onclick: () => { openCommunity(null); fit(); } }, all ? say('全部收起', 'Close all') : say('全部展开', 'Open all')),
    open && !all ? el('button', { type: 'button', id: 'close-all', onclick: () => { state.open.clear(); applyFilter(); fit(); } }, say('全部收起', 'Close all')) : null);
}

function banner() { // says that only a part is seen, and leads back to the whole
  const names = [...state.roots].map((id) => things[id].name);
  put(byId('banner'), names.length ? [el('span', null, say(`只显示 ${names.slice(0, 3).join('、')}${names.length > 3 ? '等' : ''} 周围`, `Only around ${names.slice(0, 3).join(', ')}`)),
    el('button', { type: 'button', onclick: () => around(new Set()) }, say('显示全部', 'Show all'))] : null);
  byId('banner').hidden = !names.length;
}

function applyFilter() {
  refilter();
  stage.apply();
  document.querySelectorAll('#legend [data-type]').forEach((box) => { box.checked = !state.hiddenTypes.has(box.dataset.type); });
  if (byId('loose')) byId('loose').checked = state.showLoose;
  countLoose();
  banner();
  grouping();
  remember();
}

function timeline() { // two handles over the months, with how much each month tells
  const box = byId('time');
  box.hidden = months.length < 2;
  if (box.hidden) return;
  const counts = months.map(() => 0), last = months.length - 1, place = new Map(months.map((month, at) => [month, at]));
  days.forEach((found) => new Set(found.map((day) => place.get(monthOf(day)))).forEach((at) => { counts[at] += 1; }));
  const most = Math.max(...counts), step = 100 / months.length;
  const bars = drawn('svg', { viewBox: '0 0 100 24', preserveAspectRatio: 'none', 'aria-hidden': 'true' }, ...counts.map((count, at) =>
    drawn('rect', { x: at * step + step * 0.1, width: step * 0.8, y: 24 - 22 * (count / most), height: 22 * (count / most) })));
  const handle = (name, value, zh, en) => el('input', { type: 'range', id: name, min: 0, max: last, value, 'aria-label': say(zh, en) });
  const before = (month) => months.filter((other) => other < month).length;
  const from = handle('since', state.since ? Math.min(last, before(state.since)) : 0, '从哪个月', 'From which month');
  const until = handle('until', state.until ? Math.max(0, before(`${state.until}~`) - 1) : last, '到哪个月', 'To which month');
  const said = el('output', null);
  const tell = () => {
    said.textContent = `${state.since || months[0]} – ${state.until || months[last]}`;
    from.setAttribute('aria-valuetext', state.since || months[0]); until.setAttribute('aria-valuetext', state.until || months[last]);
    [...bars.children].forEach((bar, number) => bar.classList.toggle('out', number < Number(from.value) || number > Number(until.value)));
  };
  const change = (event) => {
    if (Number(from.value) > Number(until.value)) { if (event.target === from) until.value = from.value; else from.value = until.value; }
    state.since = Number(from.value) ? months[from.value] : null;
    state.until = Number(until.value) < last ? months[until.value] : null;
    tell();
    applyFilter();
  };
  from.addEventListener('input', change); until.addEventListener('input', change);
  put(box, el('span', null, say('时间', 'Time')), el('div', { cls: 'slider' }, bars, from, until), said);
  tell();
}
