// Labels that never overlap, at any zoom: the most important first, each where there is room; of lines when there is room left.
const LINE = 9, LINES = 4, FONT_SIZE = 13; // as in network.py: full-width characters a line, lines a label, pixels
const MINOR = 5, MAJOR = Math.max(14, ranked.length > 24 ? things[ranked[24]].w : 0); // support: a label above the one stands out, and may cover nodes up to the other
const QUIET = 70; // lines in view above which their labels show only on hover and choice
const CROWD = 2500; // nodes in view of which labels are tried: more than find room on any screen

let colours = {};
function readColours() {
  const style = getComputedStyle(root);
  for (const name of ['ground', 'ink', 'soft', 'veil', 'accent', 'sans', 'tie']) colours[name] = style.getPropertyValue(`--${name}`).trim();
}

const unit = (character) => (character.codePointAt(0) < 0x2e80 ? 0.55 : 1);
const widthOf = (text) => { let sum = 0; for (const character of text) sum += unit(character); return sum; };
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
const labels = [];
function labelOf(id) { // worked out when it is first drawn: a large graph shows a few of its names
  if (!labels[id]) { const rows = broken(things[id].name); labels[id] = { rows, width: Math.max(...rows.map(widthOf)) }; }
  return labels[id];
}

class Room { // rectangles on the screen, found fast by a grid
  constructor() { this.cells = new Map(); }
  each(box, visit) {
    for (let x = Math.floor(box[0] / 64); x <= Math.floor(box[2] / 64); x++)
      for (let y = Math.floor(box[1] / 64); y <= Math.floor(box[3] / 64); y++) visit(x * 4096 + y);
  }
  free(box, own, over) { // not touched by another's box; with ``over``, boxes of minor nodes may be covered
    let free = true;
    this.each(box, (cell) => {
      for (const b of free ? this.cells.get(cell) || [] : [])
        if (b[4] !== own && !(over && b[5]) && box[0] < b[2] && b[0] < box[2] && box[1] < b[3] && b[1] < box[3]) free = false;
    });
    return free;
  }
  take(box, owner, minor) {
    const taken = [...box, owner, minor];
    this.each(box, (cell) => { if (!this.cells.has(cell)) this.cells.set(cell, []); this.cells.get(cell).push(taken); });
  }
}

function write(ctx, placed) { // centred rows with a halo of the ground
  const { rows, x, y, px, bold, colour } = placed;
  ctx.font = `${bold ? 650 : 400} ${px}px ${colours.sans}`;
  ctx.lineWidth = 3.5; ctx.strokeStyle = colours.ground; ctx.fillStyle = colour;
  rows.forEach((row, number) => {
    const line = y + (number + 0.5) * px * 1.22;
    ctx.strokeText(row, x, line); ctx.fillText(row, x, line);
  });
}

function nodeLabels(view, stand, room, order) {
  const first = state.hover || state.chosen || {};
  for (const id of first.node === undefined || !seen(first.node) ? order : [first.node, ...order.filter((other) => other !== first.node)]) {
    const spot = view.at(stage.spot(id)), r = stage.radius(id, view);
    const px = (FONT_SIZE + (things[id].w > MAJOR ? 2 : 0)) * Math.min(1.3, Math.max(0.92, Math.sqrt(view.scale)));
    const label = labelOf(id), rows = hiddenAround[id] ? [...label.rows, `+${hiddenAround[id]}`] : label.rows;
    const w = label.width * px + 4, h = rows.length * px * 1.22;
    const places = [[spot.x - w / 2, spot.y + r + 2], [spot.x - w / 2, spot.y - r - 2 - h],
      [spot.x + r + 3, spot.y - h / 2], [spot.x - r - 3 - w, spot.y - h / 2]];
    const must = first.node === id;
    const bold = things[id].w > MAJOR || must, boxes = places.map(([x, y]) => [x, y, x + w, y + h]);
    const box = boxes.find((b) => view.holds(b) && room.free(b, id))
      || (bold && boxes.find((b) => view.holds(b) && room.free(b, id, true))) || (must && boxes[0]);
    if (!box) continue;
    room.take(box, id);
    state.placed.push({ id, box, rows, x: box[0] + w / 2, y: box[1], px, bold, colour: colours.ink });
  }
}

const ROUND = 13; // pixels: the radius of a bubble from which its number stands inside
function bubbleLabel(view, room, { community, group, count, spot, radius }) { // the name of a community, and how many it holds
  const { rows, width } = group.n === null ? { rows: [say('其他', 'Others')], width: 4 } : labelOf(group.n);
  const at = view.at(spot), inside = radius >= ROUND, px = Math.min(15, 11 + radius / 8), w = width * px + 4;
  const forms = (inside ? [rows] : [[...rows, String(count)], rows]).flatMap((told) => { // where room is short, without the number
    const h = told.length * px * 1.22;
    return [at.y + radius + 2, at.y - radius - 2 - h].map((top) => ({ told, box: [at.x - w / 2, top, at.x + w / 2, top + h] }));
  });
  const form = forms.find(({ box }) => view.holds(box) && room.free(box));
  if (inside && view.inside(at)) {
    const small = Math.min(15, radius * 0.62), half = String(count).length * small * 0.3;
    state.placed.push({ community, count, inside, box: [at.x - half, at.y - small * 0.6, at.x + half, at.y + small * 0.6], rows: [String(count)], x: at.x, y: at.y - small * 0.61, px: small, bold: true, colour: colours.ink });
  }
  if (!form) return;
  const { told, box } = form;
  room.take(box, -3);
  state.placed.push({ community, count, box, rows: told, x: at.x, y: box[1], px, bold: false, colour: colours.ink });
}

function lineLabels(view, stand, room, order) {
  const inner = (id) => seenLine(id) && !closed(lines[id].s) && !closed(lines[id].o);
  if (!stand && drawnLines.length > QUIET && (view.scale < 1.6 || order.length > QUIET)) return;
  const near = drawnLines.length > QUIET ? [...new Set(order.flatMap((id) => touching[id]))].filter(inner) : drawnLines.slice();
  const wanted = stand ? [...stand.lines].filter(inner) : near;
  if (wanted.length > QUIET && view.scale < 1.6) return;
  wanted.sort((a, b) => lines[b].f.length - lines[a].f.length || a - b);
  for (const id of wanted) {
    const line = lines[id], px = 11.5;
    const post = stand && line.f.length === 1 && line.f[0].t ? say('：', ': ') + line.f[0].t : '';
    const text = told(data.predicates[line.p]) + post;
    const w = widthOf(text) * px + 6, h = px * 1.3;
    const a = view.at(stage.spot(line.s)), b = view.at(stage.spot(line.o));
    const gap = Math.hypot(a.x - b.x, a.y - b.y) - stage.radius(line.s, view) - stage.radius(line.o, view);
    if (gap < Math.min(w, 34)) continue;
    for (const t of [0.5, 0.4, 0.6]) {
      const on = stage.along(id, t);
      if (!on) break;
      const spot = view.at(on);
      const box = [spot.x - w / 2, spot.y - h / 2, spot.x + w / 2, spot.y + h / 2];
      if (!view.holds(box) || !room.free(box)) continue;
      room.take(box, -1);
      state.placed.push({ line: id, box, rows: [text], x: spot.x, y: spot.y - px * 0.61, px, bold: false, colour: colours.soft });
      break;
    }
  }
}

function place(view, stand) { // where the labels stand in this view
  const room = new Room(), order = [];
  state.placed = [];
  const bubbles = stand ? [] : stage.extras();
  bubbles.forEach(({ spot, radius }) => { const { x, y } = view.at(spot), r = radius * 0.9; room.take([x - r, y - r, x + r, y + r], -3); });
  for (const id of stand ? drawnNodes.filter((other) => stand.nodes.has(other)) : drawnNodes) {
    const spot = view.at(stage.spot(id));
    if (!view.inside(spot)) continue;
    if (order.push(id) > CROWD) break;
    const r = stage.radius(id, view) * 0.9;
    room.take([spot.x - r, spot.y - r, spot.x + r, spot.y + r], id, things[id].w <= MINOR);
  }
  room.take([view.width - 54, view.height - byId('tools').offsetHeight - 20, view.width, view.height], -2);
  if (!byId('time').hidden) room.take([0, view.height - byId('time').offsetHeight - 16, byId('time').offsetWidth + 20, view.height], -2);
  bubbles.forEach((bubble) => bubbleLabel(view, room, bubble));
  nodeLabels(view, stand, room, order);
  lineLabels(view, stand, room, order);
}

function paint(ctx) { // over what the library has drawn
  const stand = focus(), view = stage.view(), ratio = stage.ratio();
  if (stand) stage.veil(ctx, stand);
  ctx.save();
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.textAlign = 'center'; ctx.textBaseline = 'middle'; ctx.lineJoin = 'round';
  place(view, stand);
  state.placed.forEach((placed) => write(ctx, placed));
  ctx.restore();
}

function labelAt({ x, y }) {
  const hit = state.placed.find(({ box }) => box[0] <= x && x <= box[2] && box[1] <= y && y <= box[3]);
  if (!hit) return null;
  if (hit.community !== undefined) return { community: hit.community };
  return hit.id === undefined ? { lines: [hit.line] } : { node: hit.id };
}
