// The drawing by sigma.js (WebGL), for pictures too large for vis-network. Communities stand as one bubble each until they
// are opened; labels, and what stands out, are drawn on a canvas above.
const EACH = 2.5, BUNDLES = 300; // lines that are drawn between bubbles, for each of them; and from things to bubbles
const HOLE = 0.6; // of a bubble's radius: what its ring leaves for the number
const THINNEST = 1.7; // pixels on the screen that a line is wide at least: below, it is drawn as dots
const SLOW = 25, STILL = 120; // milliseconds: labels that take longer to paint wait until nothing has moved for so long
const stage = (() => {
  const holder = byId('mynetwork'), groups = data.communities;
  const spot = (id) => ({ x: things[id].x, y: things[id].y });
  const size = things.map((thing) => Math.min(15, 2.4 + 1.1 * Math.sqrt(thing.w)));
  let counts = groups.map(() => 0); // of the things that a bubble stands for and the filters leave
  let shares = groups.map(() => ({})); // of these by group of types: what a bubble's ring shows
  let bundles = []; // [end, end, count] of the lines with a bubble at an end; ends are ids, or numbers of communities as c12
  const narrow = () => Math.min(1, Math.max(0.5, holder.clientWidth / 760)); // on a phone bubbles leave room for names
  const bubble = (number) => Math.min(44, 5 + 1.5 * Math.sqrt(counts[number])) * narrow();
  const graph = new kgSigma.Graph({ multi: true });
  const sigma = new kgSigma.Sigma(graph, holder, {
    renderLabels: false, renderEdgeLabels: false, enableCameraRotation: false, 
    defaultNodeColor: '#888', minCameraRatio: 0.01, maxCameraRatio: 3, zIndex: true, stagePadding: 40, allowInvalidContainer: true,
    minEdgeThickness: THINNEST, doubleClickTimeout: 300,
  });
  const xs = things.map((thing) => thing.x), ys = things.map((thing) => -thing.y);
  const ends = (numbers) => numbers.reduce(([low, high], n) => [Math.min(low, n), Math.max(high, n)], [Infinity, -Infinity]);
  if (things.length) sigma.setCustomBBox({ x: ends(xs), y: ends(ys) });
  const canvas = el('canvas', { cls: 'labels' }), ctx = canvas.getContext('2d');
  holder.append(canvas);

  function rebuild() { // what is seen, as sigma's graph
    graph.clear();
    counts = groups.map(() => 0);
    shares = groups.map(() => ({}));
    things.forEach((thing, id) => {
      if (!seen(id)) return;
      const share = shares[thing.c], group = data.types[thing.type].group;
      if (closed(id)) { counts[thing.c] += 1; share[group] = (share[group] || 0) + 1; }
      else graph.addNode(id, { x: thing.x, y: -thing.y, size: size[id], color: look(id).color });
    });
    counts.forEach((count, number) => {
      if (count) graph.addNode(`c${number}`, { x: groups[number].x, y: -groups[number].y, size: bubble(number), color: colours.tie, zIndex: 1 });
    });
    const found = new Map();
    lines.forEach((line, id) => {
      if (!seenLine(id)) return;
      const [s, o] = [line.s, line.o].map((end) => (closed(end) ? `c${things[end].c}` : end));
      if (s === o) return;
      if (typeof s === 'number' && typeof o === 'number') graph.addEdgeWithKey(id, s, o, { size: width(id), color: colours.tie });
      else { const key = `${s} ${o}`; found.set(key, [s, o, (found.get(key) || [0, 0, 0])[2] + 1]); }
    });
    // Of the bundles the strongest tell enough; all of them would be a grey disc.
    const strongest = [...found.values()].sort((a, b) => b[2] - a[2]), outer = ([s, o]) => typeof s === 'string' && typeof o === 'string';
    bundles = [...strongest.filter(outer).slice(0, EACH * counts.filter(Boolean).length), ...strongest.filter((bundle) => !outer(bundle)).slice(0, BUNDLES)];
    bundles.forEach(([s, o, count]) => graph.addEdgeWithKey(`${s} ${o}`, s, o, { size: bundled(count), color: colours.tie }));
  }
  const bundled = (count) => Math.min(3.5, 0.8 + 0.5 * Math.log2(count));
  const width = (id) => Math.min(4, 0.6 + 0.5 * Math.log2(Math.max(1, support(id))));

  function frame() { // how graph coordinates lie on the screen
    const now = { cameraState: sigma.getCamera().getState() }; // also where it has moved and nothing is drawn yet
    const zero = sigma.graphToViewport({ x: 0, y: 0 }, now), far = sigma.graphToViewport({ x: 1000, y: 0 }, now);
    return { zero, scale: (far.x - zero.x) / 1000 };
  }
  function view() {
    const { zero, scale } = frame(), { width: w, height: h } = sigma.getDimensions();
    return {
      scale, width: w, height: h,
      at: (p) => ({ x: zero.x + p.x * scale, y: zero.y + p.y * scale }),
      holds: (box) => box[0] >= 0 && box[1] >= 0 && box[2] <= w && box[3] <= h,
      inside: (p) => p.x > -60 && p.y > -60 && p.x < w + 60 && p.y < h + 60,
    };
  }
  const onScreen = (px) => sigma.scaleSize(px);
  function overlay() {
    const ratio = devicePixelRatio || 1, { width: w, height: h } = sigma.getDimensions();
    if (canvas.width !== w * ratio || canvas.height !== h * ratio) { canvas.width = w * ratio; canvas.height = h * ratio; }
    ctx.clearRect(0, 0, canvas.width, canvas.height);
    const now = performance.now(), moving = now - last < STILL;
    last = now;
    clearTimeout(waiting);
    if (moving && cost > SLOW) { waiting = setTimeout(overlay, STILL); return; }
    rings(ratio);
    paint(ctx);
    cost = performance.now() - now;
  }
  let last = 0, cost = 0, waiting = null;

  function slices(number) { // of a bubble's ring: colour, and from which to which part of the whole, clockwise from the top
    let from = 0;
    return Object.keys(data.groups).filter((group) => shares[number][group]).map((group) => {
      const slice = { colour: data.groups[group].color, from, to: from + shares[number][group] / counts[number] };
      from = slice.to;
      return slice;
    });
  }
  function bubbles() { // the closed communities
    return groups.map((group, number) => ({ community: number, group, count: counts[number], spot: group, radius: onScreen(bubble(number)), slices: slices(number) }))
      .filter(({ count }) => count);
  }
  function rings(ratio) { // what the bubbles hold, by type
    const now = view(), turn = (part) => (part - 0.25) * 2 * Math.PI;
    ctx.save();
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    for (const { spot: middle, radius, slices: parts } of bubbles()) {
      const p = now.at(middle);
      if (!now.inside(p)) continue;
      for (const { colour, from, to } of parts) {
        ctx.fillStyle = colour; ctx.beginPath(); ctx.moveTo(p.x, p.y); ctx.arc(p.x, p.y, radius, turn(from), turn(to)); ctx.fill();
      }
      ctx.fillStyle = colours.ground; ctx.beginPath(); ctx.arc(p.x, p.y, radius * HOLE, 0, 2 * Math.PI); ctx.fill();
    }
    ctx.restore();
  }

  // Without a graphics card the picture is moved as it was drawn, and drawn anew once it stands still: so it follows the
  // hand at once, however large it is.
  const software = (() => {
    const gl = document.createElement('canvas').getContext('webgl2'), told = gl && gl.getExtension('WEBGL_debug_renderer_info');
    return Boolean(told) && /swiftshader|llvmpipe|software|basic render/i.test(gl.getParameter(told.UNMASKED_RENDERER_WEBGL));
  })();
  let drawnAt = null, later = null;
  const layers = () => [sigma.getCanvases().edges, sigma.getCanvases().nodes, canvas];
  const render = sigma.scheduleRender.bind(sigma);
  sigma.scheduleRender = () => {
    if (!drawnAt || !software) return render();
    const { zero, scale } = frame(), k = scale / drawnAt.scale;
    const shift = `translate(${zero.x - k * drawnAt.zero.x}px, ${zero.y - k * drawnAt.zero.y}px) scale(${k})`;
    layers().forEach((layer) => { layer.style.transformOrigin = '0 0'; layer.style.transform = shift; });
    clearTimeout(later);
    later = setTimeout(render, STILL);
    return sigma;
  };
  function drawnNow() {
    clearTimeout(later);
    drawnAt = frame();
    layers().forEach((layer) => { layer.style.transform = ''; });
    overlay();
  }
  function lineAt({ x, y }) { // the line under the pointer; the drawing library would draw everything twice to know it
    const now = view();
    let best = null, near = 5;
    graph.forEachEdge((key, _, s, o) => {
      const id = Number(key);
      if (!Number.isInteger(id)) return;
      const a = now.at(spot(lines[id].s)), b = now.at(spot(lines[id].o));
      const along = Math.max(0, Math.min(1, ((x - a.x) * (b.x - a.x) + (y - a.y) * (b.y - a.y)) / ((b.x - a.x) ** 2 + (b.y - a.y) ** 2 || 1)));
      const away = Math.hypot(a.x + along * (b.x - a.x) - x, a.y + along * (b.y - a.y) - y);
      if (away < near) { near = away; best = id; }
    });
    return best;
  }
  const where = () => {
    const { width: w, height: h } = sigma.getDimensions(), { zero, scale } = frame();
    return { x: (w / 2 - zero.x) / scale, y: (h / 2 - zero.y) / scale, scale };
  };
  return {
    spot, view, where,
    width: (id) => Math.max(THINNEST, onScreen(width(id))),
    radius: (id) => onScreen(size[id]),
    along: (id, t) => { const a = spot(lines[id].s), b = spot(lines[id].o); return { x: a.x + (b.x - a.x) * t, y: a.y + (b.y - a.y) * t }; },
    bend: () => null,
    ratio: () => devicePixelRatio || 1,
    canvases() { sigma.refresh(); const made = sigma.getCanvases(); return [made.edges, made.nodes, canvas]; },
    extras: bubbles,
    bundles: () => bundles.map(([s, o, count]) => ({ ends: [s, o].map((end) => (typeof end === 'number' ? spot(end) : groups[Number(end.slice(1))])), width: Math.max(THINNEST, onScreen(bundled(count))) })),
    move({ x, y, scale }) {
      const camera = sigma.getCamera(), ratio = camera.ratio * frame().scale / scale;
      const { x: cx, y: cy } = sigma.viewportToFramedGraph(sigma.graphToViewport({ x, y: -y }));
      camera.setState({ x: cx, y: cy, ratio: Math.max(0.01, Math.min(3, ratio)) });
    },
    redraw: overlay,
    apply: () => { rebuild(); sigma.refresh(); },
    veil(to, stand) {
      const now = view();
      to.save();
      to.setTransform(1, 0, 0, 1, 0, 0);
      to.fillStyle = colours.veil;
      to.fillRect(0, 0, canvas.width, canvas.height);
      to.restore();
      to.save();
      const ratio = devicePixelRatio || 1;
      to.setTransform(ratio, 0, 0, ratio, 0, 0);
      to.strokeStyle = colours.tie;
      const place_of = (id) => now.at(closed(id) ? groups[things[id].c] : spot(id));
      for (const id of stand.lines) {
        const a = place_of(lines[id].s), b = place_of(lines[id].o);
        to.lineWidth = Math.max(THINNEST, onScreen(width(id)));
        to.beginPath(); to.moveTo(a.x, a.y); to.lineTo(b.x, b.y); to.stroke();
      }
      for (const id of stand.nodes) {
        const p = place_of(id);
        to.fillStyle = look(id).color;
        to.beginPath(); to.arc(p.x, p.y, closed(id) ? 4 : Math.max(3, onScreen(size[id])), 0, 2 * Math.PI); to.fill();
      }
      to.restore();
    },
    listen({ over, out, pick, twice, moved }) {
      const point = (event) => ({ x: event.event.x, y: event.event.y });
      const community = (node) => (String(node).startsWith('c') ? Number(String(node).slice(1)) : null);
      sigma.on('afterRender', drawnNow);
      sigma.on('enterNode', (event) => {
        holder.style.cursor = 'pointer';
        if (community(event.node) === null) over({ node: Number(event.node) }, point(event));
      });
      sigma.on('leaveNode', () => { holder.style.cursor = ''; out(); });
      sigma.on('clickNode', (event) => {
        const number = community(event.node);
        if (number !== null) openCommunity(number); else pick({ node: Number(event.node) });
      });
      sigma.on('doubleClickNode', (event) => { event.preventSigmaDefault(); if (community(event.node) === null) twice(Number(event.node)); });
      sigma.on('clickStage', (event) => {
        const label = labelAt(point(event));
        if (label && label.community !== undefined) return openCommunity(label.community);
        if (label) return pick(label);
        const line = lineAt(point(event));
        return pick(line === null ? null : { lines: [line] });
      });
      sigma.getCamera().on('updated', moved);
      addEventListener('resize', () => sigma.refresh());
    },
  };
})();
