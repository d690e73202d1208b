/*
 * Where the nodes of a graph go: in layers from left to right, after Sugiyama, Tagawa and Toda. Layers by the longest way
 * from a root; long edges get a place in every layer that they cross; medians order the layers; then each node moves towards
 * its neighbours. Linear in the size of the graph but for the sorting, so that thousands of nodes take a moment only.
 */
window.PowerJobLayout = (function () {
  "use strict";

  const SIZE = { width: 196, height: 56, gapX: 64, gapY: 30 };
  const MOST_BENDS = 20000;

  /* Longest way from a root to each node; nodes on a circle stand behind the others. */
  function ranks(ids, next, before) {
    const rank = new Map(ids.map(id => [id, 0]));
    const open = new Map(ids.map(id => [id, before.get(id).length]));
    const ready = ids.filter(id => !open.get(id));
    let last = 0;
    for (let i = 0; i < ready.length; i++) {
      const id = ready[i];
      last = Math.max(last, rank.get(id));
      for (const to of next.get(id)) {
        rank.set(to, Math.max(rank.get(to), rank.get(id) + 1));
        open.set(to, open.get(to) - 1);
        if (!open.get(to)) {
          ready.push(to);
        }
      }
    }
    const seen = new Set(ready);
    ids.filter(id => !seen.has(id)).forEach(id => rank.set(id, last + 1));
    return rank;
  }

  function median(values) {
    if (!values.length) {
      return null;
    }
    values.sort((a, b) => a - b);
    const middle = values.length >> 1;
    return values.length % 2 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
  }

  /* Orders each layer by the medians of its neighbours in the layer before or behind, several times to and fro. */
  function order(layers, links) {
    const place = new Map();
    const number = layer => layer.forEach((cell, i) => place.set(cell, i));
    layers.forEach(number);
    for (let sweep = 0; sweep < 8; sweep++) {
      const forward = sweep % 2 === 0;
      const sequence = forward ? layers.slice(1) : layers.slice(0, -1).reverse();
      for (const layer of sequence) {
        const wish = new Map(layer.map(cell =>
          [cell, median((forward ? links.before : links.next).get(cell).map(other => place.get(other)))]));
        layer.sort((a, b) => (wish.get(a) ?? place.get(a)) - (wish.get(b) ?? place.get(b)) || place.get(a) - place.get(b));
        number(layer);
      }
    }
  }

  /* Heights as near to what is wished as the order and the gaps allow. */
  function settle(layer, wish, distance) {
    const down = [];
    const up = [];
    layer.forEach((cell, i) => { down[i] = i ? Math.max(wish(cell), down[i - 1] + distance(layer[i - 1], cell)) : wish(cell); });
    for (let i = layer.length - 1; i >= 0; i--) {
      up[i] = i < layer.length - 1 ? Math.min(wish(layer[i]), up[i + 1] - distance(layer[i], layer[i + 1])) : wish(layer[i]);
    }
    return layer.map((cell, i) => (down[i] + up[i]) / 2);
  }

  /*
   * Places for all nodes: { places: Map of id to {x, y}, bends: Map of "from>to" to the points that the edge passes }.
   */
  function layout(nodes, edges) {
    const ids = nodes.map(node => node.nodeId);
    const known = new Set(ids);
    const next = new Map(ids.map(id => [id, []]));
    const before = new Map(ids.map(id => [id, []]));
    const real = edges.filter(edge => known.has(edge.from) && known.has(edge.to) && edge.from !== edge.to);
    real.forEach(edge => {
      next.get(edge.from).push(edge.to);
      before.get(edge.to).push(edge.from);
    });
    const rank = ranks(ids, next, before);
    const layers = [];
    const links = { next: new Map(), before: new Map() };
    const add = (cell, layer) => {
      (layers[layer] = layers[layer] || []).push(cell);
      links.next.set(cell, []);
      links.before.set(cell, []);
    };
    ids.forEach(id => add(id, rank.get(id)));
    const crossed = real.reduce((sum, edge) => sum + Math.max(0, rank.get(edge.to) - rank.get(edge.from) - 1), 0);
    const chains = new Map();
    real.forEach(edge => {
      let from = edge.from;
      const chain = [];
      if (crossed <= MOST_BENDS) {
        for (let layer = rank.get(edge.from) + 1; layer < rank.get(edge.to); layer++) {
          const bend = edge.from + ">" + edge.to + "@" + layer;
          add(bend, layer);
          links.next.get(from).push(bend);
          links.before.get(bend).push(from);
          chain.push([bend, layer]);
          from = bend;
        }
      }
      links.next.get(from).push(edge.to);
      links.before.get(edge.to).push(from);
      chains.set(edge.from + ">" + edge.to, chain);
    });
    for (let i = 0; i < layers.length; i++) {
      layers[i] = layers[i] || [];
    }
    order(layers, links);

    const y = new Map();
    const isNode = cell => known.has(cell);
    const distance = (a, b) => (isNode(a) || isNode(b) ? SIZE.height + SIZE.gapY : SIZE.gapY) * (isNode(a) && isNode(b) ? 1 : .75);
    layers.forEach(layer => layer.reduce((top, cell, i) => {
      const own = i ? top + distance(layer[i - 1], cell) : 0;
      y.set(cell, own);
      return own;
    }, 0));
    for (let pass = 0; pass < 10; pass++) {
      const side = pass % 2 ? links.next : links.before;
      (pass % 2 ? [...layers].reverse() : layers).forEach(layer => {
        const wish = new Map(layer.map(cell => {
          const around = side.get(cell).map(other => y.get(other));
          return [cell, around.length ? around.reduce((a, b) => a + b, 0) / around.length : y.get(cell)];
        }));
        settle(layer, cell => wish.get(cell), distance).forEach((height, i) => y.set(layer[i], height));
      });
    }
    const top = Math.min(...y.values(), Infinity);
    const column = layer => layer * (SIZE.width + SIZE.gapX);
    const places = new Map(ids.map(id => [id, { x: column(rank.get(id)), y: Math.round(y.get(id) - (isFinite(top) ? top : 0)) }]));
    const bends = new Map();
    chains.forEach((chain, key) => {
      if (chain.length) {
        bends.set(key, chain.flatMap(([bend, layer]) => {
          const height = Math.round(y.get(bend) - top + SIZE.height / 2);
          return [{ x: column(layer), y: height }, { x: column(layer) + SIZE.width, y: height }];
        }));
      }
    });
    return { places: places, bends: bends };
  }

  /*
   * As layout, but nodes that people have put somewhere (node.place) stay there; the others go behind what leads to them,
   * where there is room.
   */
  function picture(nodes, edges) {
    const fresh = layout(nodes, edges);
    const placed = nodes.filter(node => node.place);
    if (!placed.length) {
      return fresh;
    }
    const places = new Map(placed.map(node => [node.nodeId, { x: node.place.x, y: node.place.y }]));
    const taken = at => [...places.values()].some(each => Math.abs(each.x - at.x) < SIZE.width && Math.abs(each.y - at.y) < SIZE.height + 8);
    nodes.filter(node => !node.place)
      .sort((a, b) => fresh.places.get(a.nodeId).x - fresh.places.get(b.nodeId).x)
      .forEach(node => {
        const before = edges.find(edge => edge.to === node.nodeId && places.has(edge.from));
        const from = before && places.get(before.from);
        const at = from ? { x: from.x + SIZE.width + SIZE.gapX, y: from.y } : { ...fresh.places.get(node.nodeId) };
        while (taken(at)) {
          at.y += SIZE.height + SIZE.gapY;
        }
        places.set(node.nodeId, at);
      });
    // Long edges keep their ways as long as everything is where the layout has put it.
    const same = nodes.every(node => places.get(node.nodeId).x === fresh.places.get(node.nodeId).x && places.get(node.nodeId).y === fresh.places.get(node.nodeId).y);
    return { places: places, bends: same ? fresh.bends : new Map() };
  }

  return { layout: layout, picture: picture, size: SIZE };
})();
