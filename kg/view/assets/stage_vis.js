// The drawing by vis-network, with the picture that pyvis has made: ``nodes``, ``edges`` and ``network``.
const THINNEST = 0.7; // pixels on the screen that a line is wide at least
const stage = (() => {
  const spots = network.getPositions();
  const sizes = things.map((_, id) => nodes.get(id).size), widths = lines.map((_, id) => edges.get(id).width);
  // From afar marks and lines shrink more slowly than the distances between them: what is seen first can be seen.
  const grown = (scale) => Math.min(2.2, Math.max(1, scale ** -0.45));
  let sizedFor = 0;
  function resize() {
    const scale = network.getScale(), by = grown(scale);
    if (scale === sizedFor) return;
    sizedFor = scale;
    sizes.forEach((size, id) => { const node = network.body.nodes[id]; node.options.size = size * by; node.needsRefresh(); });
    widths.forEach((width, id) => { network.body.edges[id].options.width = Math.max(width * by, THINNEST / scale); });
  }
  const holder = byId('mynetwork');
  const keep = (event) => event.nodes.forEach((id) => { spots[id] = network.getPosition(id); });
  return {
    spot: (id) => spots[id],
    radius: (id, view) => sizes[id] * grown(view.scale) * view.scale,
    width: (id, view) => Math.max(widths[id] * grown(view.scale) * view.scale, THINNEST),
    along: (id, t) => { const edge = network.body.edges[id]; return edge.edgeType.fromPoint ? edge.edgeType.getPoint(t) : null; },
    bend: (id) => { const via = network.body.edges[id].edgeType.getViaNode && network.body.edges[id].edgeType.getViaNode(); return via && via.x !== undefined ? via : null; },
    extras: () => [],
    bundles: () => [],
    ratio: () => network.canvas.pixelRatio || 1,
    canvases: () => [holder.querySelector('canvas')],
    view() {
      const scale = network.getScale(), zero = network.canvasToDOM({ x: 0, y: 0 });
      const width = holder.clientWidth, height = holder.clientHeight;
      return {
        scale, width, height,
        at: (p) => ({ x: zero.x + p.x * scale, y: zero.y + p.y * scale }),
        holds: (box) => box[0] >= 0 && box[1] >= 0 && box[2] <= width && box[3] <= height,
        inside: (p) => p.x > -60 && p.y > -60 && p.x < width + 60 && p.y < height + 60,
      };
    },
    where: () => ({ ...network.getViewPosition(), scale: network.getScale() }),
    move: ({ x, y, scale }) => network.moveTo({ position: { x, y }, scale }),
    redraw: () => network.redraw(),
    apply() {
      nodes.update(things.map((_, id) => ({ id, hidden: !seen(id) })));
      edges.update(lines.map((_, id) => ({ id, hidden: !seenLine(id) })));
    },
    veil(ctx, stand) { // over what does not stand out; what does is drawn once more
      ctx.save();
      ctx.setTransform(1, 0, 0, 1, 0, 0);
      ctx.fillStyle = colours.veil;
      ctx.fillRect(0, 0, ctx.canvas.width, ctx.canvas.height);
      ctx.restore();
      for (const id of stand.lines) { const edge = network.body.edges[id]; edge.draw(ctx); edge.drawArrows(ctx); }
      for (const id of stand.nodes) network.body.nodes[id].draw(ctx);
    },
    listen({ over, out, pick, twice, moved }) {
      network.on('beforeDrawing', resize);
      network.on('afterDrawing', paint);
      network.on('hoverNode', (event) => over({ node: event.node }, event.pointer.DOM));
      network.on('hoverEdge', (event) => over({ lines: [event.edge] }, event.pointer.DOM));
      network.on('blurNode', out);
      network.on('blurEdge', out);
      network.on('dragging', keep);
      network.on('dragEnd', (event) => { keep(event); moved(); });
      network.on('zoom', moved);
      network.on('doubleClick', (event) => { if (event.nodes.length) twice(event.nodes[0]); });
      network.on('click', (event) => {
        if (event.nodes.length) return pick({ node: event.nodes[0] });
        return pick(labelAt(event.pointer.DOM) || (event.edges.length ? { lines: [event.edges[0]] } : null));
      });
    },
  };
})();
