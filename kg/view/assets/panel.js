// Cards of things, lines and paths, tooltips, and the article's text.
const MARKED = ['subject', 'trigger', 'object'];
function kind(id) {
  return el('p', { cls: 'kind' }, mark(look(id)), told(data.types[things[id].type]));
}

function marked(text, spans) { // spans: flat triples of role, start, end
  const characters = Array.from(text), out = [];
  let done = 0;
  for (let at = 0; at < spans.length; at += 3) {
    out.push(characters.slice(done, spans[at + 1]).join(''), el('mark', { cls: MARKED[spans[at]] }, characters.slice(spans[at + 1], spans[at + 2]).join('')));
    done = spans[at + 2];
  }
  return [...out, characters.slice(done).join('')];
}

function quoted(number, spans, linked, byName) {
  const [article, start, end, text] = data.quotes[number], about = data.articles[article];
  const here = linked && about.file && page.iri === undefined;
  const head = here ? el('a', { href: `${about.file}#${start}-${end}` }, about.h) : about.h;
  return el('blockquote', null, marked(text, spans), el('cite', null, head, about.d ? [' ', el('time', null, about.d)] : null, byName ? say(' · 名称本身表明', ' · its name says so') : null));
}

function quotes(fact, limit, linked) {
  if (!fact.q.length) return [el('p', { cls: 'hint' }, say('来自地名库，无原文', 'From the gazetteer, no sentence'))];
  const all = fact.q.map((number, at) => quoted(number, fact.m[at], linked, fact.b)), rest = all.length - limit;
  if (rest <= 0) return all;
  if (!linked) return [...all.slice(0, limit), el('p', { cls: 'hint' }, say(`另有 ${rest} 句`, `${rest} more`))];
  return [...all.slice(0, limit), el('details', null, el('summary', null, say(`另有 ${rest} 句`, `${rest} more`)), all.slice(limit))];
}

const post = (fact) => [fact.t, fact.d].filter(Boolean).join(' · ');
const told_relations = (count) => say(`${count} 条关系`, count === 1 ? '1 relation' : `${count} relations`);
const told_by = (count) => say(`${count} 篇文章`, count === 1 ? '1 article' : `${count} articles`);
function triple(line, name) {
  const predicate = data.predicates[line.p];
  return el('p', { cls: 'triple' }, name(line.s), el('i', null, predicate.sym ? `— ${told(predicate)} —` : `— ${told(predicate)} →`), name(line.o));
}
const also = (thing, most) => (thing.also.length ? el('p', { cls: 'also' }, say('又作 ', 'Also '), thing.also.slice(0, most).join('、')) : null);

function nodeTip(id) {
  return [el('p', { cls: 'triple' }, things[id].name), kind(id), also(things[id], 6),
    el('p', { cls: 'also' }, `${say('见于 ', 'in ')}${told_by(things[id].n)} · ${told_relations(degree(id))}`)];
}
function lineTip(id) {
  const line = lines[id];
  return [triple(line, (end) => things[end].name), line.f.slice(0, 3).map((fact) =>
    [post(fact) ? el('p', { cls: 'also' }, post(fact)) : null, ...quotes(fact, 2, false)])];
}

const who = (id) => el('button', { cls: 'who', type: 'button', onclick: () => pick(id) }, things[id].name);
function pick(id) { reveal(id); choose({ node: id }); goTo(id); }

function lineCard(id) {
  const line = lines[id];
  return el('div', { cls: 'relation' }, triple(line, who),
    line.f.map((fact) => el('div', { cls: 'fact' },
      el('p', { cls: 'also' }, [post(fact), fact.n ? told_by(fact.n) : ''].filter(Boolean).join(' · ')),
      ...quotes(fact, 4, true))));
}

function grouped(id) { // the lines of a node by predicate and direction, the largest group first
  const groups = new Map();
  for (const number of touching[id]) {
    const line = lines[number], predicate = data.predicates[line.p];
    const outward = predicate.sym || line.s === id;
    const key = `${line.p} ${outward}`;
    if (!groups.has(key)) groups.set(key, { predicate, outward, members: [] });
    groups.get(key).members.push({ line, other: otherEnd(number, id) });
  }
  return [...groups.values()].sort((a, b) => b.members.length - a.members.length);
}

function actions(id) { // what can be done with a thing of the picture
  const act = (name, zh, en, what) => el('button', { cls: 'action', type: 'button', 'data-do': name, onclick: what }, say(zh, en));
  const rooted = state.roots.has(id), folded = state.folded.has(id);
  return el('p', { cls: 'actions' },
    rooted && state.roots.size === 1 ? null : act('around', '只看周围', 'Only around it', () => around(new Set([id]))),
    state.roots.size && !rooted ? act('expand', '展开邻居', 'Expand', () => around(new Set([...state.roots, id]))) : null,
    rooted && state.roots.size > 1 ? act('collapse', '收起邻居', 'Collapse', () => around(new Set([...state.roots].filter((other) => other !== id)))) : null,
    state.roots.size ? null : act('fold', folded ? '展开邻居' : '收起邻居', folded ? 'Expand' : 'Collapse', () => fold(id)),
    data.communities && !state.roots.size ? act('close', '收起所在的组', 'Close its community', () => { openCommunity(things[id].c); choose(null); }) : null,
    act('path', '找路径…', 'Path to…', () => { state.pathFrom = id; showCard(); byId('path-to').focus(); }),
    things[id].file ? el('a', { cls: 'action', href: things[id].file }, things[id].type === 'Article' ? say('打开文章', 'Open the article') : say('打开页面', 'Open its page')) : null);
}

function pathForm(id) {
  const box = el('input', { id: 'path-to', type: 'search', role: 'combobox', 'aria-expanded': 'false', 'aria-controls': 'path-found', autocomplete: 'off',
    placeholder: say('到谁、到哪里？', 'To whom or what?'), 'aria-label': say('路径的另一端', 'The other end of the path') });
  const list = el('ul', { id: 'path-found', role: 'listbox', 'aria-label': say('搜索结果', 'Results'), hidden: '' });
  combobox(box, list, searched, suggestion, (item) => showPath(id, item.id));
  return el('div', { cls: 'search' }, box, list);
}

function nodeCard(id) {
  const thing = things[id];
  return [el('h2', null, thing.name), kind(id), also(thing, 30),
    el('p', { cls: 'also' }, thing.n ? `${say('见于 ', 'in ')}${told_by(thing.n)} · ${told_relations(degree(id))}` : thing.type === 'Article' ? null : say('来自地名库，尚无文章提到', 'From the gazetteer; no article names it yet')),
    actions(id), state.pathFrom === id ? pathForm(id) : null,
    grouped(id).map(({ predicate, outward, members }) => [
      el('h3', null, el('i', { 'aria-hidden': 'true' }, outward ? '→ ' : '← '), told(predicate), ' ', el('small', null, members.length)),
      members.sort((a, b) => things[b.other].w - things[a.other].w).map(({ line, other }) => line.f.map((fact) =>
        el('div', { cls: 'fact' }, who(other), post(fact) ? el('span', { cls: 'post' }, post(fact)) : null, ...quotes(fact, 1, true))))])];
}

function pathCard({ from, to, lines: way }) {
  if (!way.length) return [el('h2', null, `${things[from].name} … ${things[to].name}`), el('p', { cls: 'hint', role: 'status' }, say('在图中所见的关系里，二者没有相连。', 'No path in what the filters leave.'))];
  return [el('h2', null, `${things[from].name} … ${things[to].name}`),
    el('p', { cls: 'also', role: 'status' }, say(`相隔 ${way.length} 步`, `${way.length} steps apart`)), way.map(lineCard)];
}

// The relations of a thing that a sentence proves, as the index and its page count them.
const degree = (id) => touching[id].filter((line) => things[lines[line].o].type !== 'Article' && lines[line].f.some((fact) => fact.q.length)).length;
function besideHint() { // what the picture has more or less than its head counts
  const [places, known, unsigned] = page.beside || [0, 0, 0], said = [];
  const beside = [[places, say('个地名', 'places')], [known, say('条位置关系', 'locations')]].filter(([count]) => count).map((pair) => pair.join(' '));
  if (beside.length) said.push(say(`图中另有 ${beside.join('、')}来自地名库，没有文章提到，不计在内。`, `The picture also has ${beside.join(' and ')} from the gazetteer, which no article tells; they are not counted.`));
  if (unsigned) said.push(say(`文章及其 ${unsigned} 条署名不画在图中。`, `Articles and their ${unsigned} bylines are counted, and not drawn.`));
  return said.map((text) => el('p', { cls: 'hint beside' }, text));
}
let best = null;
function restCard() {
  if (page.iri !== undefined) return [];
  best ||= ranked.map((id) => [id, degree(id)]).filter(([, count]) => count).sort((a, b) => b[1] - a[1]).slice(0, 14);
  return [el('p', { cls: 'hint' }, say('点击节点看它的关系，点击连线看原文；双击节点只看它的周围。', 'Click a node for its relations, a line for its sentences; double-click a node to see only what is around it.')),
    best.length ? el('h3', null, say('联系最多', 'Most connected'), ' ', el('small', null, say('关系数', 'by relations'))) : null,
    el('ul', { cls: 'top' }, best.map(([id, count]) => el('li', null, mark(look(id)), who(id), el('small', null, count)))), besideHint()];
}

function showCard() {
  const at = state.chosen, card = byId('card');
  const back = () => el('button', { cls: 'back', type: 'button', onclick: () => choose(null) }, say('← 返回', '← Back'));
  if (!at) put(card, restCard());
  else if (at.node !== undefined) put(card, back(), nodeCard(at.node));
  else if (at.from !== undefined) put(card, back(), pathCard(at));
  else put(card, back(), at.lines.map(lineCard));
  card.scrollTop = 0;
}
