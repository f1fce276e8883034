// The current picture as a file, and the view in the address.
function download(name, address) { el('a', { href: address, download: name }).click(); }

function strip(width) { // what the colours mean, below the picture: whoever is shown it has no legend beside it
  const seenGroups = Object.entries(data.groups).filter(([key]) => things.some((thing, id) => seen(id) && data.types[thing.type].group === key));
  let x = 16, y = 10;
  const marks = seenGroups.map(([, group]) => {
    const room = 22 + widthOf(told(group)) * FONT_SIZE + 20;
    if (x > 16 && x + room > width) { x = 16; y += 24; }
    x += room;
    return { group, x: x - room, y };
  });
  return { marks, height: marks.length ? y + 28 : 0 };
}
function savePng() { // the picture as it is now, on its ground
  const parts = stage.canvases(), copy = document.createElement('canvas'), ratio = stage.ratio();
  const { marks, height } = strip(parts[0].width / ratio), below = parts[0].height;
  copy.width = parts[0].width; copy.height = below + height * ratio;
  const ctx = copy.getContext('2d');
  ctx.fillStyle = colours.ground;
  ctx.fillRect(0, 0, copy.width, copy.height);
  parts.forEach((part) => ctx.drawImage(part, 0, 0, copy.width, below));
  ctx.font = `${FONT_SIZE * ratio}px ${colours.sans}`; ctx.textBaseline = 'middle';
  for (const { group, x, y } of marks) {
    ctx.setTransform(ratio, 0, 0, ratio, x * ratio, below + y * ratio);
    ctx.fillStyle = group.color; ctx.fill(new Path2D(group.path));
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.fillStyle = colours.ink; ctx.fillText(told(group), (x + 20) * ratio, below + (y + 7.5) * ratio);
  }
  download(`${document.title}.png`, copy.toDataURL('image/png'));
}

function picture() { // the same as SVG: lines, marks, bubbles, labels
  const view = stage.view(), stand = focus(), below = strip(view.width), height = view.height + below.height, round = (n) => Math.round(n * 10) / 10;
  const svg = drawn('svg', { xmlns: 'http://www.w3.org/2000/svg', width: view.width, height, viewBox: `0 0 ${view.width} ${height}`, 'font-family': colours.sans });
  svg.append(drawn('title', {}, document.title), drawn('rect', { width: view.width, height, fill: colours.ground }));
  const faint = (is) => (stand && !is ? 0.15 : 1);
  const line = (a, b, width, opacity, via) => svg.append(drawn('path', { d: `M${round(a.x)} ${round(a.y)}${via ? `Q${round(via.x)} ${round(via.y)} ` : 'L'}${round(b.x)} ${round(b.y)}`,
    fill: 'none', stroke: colours.tie, 'stroke-width': round(width), opacity }));
  for (const { ends: [a, b], width } of stage.bundles()) line(view.at(a), view.at(b), width, faint(!stand));
  for (const id of drawnLines) {
    const { s, o } = lines[id], via = stage.bend(id);
    line(view.at(stage.spot(s)), view.at(stage.spot(o)), stage.width(id, view), 0.75 * faint(stand && stand.lines.has(id)), via && view.at(via));
  }
  for (const id of drawnNodes) {
    const p = view.at(stage.spot(id)), r = stage.radius(id, view);
    if (!view.inside(p)) continue;
    svg.append(drawn('path', { d: look(id).path, fill: look(id).color, opacity: faint(stand && stand.nodes.has(id)),
      transform: `translate(${round(p.x - r * 1.1)} ${round(p.y - r * 1.1)}) scale(${round(r * 2.2 / 14 * 100) / 100})` }));
  }
  for (const { spot, radius, slices } of stage.extras()) {
    const p = view.at(spot), r = radius * 0.8, whole = 2 * Math.PI * r; // the middle of the ring, as in stage_sigma.js
    for (const { colour, from, to } of slices)
      svg.append(drawn('circle', { cx: round(p.x), cy: round(p.y), r: round(r), fill: colours.ground, 'fill-opacity': from ? 0 : 1, stroke: colour, 'stroke-width': round(radius * 0.4), opacity: faint(!stand),
        'stroke-dasharray': `${round((to - from) * whole)} ${round(whole)}`, 'stroke-dashoffset': round(-from * whole), transform: `rotate(-90 ${round(p.x)} ${round(p.y)})` }));
  }
  for (const { rows, x, y, px, bold, colour } of state.placed)
    rows.forEach((text, number) => svg.append(drawn('text', { x: round(x), y: round(y + (number + 0.5) * px * 1.22 + px * 0.35), 'font-size': round(px), 'font-weight': bold ? 650 : 400,
      'text-anchor': 'middle', fill: colour, stroke: colours.ground, 'stroke-width': 3, 'paint-order': 'stroke' }, text)));
  for (const { group, x, y } of below.marks)
    svg.append(drawn('path', { d: group.path, fill: group.color, transform: `translate(${round(x)} ${view.height + y})` }),
      drawn('text', { x: round(x + 20), y: view.height + y + 12, 'font-size': FONT_SIZE, fill: colours.ink }, told(group)));
  return svg;
}
function saveSvg() { download(`${document.title}.svg`, `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(picture()))}`); }

let writing = null, reading = false;
function remember() { // the view into the address, once nothing moves
  if (reading) return;
  clearTimeout(writing);
  writing = setTimeout(() => {
    try { history.replaceState(null, '', `#${address()}`); } catch (refused) { /* some browsers keep the address of a local file fixed */ }
  }, 150);
}
function address() {
  const kept = new URLSearchParams(), at = state.chosen, iri = (id) => things[id].iri;
  if (at && at.node !== undefined) kept.set('node', iri(at.node));
  else if (at && at.from !== undefined) { kept.set('path', iri(at.from)); kept.set('to', iri(at.to)); }
  else if (at) kept.set('line', [lines[at.lines[0]].p, iri(lines[at.lines[0]].s), iri(lines[at.lines[0]].o)].join('\n'));
  if (state.roots.size) kept.set('around', [...state.roots].map(iri).join('\n'));
  if (state.folded.size) kept.set('fold', [...state.folded].map(iri).join('\n'));
  const hidden = [...state.hiddenTypes].sort().join(' ');
  if (hidden !== (page.iri === undefined ? 'Article' : '')) kept.set('types', hidden);
  if (state.hiddenPredicates.size) kept.set('without', [...state.hiddenPredicates].sort().join(' '));
  if (state.open.size) kept.set('open', state.open.size === data.communities.length ? 'all' : [...state.open].sort((a, b) => a - b).join(' '));
  if (state.since) kept.set('since', state.since);
  if (state.until) kept.set('until', state.until);
  if (state.showLoose && lines.length) kept.set('loose', '1');
  const { x, y, scale } = stage.where();
  kept.set('at', [Math.round(x * 100) / 100, Math.round(y * 100) / 100, Math.round(scale * 1000) / 1000].join(' '));
  if (english()) kept.set('lang', 'en');
  return kept.toString();
}

function restore() { // the view that the address names; what it names and is not here is passed over
  const sentence = /^#\d+-\d+$/.test(location.hash), raw = sentence ? '' : location.hash.slice(1) || page.view || '';
  const asked = new URLSearchParams(raw), ids = (name) => (asked.get(name) || '').split('\n').map(idOf).filter((id) => id !== undefined);
  const words = (name) => (asked.get(name) || '').split(' ').filter(Boolean);
  reading = true;
  if (asked.has('types')) state.hiddenTypes = new Set(words('types'));
  state.hiddenPredicates = new Set(words('without'));
  const month = (name) => (/^\d{4}-\d{2}$/.test(asked.get(name) || '') ? asked.get(name) : null);
  state.since = month('since'); state.until = month('until');
  state.showLoose = !lines.length || asked.has('loose');
  state.folded = new Set(ids('fold'));
  if (data.communities) state.open = new Set(asked.get('open') === 'all' ? data.communities.keys() : words('open').map(Number).filter((number) => data.communities[number]));
  state.roots = new Set(asked.get('around') === '1' ? ids('node') : ids('around'));
  legend(); timeline(); applyFilter();
  const [node] = ids('node'), [from] = ids('path'), [to] = ids('to');
  if (from !== undefined && to !== undefined) showPath(from, to);
  else if (node !== undefined) { reveal(node); choose({ node }); }
  else if (asked.has('line')) {
    const [predicate, s, o] = asked.get('line').split('\n');
    const id = lines.findIndex((line) => line.p === predicate && things[line.s].iri === s && things[line.o].iri === o);
    choose(id < 0 ? null : { lines: [id] });
  } else choose(null);
  const [x, y, scale] = words('at').map(Number);
  if ([x, y, scale].every(Number.isFinite) && scale > 0) stage.move({ x, y, scale });
  else if (state.roots.size || node === undefined || page.view) { if (from === undefined) fit(); }
  else goTo(node);
  reading = false;
  if (sentence && page.iri !== undefined) pointAt(location.hash.slice(1)); // of the article
  else remember();
}
