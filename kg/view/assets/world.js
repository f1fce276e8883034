// What there is to see: things (nodes) and lines, what the reader's filters leave of them, and what stands out.
const data = JSON.parse(byId('kg-data').textContent);
const things = data.nodes, lines = data.lines, page = data.page;
const touching = things.map(() => []);
lines.forEach((line, id) => { touching[line.s].push(id); if (line.o !== line.s) touching[line.o].push(id); });
const ranked = things.map((_, id) => id).sort((a, b) => things[b].w - things[a].w || a - b);
const look = (id) => data.groups[data.types[things[id].type].group] || Object.values(data.groups)[0];
const otherEnd = (line, id) => (lines[line].s === id ? lines[line].o : lines[line].s);
const idOf = (() => { const places = new Map(things.map((thing, id) => [thing.iri, id])); return (iri) => places.get(iri); })();

const days = lines.map((line) => line.f.flatMap((fact) => (fact.d ? [fact.d] : fact.q.map((number) => data.articles[data.quotes[number][0]].d))).filter(Boolean));
const monthOf = (day) => (day.length >= 7 ? day.slice(0, 7) : `${day}-01`);
const months = [...new Set(days.flat().map(monthOf))].sort(); // those that a line tells of

const state = {
  hover: null, chosen: null, placed: [],
  hiddenTypes: new Set(page.iri === undefined ? ['Article'] : []), hiddenPredicates: new Set(),
  since: null, until: null, // months, or null for no bound
  showLoose: !lines.length, // things tied to nothing that is seen
  roots: new Set(), // where not empty, only these and their neighbours are seen
  folded: new Set(), // whose neighbours that hang on nothing else are put away
  open: new Set(), // communities whose things are seen; of the others, where there are any, one bubble is
  kept: new Set(), // of a path or a search: seen in spite of the roots
};
let shown = [], shownLines = [], hiddenAround = [], looseCount = 0;
let drawnNodes = [], drawnLines = []; // what stands there itself, not in a bubble; the nodes by importance
const seen = (id) => shown[id];
const seenLine = (id) => shownLines[id];
(data.communities || []).forEach((group) => { group.members = []; });
if (data.communities) things.forEach((thing, id) => data.communities[thing.c].members.push(id));
const closed = (id) => Boolean(data.communities) && !state.roots.size && !state.open.has(things[id].c);

function inTime(id) { // what has no day, such as where a city lies, holds at all times
  if ((!state.since && !state.until) || !days[id].length) return true;
  return days[id].map(monthOf).some((month) => (!state.since || month >= state.since) && (!state.until || month <= state.until));
}

function refilter() { // works out anew what is seen
  const within = state.roots.size ? new Set([...state.roots, ...state.kept]) : null;
  const open = things.map((thing) => !state.hiddenTypes.has(thing.type));
  const allowed = lines.map((line, id) => open[line.s] && open[line.o] && !state.hiddenPredicates.has(line.p) && inTime(id));
  if (within) for (const id of state.roots) touching[id].forEach((line) => { if (allowed[line]) within.add(otherEnd(line, id)); });
  const base = open.map((is, id) => is && (!within || within.has(id)));
  const live = lines.map((line, id) => allowed[id] && base[line.s] && base[line.o]);
  for (const id of state.folded) for (const near of neighbours(id, live))
    if (!state.folded.has(near) && neighbours(near, live).every((other) => other === id)) base[near] = false;
  shownLines = live.map((is, id) => is && base[lines[id].s] && base[lines[id].o]);
  const tied = new Set();
  lines.forEach((line, id) => { if (shownLines[id]) tied.add(line.s).add(line.o); });
  shown = base.map((is, id) => is && (state.showLoose || tied.has(id) || state.roots.has(id) || state.folded.has(id) || state.kept.has(id)));
  drawnNodes = ranked.filter((id) => shown[id] && !closed(id));
  drawnLines = [];
  shownLines.forEach((is, id) => { if (is && !closed(lines[id].s) && !closed(lines[id].o)) drawnLines.push(id); });
  looseCount = base.filter((is, id) => is && !tied.has(id)).length;
  hiddenAround = !within && !state.folded.size ? [] : things.map((_, id) => (shown[id] && (within || state.folded.has(id)) ? neighbours(id, allowed).filter((near) => !shown[near]).length : 0));
}
const neighbours = (id, live) => [...new Set(touching[id].filter((line) => live[line]).map((line) => otherEnd(line, id)))];

function focus() { // what stands out now: ids of nodes and lines, or null
  const at = state.hover || state.chosen;
  if (!at) return null;
  if (at.node !== undefined) {
    const near = touching[at.node].filter(seenLine);
    return { nodes: new Set([at.node, ...near.flatMap((id) => [lines[id].s, lines[id].o])]), lines: new Set(near) };
  }
  const picked = at.lines.filter(seenLine);
  return { nodes: new Set(picked.flatMap((id) => [lines[id].s, lines[id].o])), lines: new Set(picked) };
}

function reveal(id) { // what the filters hide is shown when it is asked for
  if (seen(id) && !closed(id)) return;
  if (closed(id)) state.open.add(things[id].c);
  state.hiddenTypes.delete(things[id].type);
  if (state.roots.size) state.roots.add(id);
  state.kept.add(id);
  state.folded.clear();
  applyFilter();
}

function pathBetween(from, to) { // the lines of a shortest way through what types, predicates and time allow; null for none
  const open = (id) => id === from || id === to || !state.hiddenTypes.has(things[id].type);
  const came = new Map([[from, null]]);
  for (let edge = [from]; edge.length && !came.has(to);) {
    const next = [];
    for (const id of edge)
      for (const line of [...touching[id]].sort((a, b) => support(b) - support(a))) {
        const other = otherEnd(line, id);
        if (came.has(other) || !open(other) || state.hiddenPredicates.has(lines[line].p) || !inTime(line)) continue;
        came.set(other, line);
        next.push(other);
      }
    edge = next;
  }
  if (!came.has(to) || from === to) return null;
  const way = [];
  for (let id = to; id !== from; id = otherEnd(way[0], id)) way.unshift(came.get(id));
  return way;
}
const support = (id) => Math.max(...lines[id].f.map((fact) => fact.n));
