// The moving half of TaskGraph: .NET draws the graph once, this keeps its states, its view and its keyboard.
const SVG = 'http://www.w3.org/2000/svg';
const calm = matchMedia('(prefers-reduced-motion: reduce)');
const MIN = 0.12, MAX = 2, READABLE = 0.8, FAR = 0.4, NODE = [208, 46], PILL = 300, SLOT = 24;

export function mount(root, dotnet, looks) {
  const view = { x: 0, y: 0, k: 1 }, state = new Map(), pills = new Map(), edgesFrom = new Map(), mini = new Map();
  let canvas, world, minimap, follow = true, current = null, drag = null, selected = null;
  const quit = new AbortController(), on = (t, e, f, o) => t.addEventListener(e, f, { signal: quit.signal, ...o });

  function index() {
    canvas = root.querySelector('.graph-canvas'); world = canvas.querySelector('.world'); minimap = root.querySelector('.minimap');
    for (const m of [state, pills, edgesFrom, mini]) m.clear();
    for (const el of world.querySelectorAll('.node')) state.set(+el.dataset.no, { el, name: el.dataset.name });
    for (const el of world.querySelectorAll('.pill')) pills.set(+el.dataset.key, el);
    for (const el of world.querySelectorAll('.edge')) (edgesFrom.get(+el.dataset.from) ?? edgesFrom.set(+el.dataset.from, []).get(+el.dataset.from)).push(el);
    if (minimap) for (const el of minimap.querySelectorAll('[data-no]')) mini.set(+el.dataset.no, el);
    current = world.querySelector('.node, .pill'); current?.setAttribute('tabindex', '0');
  }

  const size = () => [canvas.clientWidth || 1, canvas.clientHeight || 1];
  const content = () => { const b = world.getBBox(); return [b.x + b.width + 16, b.y + b.height + 16]; };
  const place = el => [+el.dataset.x, +el.dataset.y, el.classList.contains('pill') ? PILL : NODE[0], NODE[1]];

  function paint(eased) {
    world.classList.toggle('eased', !!eased && !calm.matches); canvas.classList.toggle('far', view.k < FAR);
    world.style.transform = `translate(${view.x}px, ${view.y}px) scale(${view.k})`;
    if (!minimap) return;
    const [w, h] = size(), r = minimap.querySelector('.minimap-view');
    r.setAttribute('x', -view.x / view.k); r.setAttribute('y', -view.y / view.k); r.setAttribute('width', w / view.k); r.setAttribute('height', h / view.k);
  }

  function fit(least, eased) {
    const [w, h] = size(), [cw, ch] = content(), all = Math.min(w / cw, h / ch, 1), k = Math.max(all, least);
    view.k = k; view.x = cw * k <= w ? (w - cw * k) / 2 : 0; view.y = ch * k <= h ? (h - ch * k) / 2 : 0;
    if (ch * k > h && current) view.y = Math.min(0, h / 2 - (place(current)[1] + NODE[1] / 2) * k);
    paint(eased);
  }

  function zoom(factor, cx, cy) {
    const k = Math.min(MAX, Math.max(MIN, view.k * factor)), [w, h] = size(); cx ??= w / 2; cy ??= h / 2;
    view.x = cx - (cx - view.x) * k / view.k; view.y = cy - (cy - view.y) * k / view.k; view.k = k;
    paint();
  }

  function setFollow(value) { follow = value; root.querySelector('[data-view=follow]').setAttribute('aria-pressed', value); if (value) lookAtWork(); }

  // As near to the middle as the picture reaches: beyond its edge there is nothing to see.
  const within = (at, room, all) => all <= room ? (room - all) / 2 : Math.min(0, Math.max(room - all, at));

  function reveal(el) {
    const [x, y, nw, nh] = place(el), [w, h] = size(), [cw, ch] = content(), left = x * view.k + view.x, top = y * view.k + view.y, pad = 24;
    if (left >= pad && top >= pad && left + nw * view.k <= w - pad && top + nh * view.k <= h - pad) return;
    view.x = within(w / 2 - (x + nw / 2) * view.k, w, cw * view.k); view.y = within(h / 2 - (y + nh / 2) * view.k, h, ch * view.k);
    paint(true);
  }

  function lookAtWork() {
    const el = world.querySelector('.node.s-running, .pill.s-running') ?? world.querySelector('.node.s-failed, .pill.s-failed');
    const [w, h] = size(), [cw, ch] = content();
    if (el && (cw * view.k > w || ch * view.k > h)) reveal(el);
  }

  function elapsed(ms) {
    const s = Math.max(0, Math.floor(ms / 1000)), pad = n => String(n).padStart(2, '0');
    return s < 3600 ? `${Math.floor(s / 60)}:${pad(s % 60)}` : s < 172800 ? `${Math.floor(s / 3600)} h ${pad(Math.floor(s / 60) % 60)}` : `${Math.floor(s / 86400)} d`;
  }

  function text(el, value) { if (el.firstChild) { if (el.firstChild.data !== value) el.firstChild.data = value; } else el.textContent = value; }

  function words(n) {
    const moving = n.css === 's-running' || n.css === 's-waiting', at = n.attempt > 1 ? ` · attempt ${n.attempt}` : '';
    text(n.el.querySelector('.node-state'), n.word + at + (moving && n.since ? ` · ${elapsed(Date.now() - n.since)}` : ''));
  }

  function markEdges(from, css) {
    const kind = css === 's-done' || css === 's-person' ? 'satisfied' : css === 's-failed' || css === 's-dead' ? 'broken' : css === 's-running' ? 'blocking' : css === 's-waiting' ? 'delayed' : '';
    for (const edge of edgesFrom.get(from) ?? []) edge.setAttribute('class', `edge ${kind}`);
  }

  function apply(nodes, changedPills) {
    for (const [no, name, attempt, since] of nodes) {
      const n = state.get(no); if (!n) continue;
      const [css, shape, word] = looks[name] ?? ['s-unknown', 'shape-question', name];
      Object.assign(n, { css, word, attempt, since });
      n.el.setAttribute('class', `node ${css}${no === selected ? ' selected' : ''}`);
      n.el.querySelector('use').setAttribute('href', `#${shape}`);
      n.el.setAttribute('aria-label', attempt > 0 ? `${n.name}, ${word}, attempt ${attempt}` : `${n.name}, ${word}`);
      mini.get(no)?.setAttribute('class', `mini ${css}`);
      words(n); markEdges(no, css);
    }
    for (const pill of changedPills) applyPill(pill);
    if (follow) lookAtWork();
  }

  function applyPill([key, css, summary, done, running, waiting, failed, pulled]) {
    const el = pills.get(key); if (!el) return;
    const counts = [done, running, waiting, failed], total = parseInt(el.querySelector('.pill-name').textContent, 10), bar = el.querySelector('.pill-bar').children;
    el.setAttribute('class', `pill ${css}`); text(el.querySelector('.pill-text'), summary);
    el.setAttribute('aria-label', `${el.dataset.name}, ${total} steps, ${summary}, open`);
    counts.reduce((x, count, i) => { const w = 256 * count / total; bar[i].setAttribute('x', x); bar[i].setAttribute('width', w); return x + w; }, 0);
    markEdges(key, css);
    const box = el.querySelector('.pulled-out'); box.replaceChildren();
    pulled.forEach(([no, name], i) => box.append(pulledOut(no, name, i)));
    if (failed > pulled.length) { const more = document.createElementNS(SVG, 'text'); more.setAttribute('class', 'pulled-more'); more.setAttribute('x', 24); more.setAttribute('y', 46 + pulled.length * SLOT + 16); more.textContent = `and ${failed - pulled.length} more failed`; box.append(more); }
  }

  function pulledOut(no, name, i) {
    const g = document.createElementNS(SVG, 'g'), make = (tag, attrs) => { const e = document.createElementNS(SVG, tag); for (const a in attrs) e.setAttribute(a, attrs[a]); g.append(e); return e; };
    for (const [a, v] of [['class', 'pulled s-failed'], ['data-no', no], ['tabindex', '0'], ['role', 'button'], ['aria-label', `${name}, Failed`], ['transform', `translate(22 ${49 + i * SLOT})`]]) g.setAttribute(a, v);
    make('rect', { width: 256, height: SLOT - 3, rx: 5 }); make('use', { href: '#shape-stop', x: 6, y: 4, width: 13, height: 13 });
    make('text', { x: 26, y: 15 }).textContent = name.length > 34 ? `${name.slice(0, 20)}…${name.slice(-13)}` : name;
    return g;
  }

  function select(no) {
    if (selected !== null) state.get(selected)?.el.classList.remove('selected');
    selected = no; const n = state.get(no); n?.el.classList.add('selected'); if (n) reveal(n.el);
  }

  function act(el) { if (el.classList.contains('pill')) dotnet.invokeMethodAsync('ExpandAsync', +el.dataset.key); else dotnet.invokeMethodAsync('SelectAsync', +el.dataset.no); }

  function focusNode(el) {
    current?.setAttribute('tabindex', '-1'); current = el; el.setAttribute('tabindex', '0'); el.focus({ preventScroll: true }); reveal(el);
  }

  // The nearest box in the pressed direction, sideways distance counting double.
  function neighbour(key) {
    const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key], [cx, cy] = place(current);
    let best = null, least = Infinity;
    for (const el of world.querySelectorAll('.node, .pill')) {
      const [x, y] = place(el), along = (x - cx) * dx + (y - cy) * dy, aside = Math.abs((x - cx) * dy) + Math.abs((y - cy) * dx);
      if (along > 1 && along + 2 * aside < least) { least = along + 2 * aside; best = el; }
    }
    return best;
  }

  on(root, 'keydown', e => {
    const el = e.target.closest('.node, .pill, .pulled'); if (!el) return;
    if (e.key === 'Enter' || e.key === ' ') { e.preventDefault(); act(el); }
    else if (e.key.startsWith('Arrow')) { e.preventDefault(); const next = neighbour(e.key); if (next) { follow && setFollow(false); focusNode(next); } }
    else if (e.key === '+') zoom(1.25); else if (e.key === '-') zoom(0.8); else if (e.key === '0') fit(MIN, true);
  });
  on(root, 'focusin', e => { const el = e.target.closest('.node, .pill'); if (el && el !== current) { current?.setAttribute('tabindex', '-1'); current = el; el.setAttribute('tabindex', '0'); } });
  on(root, 'pointerdown', e => { if (e.button === 0 && e.target.closest('.graph-canvas')) drag = { x: e.clientX, y: e.clientY, vx: view.x, vy: view.y, moved: false, id: e.pointerId }; });
  on(root, 'pointermove', e => {
    if (!drag) return;
    const dx = e.clientX - drag.x, dy = e.clientY - drag.y;
    if (!drag.moved && Math.hypot(dx, dy) < 5) return;
    if (!drag.moved) { drag.moved = true; canvas.setPointerCapture(drag.id); follow && setFollow(false); }
    view.x = drag.vx + dx; view.y = drag.vy + dy; paint();
  });
  on(root, 'pointerup', () => { const moved = drag?.moved; drag = moved ? { moved } : null; if (moved) setTimeout(() => { drag = null; }); });
  on(root, 'pointercancel', () => { drag = null; });
  on(root, 'click', e => {
    const tool = e.target.closest('[data-view]')?.dataset.view, box = e.target.closest('.node, .pill, .pulled');
    if (tool === 'in') zoom(1.25); else if (tool === 'out') zoom(0.8); else if (tool === 'fit') { setFollow(false); fit(MIN, true); } else if (tool === 'follow') setFollow(!follow);
    else if (box && !drag?.moved) { if (!box.classList.contains('pulled')) focusNode(box); act(box); }
    else if (e.target.closest('.minimap')) {
      const p = new DOMPoint(e.clientX, e.clientY).matrixTransform(minimap.getScreenCTM().inverse()), [w, h] = size();
      setFollow(false); view.x = w / 2 - p.x * view.k; view.y = h / 2 - p.y * view.k; paint(true);
    }
  });
  on(root, 'wheel', e => {
    if (!e.ctrlKey || !e.target.closest('.graph-canvas')) return;
    e.preventDefault(); const b = canvas.getBoundingClientRect(); zoom(Math.exp(-e.deltaY / 300), e.clientX - b.left, e.clientY - b.top);
  }, { passive: false });

  const clock = setInterval(() => { if (!document.hidden) for (const n of state.values()) if (n.since && (n.css === 's-running' || n.css === 's-waiting')) words(n); }, 1000);
  const resized = new ResizeObserver(() => { if (follow) { fit(READABLE); lookAtWork(); } else paint(); });
  index(); fit(READABLE); resized.observe(root);
  return {
    apply, select,
    redrawn() { index(); fit(READABLE); },
    dispose() { clearInterval(clock); resized.disconnect(); quit.abort(); },
  };
}
