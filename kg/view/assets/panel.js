// Cards, tooltips and the article's text: built as elements whose texts are texts, never as markup.
function el(name, options, ...children) {
  const { colour, ...attributes } = options || {};
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes))
    if (key === 'onclick') made.addEventListener('click', value);
    else if (value !== undefined && value !== null) made.setAttribute(key === 'cls' ? 'class' : key, value);
  if (colour) made.style.setProperty('--c', colour);
  return put(made, children);
}
function put(parent, ...children) { // the children, however nested, in place of what was there; null stands for none
  parent.replaceChildren(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ''));
  return parent;
}

const SHAPES = {
  dot: 'M7 1a6 6 0 1 1 0 12a6 6 0 1 1 0-12z', square: 'M1.5 1.5h11v11h-11z', diamond: 'M7 .5L13 7L7 13.5L1 7z',
  triangle: 'M7 1L13.5 12.5H.5z', triangleDown: 'M7 13L13.5 1.5H.5z', hexagon: 'M3.8 1.5h6.4L13.5 7l-3.3 5.5H3.8L.5 7z',
  star: 'M7 .5l2 4.4 4.7.5-3.5 3.2 1 4.7L7 10.9l-4.2 2.4 1-4.7L.3 5.4 5 4.9z',
};
function mark(group) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  svg.setAttribute('class', 'mark'); svg.setAttribute('viewBox', '0 0 14 14'); svg.setAttribute('aria-hidden', 'true');
  svg.style.setProperty('--c', group.color);
  path.setAttribute('d', SHAPES[group.shape] || SHAPES.dot);
  svg.append(path);
  return svg;
}

const names = (id) => [things[id].name, ...things[id].also].sort((a, b) => b.length - a.length);
function kind(id) {
  const type = data.types[things[id].type];
  return el('p', { cls: 'kind' }, mark(look(id)), `${type.zh} ${type.en}`);
}

function marked(text, ids) { // the text with the first place of each thing's longest name marked
  const spans = [];
  for (const id of ids) {
    for (const name of names(id)) {
      const start = text.indexOf(name);
      if (name && start >= 0 && !spans.some((s) => start < s.end && s.start < start + name.length)) {
        spans.push({ start, end: start + name.length, id });
        break;
      }
    }
  }
  const out = [];
  let done = 0;
  for (const span of spans.sort((a, b) => a.start - b.start)) {
    out.push(text.slice(done, span.start), el('mark', { colour: look(span.id).color }, text.slice(span.start, span.end)));
    done = span.end;
  }
  return [...out, text.slice(done)];
}

function quoted(number, line, linked) {
  const [article, start, end, text] = data.quotes[number], about = data.articles[article];
  const here = linked && about.file && data.page.iri === undefined;
  const head = here ? el('a', { href: `${about.file}#${start}-${end}` }, about.h) : about.h;
  return el('blockquote', null, marked(text, [line.s, line.o]), el('cite', null, head, about.d ? ` · ${about.d}` : ''));
}

function quotes(fact, line, limit, linked) {
  if (!fact.q.length) return [el('p', { cls: 'hint' }, '来自地名库，无原文 From the gazetteer')];
  const all = fact.q.map((number) => quoted(number, line, linked));
  if (all.length <= limit) return all;
  const rest = all.length - limit;
  if (!linked) return [...all.slice(0, limit), el('p', { cls: 'hint' }, `另有 ${rest} 句`)];
  return [...all.slice(0, limit), el('details', null, el('summary', null, `另有 ${rest} 句 ${rest} more`), all.slice(limit))];
}

const post = (fact) => [fact.t, fact.d].filter(Boolean).join(' · ');
function triple(line, name) {
  const { zh, en, sym } = data.predicates[line.p];
  return el('p', { cls: 'triple' }, name(line.s), el('i', null, sym ? `— ${zh} —` : `— ${zh} →`), name(line.o),
    ' ', el('small', { lang: 'en' }, en));
}

function nodeTip(id) {
  const thing = things[id];
  return [el('p', { cls: 'triple' }, thing.name), kind(id),
    thing.also.length ? el('p', { cls: 'also' }, `又作 ${thing.also.slice(0, 6).join('、')}`) : null,
    el('p', { cls: 'also' }, `见于 ${thing.n} 篇文章 · ${touching[id].length} 条连线`)];
}
function lineTip(id) {
  const line = lines[id];
  return [triple(line, (end) => things[end].name), line.f.slice(0, 3).map((fact) =>
    [post(fact) ? el('p', { cls: 'also' }, post(fact)) : null, ...quotes(fact, line, 2, false)])];
}

function lineCard(id) {
  const line = lines[id];
  return el('div', { cls: 'relation' }, triple(line, who),
    line.f.map((fact) => el('div', { cls: 'fact' },
      el('p', { cls: 'also' }, [post(fact), fact.n ? `${fact.n} 篇文章` : ''].filter(Boolean).join(' · ')),
      ...quotes(fact, line, 4, true))));
}
const who = (id) => el('button', { cls: 'who', onclick: () => choose({ node: id }) }, things[id].name);

function grouped(id) { // the lines of a node by predicate and direction, in the order of the ontology's names
  const groups = new Map();
  for (const number of touching[id]) {
    const line = lines[number], predicate = data.predicates[line.p];
    const outward = predicate.sym || line.s === id;
    const key = `${line.p} ${outward}`;
    if (!groups.has(key)) groups.set(key, { predicate, outward, members: [] });
    groups.get(key).members.push({ line, other: line.s === id ? line.o : line.s });
  }
  return [...groups.values()].sort((a, b) => b.members.length - a.members.length);
}

function nodeCard(id) {
  const thing = things[id];
  const groups = grouped(id).map(({ predicate, outward, members }) => [
    el('h3', null, `${outward ? '→' : '←'} ${predicate.zh} `, el('small', null, `${predicate.en} · ${members.length}`)),
    members.sort((a, b) => things[b.other].w - things[a.other].w).map(({ line, other }) => line.f.map((fact) =>
      el('div', { cls: 'fact' }, who(other), post(fact) ? el('span', { cls: 'post' }, post(fact)) : null,
        ...quotes(fact, line, 1, true))))]);
  return [el('h2', null, thing.name), kind(id),
    thing.also.length ? el('p', { cls: 'also' }, `又作 ${thing.also.join('、')}`) : null,
    el('p', { cls: 'also' }, `见于 ${thing.n} 篇文章`),
    thing.file && data.page.iri !== thing.iri ? el('p', null, el('a', { href: thing.file }, '打开文章 Open the article')) : null,
    groups];
}

function restCard() {
  if (data.page.iri !== undefined) return [];
  const best = ranked.filter((id) => things[id].w > 0).slice(0, 14);
  return [el('p', { cls: 'hint' }, '点击节点看它的关系，点击连线看原文。Click a node for its relations, a line for its sentences.'),
    el('h3', null, '联系最多 ', el('small', null, 'Most connected')),
    el('ul', { cls: 'top' }, best.map((id) => el('li', null, mark(look(id)), who(id), el('small', null, things[id].w))))];
}

function showCard() {
  const at = state.chosen, card = byId('card');
  const back = () => el('button', { cls: 'back', onclick: () => choose(null) }, '← 返回');
  if (!at) put(card, restCard());
  else if (at.node !== undefined) put(card, back(), nodeCard(at.node));
  else put(card, back(), at.lines.map(lineCard));
  card.scrollTop = 0;
}

// The article's text: sentences that support a line, and the names of things, can be clicked.
const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
function named() {
  const owner = new Map();
  ranked.filter((id) => things[id].type !== 'Article').forEach((id) => names(id).forEach((name) => { if (name.length > 1 && !owner.has(name)) owner.set(name, id); }));
  const longest = [...owner.keys()].sort((a, b) => b.length - a.length);
  return { owner, pattern: longest.length ? new RegExp(longest.map(escaped).join('|'), 'gu') : null };
}

function withThings(text, { owner, pattern }) {
  if (!pattern) return [text];
  const out = [];
  let done = 0;
  for (const match of text.matchAll(pattern)) {
    const id = owner.get(match[0]);
    const pick = (event) => { event.stopPropagation(); choose({ node: id }); };
    out.push(text.slice(done, match.index), el('span', { cls: 'thing', colour: look(id).color, onclick: pick }, match[0]));
    done = match.index + match[0].length;
  }
  return [...out, text.slice(done)];
}

function ranges() { // sentence -> the lines that it supports, in the order of the text
  const found = new Map();
  lines.forEach((line, id) => line.f.forEach((fact) => fact.q.forEach((number) => {
    const [, start, end] = data.quotes[number], key = `${start}-${end}`;
    if (!found.has(key)) found.set(key, { start, end, lines: [] });
    if (!found.get(key).lines.includes(id)) found.get(key).lines.push(id);
  })));
  return [...found.values()].sort((a, b) => a.start - b.start || a.end - b.end);
}

function showText() {
  const characters = Array.from(data.page.text), search = named(), body = byId('text');
  const sentences = ranges();
  const cuts = new Set([0, characters.length, ...sentences.flatMap((s) => [s.start, s.end])]);
  characters.forEach((character, at) => { if (character === '\n') { cuts.add(at); cuts.add(at + 1); } });
  const points = [...cuts].sort((a, b) => a - b);
  let paragraph = el('p');
  points.slice(0, -1).forEach((start, number) => {
    const text = characters.slice(start, points[number + 1]).join('');
    if (text === '\n') { body.append(paragraph); paragraph = el('p'); return; }
    const over = sentences.filter((s) => s.start <= start && start < s.end);
    const said = [...new Set(over.flatMap((s) => s.lines))];
    const keys = over.map((s) => `${s.start}-${s.end}`).join(' ');
    if (!said.length) paragraph.append(...withThings(text, search));
    else paragraph.append(el('span', { cls: 'said', 'data-said': keys, onclick: () => choose({ lines: said }) }, withThings(text, search)));
  });
  body.append(paragraph);
  body.hidden = false;
}

function pointAt(key) { // mark and show the sentences "start-end"
  document.querySelectorAll('.said.now').forEach((span) => span.classList.remove('now'));
  const spans = [...document.querySelectorAll('.said')].filter((span) => span.dataset.said.split(' ').includes(key));
  spans.forEach((span) => span.classList.add('now'));
  if (spans.length) spans[0].scrollIntoView({ block: 'center' });
}
