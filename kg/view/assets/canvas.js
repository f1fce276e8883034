// The layer over vis-network: labels that never overlap, a veil over what is not in focus, lines' labels where there is room.
const data = JSON.parse(document.getElementById('kg-data').textContent);
const byId = (id) => document.getElementById(id);
const things = data.nodes, lines = data.lines;
const LINE = 9, LINES = 4, FONT_SIZE = 13; // as in network.py: full-width characters a line, lines a label, pixels
const MAJOR = 14, MINOR = 5; // support: above the one a label stands out, and may cover nodes up to the other
const QUIET = 70; // lines in view above which their labels show only on hover and choice

const touching = things.map(() => []);
lines.forEach((line, id) => { touching[line.s].push(id); if (line.o !== line.s) touching[line.o].push(id); });
const loose = things.map((_, id) => touching[id].length === 0);
const writes = things.map((thing, id) => !loose[id] && touching[id].every((line) => things[lines[line].o].type === 'Article'));
const look = (id) => data.groups[data.types[things[id].type].group] || Object.values(data.groups)[0];
const state = { hover: null, chosen: null, hiddenTypes: new Set(data.page.iri === undefined ? ['Article'] : []), showLoose: !lines.length, placed: [] };
const seen = (id) => !state.hiddenTypes.has(things[id].type) && (state.showLoose || !loose[id])
  && !(writes[id] && state.hiddenTypes.has('Article')); // who only wrote articles comes and goes with them
const seenLine = (id) => seen(lines[id].s) && seen(lines[id].o);
const spots = network.getPositions();
const sizes = things.map((_, id) => nodes.get(id).size);
const ranked = things.map((_, id) => id).sort((a, b) => things[b].w - things[a].w || a - b);

let colours = {};
function readColours() {
  const style = getComputedStyle(document.documentElement);
  for (const name of ['ground', 'ink', 'soft', 'veil', 'accent']) colours[name] = style.getPropertyValue(`--${name}`).trim();
  colours.sans = style.getPropertyValue('--sans').trim();
}

const unit = (character) => (character.codePointAt(0) < 0x2e80 ? 0.55 : 1);
const widthOf = (text) => [...text].reduce((sum, character) => sum + unit(character), 0);
function broken(text) { // the lines of a label, about equally long
  const whole = widthOf(text), rows = Math.min(LINES, Math.ceil(whole / LINE)), most = Math.min(LINE, Math.ceil(whole / rows));
  const out = [''];
  for (const character of text) {
    const last = out[out.length - 1];
    if (!last || widthOf(last + character) <= most) out[out.length - 1] += character;
    else if (out.length < LINES) out.push(character);
    else { out[LINES - 1] = `${last.slice(0, -1)}…`; break; }
  }
  return out;
}
const labels = things.map((thing) => {
  const rows = broken(thing.name);
  return { rows, width: Math.max(...rows.map(widthOf)) };
});

class Room { // rectangles on the screen, found fast by a grid
  constructor() { this.cells = new Map(); }
  each(box, visit) {
    for (let x = Math.floor(box[0] / 64); x <= Math.floor(box[2] / 64); x++)
      for (let y = Math.floor(box[1] / 64); y <= Math.floor(box[3] / 64); y++) visit(`${x},${y}`);
  }
  free(box, own, over) { // not touched by another's box; with ``over``, boxes of minor nodes may be covered
    let free = true;
    this.each(box, (cell) => {
      for (const b of this.cells.get(cell) || [])
        if (b[4] !== own && !(over && b[5]) && box[0] < b[2] && b[0] < box[2] && box[1] < b[3] && b[1] < box[3]) free = false;
    });
    return free;
  }
  take(box, owner, minor) {
    const taken = [...box, owner, minor];
    this.each(box, (cell) => { if (!this.cells.has(cell)) this.cells.set(cell, []); this.cells.get(cell).push(taken); });
  }
}

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

function veil(ctx, stand) {
  ctx.save();
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  ctx.fillStyle = colours.veil;
  ctx.fillRect(0, 0, ctx.canvas.width, ctx.canvas.height);
  ctx.restore();
  for (const id of stand.lines) { const edge = network.body.edges[id]; edge.draw(ctx); edge.drawArrows(ctx); }
  for (const id of stand.nodes) network.body.nodes[id].draw(ctx);
}

function write(ctx, rows, x, y, px, bold, colour) { // centred rows from y down, with a halo of the ground
  ctx.font = `${bold ? 650 : 400} ${px}px ${colours.sans}`;
  ctx.lineWidth = 3.5; ctx.strokeStyle = colours.ground; ctx.fillStyle = colour;
  rows.forEach((row, number) => {
    const line = y + (number + 0.5) * px * 1.22;
    ctx.strokeText(row, x, line); ctx.fillText(row, x, line);
  });
}

function nodeLabels(ctx, view, stand, room) {
  const first = state.hover || state.chosen || {};
  const order = stand ? ranked.filter((id) => stand.nodes.has(id)) : ranked;
  for (const id of first.node === undefined ? order : [first.node, ...order.filter((other) => other !== first.node)]) {
    const spot = view.at(spots[id]), r = sizes[id] * view.scale;
    if (!seen(id) || !view.inside(spot)) continue;
    const px = (FONT_SIZE + (things[id].w > MAJOR ? 2 : 0)) * Math.min(1.3, Math.max(0.92, Math.sqrt(view.scale)));
    const label = labels[id], w = label.width * px + 4, h = label.rows.length * px * 1.22;
    const places = [[spot.x - w / 2, spot.y + r + 2], [spot.x - w / 2, spot.y - r - 2 - h],
      [spot.x + r + 3, spot.y - h / 2], [spot.x - r - 3 - w, spot.y - h / 2]];
    const must = first.node === id;
    const major = things[id].w > MAJOR || must, boxes = places.map(([x, y]) => [x, y, x + w, y + h]);
    const box = boxes.find((b) => view.holds(b) && room.free(b, id))
      || (major && boxes.find((b) => view.holds(b) && room.free(b, id, true))) || (must && boxes[0]);
    if (!box) continue;
    room.take(box, id);
    state.placed.push({ id, box });
    write(ctx, label.rows, box[0] + w / 2, box[1], px, major, colours.ink);
  }
}

function lineLabels(ctx, view, stand, room) {
  const shown = stand ? [...stand.lines] : lines.map((_, id) => id).filter(seenLine);
  if (!stand && shown.length > QUIET && view.scale < 1.6) return;
  shown.sort((a, b) => lines[b].f.length - lines[a].f.length || a - b);
  for (const id of shown) {
    const line = lines[id], edge = network.body.edges[id], px = 11.5;
    const post = stand && line.f.length === 1 && line.f[0].t ? `：${line.f[0].t}` : '';
    const text = data.predicates[line.p].zh + post;
    const w = widthOf(text) * px + 6, h = px * 1.3;
    const a = view.at(spots[line.s]), b = view.at(spots[line.o]);
    const gap = Math.hypot(a.x - b.x, a.y - b.y) - (sizes[line.s] + sizes[line.o]) * view.scale;
    if (gap < Math.min(w, 34) || !edge.edgeType.fromPoint) continue;
    for (const t of [0.5, 0.4, 0.6]) {
      const spot = view.at(edge.edgeType.getPoint(t));
      const box = [spot.x - w / 2, spot.y - h / 2, spot.x + w / 2, spot.y + h / 2];
      if (!view.holds(box) || !room.free(box)) continue;
      room.take(box, -1);
      state.placed.push({ line: id, box });
      write(ctx, [text], spot.x, spot.y - px * 0.61, px, false, colours.soft);
      break;
    }
  }
}

function viewNow() {
  const scale = network.getScale(), zero = network.canvasToDOM({ x: 0, y: 0 });
  const stage = byId('mynetwork'), width = stage.clientWidth, height = stage.clientHeight;
  return {
    scale, width, height,
    at: (p) => ({ x: zero.x + p.x * scale, y: zero.y + p.y * scale }),
    holds: (box) => box[0] >= 0 && box[1] >= 0 && box[2] <= width && box[3] <= height,
    inside: (p) => p.x > -60 && p.y > -60 && p.x < width + 60 && p.y < height + 60,
  };
}

function paint(ctx) {
  const stand = focus(), view = viewNow(), room = new Room(), ratio = network.canvas.pixelRatio || 1;
  if (stand) veil(ctx, stand);
  ctx.save();
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.textAlign = 'center'; ctx.textBaseline = 'middle'; ctx.lineJoin = 'round';
  state.placed = [];
  for (const id of stand ? stand.nodes : ranked) {
    const spot = view.at(spots[id]), r = sizes[id] * view.scale * 0.9;
    if (seen(id) && view.inside(spot)) room.take([spot.x - r, spot.y - r, spot.x + r, spot.y + r], id, things[id].w <= MINOR);
  }
  room.take([view.width - 54, view.height - 162, view.width, view.height], -2); // the buttons
  nodeLabels(ctx, view, stand, room);
  lineLabels(ctx, view, stand, room);
  ctx.restore();
}

function fit() { // everything that is seen, with room for labels at the rim
  const shown = ranked.filter(seen);
  if (!shown.length) return;
  const xs = shown.map((id) => spots[id].x), ys = shown.map((id) => spots[id].y);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const stage = byId('mynetwork');
  const scale = Math.min(1.4, (stage.clientWidth - 150) / (right - left || 1), (stage.clientHeight - 110) / (bottom - top || 1));
  network.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 + 8 / scale }, scale: Math.max(scale, 0.05) });
}

function applyFilter() {
  nodes.update(things.map((_, id) => ({ id, hidden: !seen(id) })));
  edges.update(lines.map((_, id) => ({ id, hidden: !seenLine(id) })));
}
