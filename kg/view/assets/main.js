// What the reader does: point, choose, move. A choice is {node}, {lines} or null.
function choose(at) {
  state.chosen = at; state.hover = null;
  byId('tip').hidden = true;
  showCard();
  network.redraw();
  const iri = at && at.node !== undefined ? `#${encodeURIComponent(things[at.node].iri)}` : location.pathname.split('/').pop();
  try { history.replaceState(null, '', iri); } catch (refused) { /* some browsers keep the address of a local file fixed */ }
  if (at && at.lines && data.page.iri !== undefined) {
    const first = lines[at.lines[0]].f.flatMap((fact) => fact.q)[0];
    if (first !== undefined) pointAt(data.quotes[first].slice(1, 3).join('-'));
  }
}

function goTo(id) {
  network.moveTo({ position: spots[id], scale: Math.max(network.getScale(), 0.9) });
}

function pointing() {
  const tip = byId('tip'), stage = byId('stage');
  const hide = () => { state.hover = null; tip.hidden = true; network.redraw(); };
  const show = (at, content, pointer) => {
    state.hover = at;
    put(tip, content);
    tip.hidden = false;
    const { x, y } = pointer.DOM, room = [stage.clientWidth - tip.offsetWidth - 8, stage.clientHeight - tip.offsetHeight - 8];
    tip.style.left = `${Math.max(8, x + 18 > room[0] ? x - tip.offsetWidth - 18 : x + 18)}px`;
    tip.style.top = `${Math.max(8, Math.min(y + 14, room[1]))}px`;
    network.redraw();
  };
  network.on('hoverNode', (event) => show({ node: event.node }, nodeTip(event.node), event.pointer));
  network.on('hoverEdge', (event) => show({ lines: [event.edge] }, lineTip(event.edge), event.pointer));
  stage.addEventListener('mouseleave', hide);
  network.on('blurNode', hide);
  network.on('blurEdge', hide);
  network.on('dragStart', () => { tip.hidden = true; });
  network.on('dragging', (event) => event.nodes.forEach((id) => { spots[id] = network.getPosition(id); }));
  network.on('dragEnd', (event) => event.nodes.forEach((id) => { spots[id] = network.getPosition(id); }));
}

function save() { // the picture as it is now, on its ground
  const shown = document.querySelector('#mynetwork canvas'), copy = document.createElement('canvas');
  copy.width = shown.width; copy.height = shown.height;
  const ctx = copy.getContext('2d');
  ctx.fillStyle = colours.ground;
  ctx.fillRect(0, 0, copy.width, copy.height);
  ctx.drawImage(shown, 0, 0);
  el('a', { href: copy.toDataURL('image/png'), download: `${document.title}.png` }).click();
}

function labelAt({ x, y }) {
  const hit = state.placed.find(({ box }) => box[0] <= x && x <= box[2] && box[1] <= y && y <= box[3]);
  if (!hit) return null;
  return hit.id === undefined ? { lines: [hit.line] } : { node: hit.id };
}

function choosing() {
  network.on('click', (event) => {
    if (event.nodes.length) return choose({ node: event.nodes[0] });
    const label = labelAt(event.pointer.DOM);
    if (label) return choose(label);
    return choose(event.edges.length ? { lines: [event.edges[0]] } : null);
  });
  const zoom = (factor) => network.moveTo({ scale: network.getScale() * factor });
  byId('save').addEventListener('click', save);
  byId('fit').addEventListener('click', fit);
  byId('closer').addEventListener('click', () => zoom(1.4));
  byId('farther').addEventListener('click', () => zoom(1 / 1.4));
  document.addEventListener('keydown', (event) => { if (event.key === 'Escape' && event.target === document.body) choose(null); });
}

function fromAddress() { // graph.html#<IRI> chooses a thing, article-x.html#<start>-<end> points at a sentence
  const wanted = decodeURIComponent(location.hash.slice(1));
  const id = things.findIndex((thing) => thing.iri === wanted);
  if (id >= 0) { reveal(id); choose({ node: id }); goTo(id); } else if (/^\d+-\d+$/.test(wanted)) pointAt(wanted);
}

readColours();
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => { readColours(); network.redraw(); });
network.on('afterDrawing', paint);
legend();
search();
pointing();
choosing();
if (data.page.iri !== undefined) showText();
byId('empty').hidden = things.length > 0;
applyFilter();
showCard();
fit();
fromAddress();
addEventListener('hashchange', fromAddress);
window.kg = { placed: () => state.placed, choose, fit }; // for the console and the tests
