// What the reader does: point, choose, move. A choice is {node}, {lines}, {from, to, lines} of a path, or null.
function choose(at) {
  state.chosen = at; state.hover = null;
  if (!at || at.node !== state.pathFrom) state.pathFrom = null;
  byId('tip').hidden = true;
  showCard();
  stage.redraw();
  remember();
  if (at && at.lines && at.lines.length && page.iri !== undefined) {
    const first = lines[at.lines[0]].f.flatMap((fact) => fact.q)[0];
    if (first !== undefined) pointAt(data.quotes[first].slice(1, 3).join('-'));
  }
}

function goTo(id) {
  const { x, y } = stage.spot(id);
  stage.move({ x, y, scale: Math.max(stage.where().scale, 0.9) });
}

function showPath(from, to) {
  const way = pathBetween(from, to) || [];
  [from, to, ...way.flatMap((line) => [lines[line].s, lines[line].o])].forEach(reveal);
  choose({ from, to, lines: way });
  if (way.length) fit([...new Set(way.flatMap((line) => [lines[line].s, lines[line].o]))]);
}

function fit(only) { // everything that is seen, or some nodes, with room for labels at the rim
  const wanted = Array.isArray(only) ? only : ranked.filter(seen);
  if (!wanted.length) return;
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const { x, y } of [...wanted.filter((id) => !closed(id)).map(stage.spot), ...(Array.isArray(only) ? [] : stage.extras().map(({ spot }) => spot))]) {
    left = Math.min(left, x); right = Math.max(right, x); top = Math.min(top, y); bottom = Math.max(bottom, y);
  }
  const { width, height } = stage.view(), bar = byId('time').hidden ? 0 : byId('time').offsetHeight; // which covers the lower rim
  const across = Math.max(width - 150, width / 2) / (right - left || 1), along = Math.max(height - 110 - bar, height / 2) / (bottom - top || 1);
  const scale = Math.max(0.02, Math.min(1.4, across, along));
  stage.move({ x: (left + right) / 2, y: (top + bottom) / 2 + bar / 2 / scale, scale });
  remember();
}

function pointing() {
  const tip = byId('tip'), holder = byId('stage');
  const out = () => { if (!state.hover) return; state.hover = null; tip.hidden = true; stage.redraw(); };
  const over = (at, { x, y }) => {
    state.hover = at;
    put(tip, at.node === undefined ? lineTip(at.lines[0]) : nodeTip(at.node));
    tip.hidden = false;
    const room = [holder.clientWidth - tip.offsetWidth - 8, holder.clientHeight - tip.offsetHeight - 8];
    tip.style.left = `${Math.max(8, x + 18 > room[0] ? x - tip.offsetWidth - 18 : x + 18)}px`;
    tip.style.top = `${Math.max(8, Math.min(y + 14, room[1]))}px`;
    stage.redraw();
  };
  holder.addEventListener('mouseleave', out);
  stage.listen({ over, out, pick: choose, moved: remember,
    twice: (id) => around(state.roots.size ? new Set([...state.roots, id]) : new Set([id])) });
}

const searched = () => ranked.map((id) => ({ id, name: things[id].name, also: things[id].also, py: things[id].py, last: things[id].type === 'Article' }));
const suggestion = ({ id, name }) => [mark(look(id)), el('span', null, name), el('small', null, told(data.types[things[id].type]))];

function tools() {
  const zoom = (factor) => { const at = stage.where(); stage.move({ ...at, scale: at.scale * factor }); remember(); };
  byId('png').addEventListener('click', savePng);
  byId('svg').addEventListener('click', saveSvg);
  byId('fit').addEventListener('click', () => fit());
  byId('closer').addEventListener('click', () => zoom(1.4));
  byId('farther').addEventListener('click', () => zoom(1 / 1.4));
  byId('filters').addEventListener('click', () => {
    const open = document.body.classList.toggle('filtering');
    byId('filters').setAttribute('aria-expanded', String(open));
  });
  combobox(byId('search'), byId('found'), searched, suggestion, ({ id, name }) => { byId('search').value = name; pick(id); });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && event.target === document.body) choose(null);
    if (event.key === '/' && event.target === document.body) { event.preventDefault(); byId('search').focus(); }
  });
}

readColours();
function printed(now) { // on paper the picture is a drawing, sharp and on white; that on the screen keeps its size meanwhile
  const holder = byId('mynetwork'), old = byId('printed');
  if (now) { // first before the page is laid out for paper, then with the colours of paper
    const { width, height } = stage.view();
    if (old) old.remove(); else Object.assign(holder.style, { width: `${width}px`, height: `${height}px` });
    readColours();
    place(stage.view(), focus());
    const drawing = picture();
    drawing.id = 'printed';
    byId('stage').append(drawing);
  } else if (old) {
    old.remove();
    Object.assign(holder.style, { width: '', height: '' });
    readColours(); stage.apply(); stage.redraw();
  }
}
addEventListener('beforeprint', () => printed(true));
addEventListener('afterprint', () => printed(false));
matchMedia('print').addEventListener('change', (event) => printed(event.matches));
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => { readColours(); stage.apply(); stage.redraw(); });
pointing();
tools();
if (page.iri !== undefined) showText();
byId('empty').hidden = things.length > 0;
languages();
restore();
heard.push(() => { legend(); timeline(); showCard(); banner(); grouping(); stage.redraw(); remember(); });
addEventListener('hashchange', restore);
window.kg = { placed: () => state.placed, choose, fit, stage, seen, picture: () => picture().outerHTML, things, lines, state }; // for the console and the tests
