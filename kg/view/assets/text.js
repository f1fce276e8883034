// The article's text: sentences that support a line, and the names of things, can be clicked.
const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
function named() {
  const owner = new Map();
  for (const id of ranked.filter((other) => things[other].type !== 'Article'))
    for (const name of [things[id].name, ...things[id].also]) if (name.length > 1 && !owner.has(name)) owner.set(name, id);
  const longest = [...owner.keys()].sort((a, b) => b.length - a.length);
  return { owner, pattern: longest.length ? new RegExp(longest.map(escaped).join('|'), 'gu') : null };
}

function withThings(text, { owner, pattern }) {
  if (!pattern) return [text];
  const out = [];
  let done = 0;
  for (const match of text.matchAll(pattern)) {
    const id = owner.get(match[0]);
    const take = (event) => { // the picture shows it; with a key held, the browser opens its page
      event.stopPropagation();
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      choose({ node: id });
    };
    out.push(text.slice(done, match.index), el('a', { cls: 'thing', href: things[id].file || '#', colour: look(id).color, title: told(data.types[things[id].type]), onclick: take }, match[0]));
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
  const characters = Array.from(page.text), search = named(), body = byId('text');
  const sentences = ranges();
  const cuts = new Set([0, characters.length, ...sentences.flatMap((s) => [s.start, s.end])]);
  characters.forEach((character, at) => { if (character === '\n') { cuts.add(at); cuts.add(at + 1); } });
  const points = [...cuts].sort((a, b) => a - b), paragraphs = [];
  let paragraph = el('p');
  points.slice(0, -1).forEach((start, number) => {
    const text = characters.slice(start, points[number + 1]).join('');
    if (text === '\n') { paragraphs.push(paragraph); paragraph = el('p'); return; }
    const over = sentences.filter((s) => s.start <= start && start < s.end);
    const said = [...new Set(over.flatMap((s) => s.lines))];
    const keys = over.map((s) => `${s.start}-${s.end}`).join(' ');
    if (!said.length) paragraph.append(...withThings(text, search));
    else paragraph.append(el('span', { cls: 'said', 'data-said': keys, onclick: () => choose({ lines: said }) }, withThings(text, search)));
  });
  put(body, paragraphs, paragraph);
  body.hidden = false;
}

function pointAt(key) { // mark and show the sentences "start-end"
  document.querySelectorAll('.said.now').forEach((span) => span.classList.remove('now'));
  const spans = [...document.querySelectorAll('.said')].filter((span) => span.dataset.said.split(' ').includes(key));
  spans.forEach((span) => span.classList.add('now'));
  if (spans.length) spans[0].scrollIntoView({ block: 'center' });
}
