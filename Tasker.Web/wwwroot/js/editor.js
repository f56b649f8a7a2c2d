// CodeEditor's browser half: line numbers, marks, indenting, and the draft that survives a lost circuit.
const INDENT = '  ', PAUSE = 300;

export function mount(body, dotnet, draftKey) {
  const area = body.querySelector('textarea'), gutter = body.querySelector('.editor-gutter');
  const quit = new AbortController(), on = (event, handler) => area.addEventListener(event, handler, { signal: quit.signal });
  const key = draftKey && `tasker-draft:${draftKey}`;
  let timer = 0, lines = 0, marks = new Map(), leaving = false, saved = '';

  function number() {
    const count = area.value.split('\n').length;
    while (lines < count) { const row = document.createElement('div'); row.textContent = String(++lines); gutter.append(row); paint(lines); }
    while (lines > count) { gutter.lastChild.remove(); lines--; }
  }

  function paint(line) {
    const row = gutter.children[line - 1], problem = marks.get(line);
    if (!row) return;
    row.className = problem ? (problem.warning ? 'is-warning' : 'is-error') : '';
    row.title = problem?.message ?? '';
  }

  function changed() {
    number();
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (key) { if (area.value === saved) sessionStorage.removeItem(key); else sessionStorage.setItem(key, area.value); }
      dotnet.invokeMethodAsync('ChangedAsync');
    }, PAUSE);
  }

  // execCommand is the only way to change the text that the browser's undo knows about.
  function insert(text) { if (!document.execCommand('insertText', false, text)) { area.setRangeText(text, area.selectionStart, area.selectionEnd, 'end'); changed(); } }

  function indent(outwards) {
    const { value, selectionStart: start, selectionEnd: end } = area;
    if (start === end && !outwards) { insert(INDENT); return; }
    const first = value.lastIndexOf('\n', start - 1) + 1, block = value.slice(first, end);
    const moved = outwards ? block.replace(/^ {1,2}/gm, '') : block.replace(/^(?=.)/gm, INDENT);
    if (moved === block) return;
    area.setSelectionRange(first, end); insert(moved);
    if (start === end) area.setSelectionRange(Math.max(first, end + moved.length - block.length), Math.max(first, end + moved.length - block.length));
    else area.setSelectionRange(first, first + moved.length);
  }

  on('input', changed);
  on('scroll', () => { gutter.scrollTop = area.scrollTop; });
  on('blur', () => { leaving = false; });
  on('keydown', e => {
    if (e.key === 'Tab' && !leaving && !area.readOnly && !e.ctrlKey && !e.altKey) { e.preventDefault(); indent(e.shiftKey); return; }
    if (e.key === 'Enter' && !area.readOnly && !e.isComposing && !e.ctrlKey && !e.metaKey) {
      const before = area.value.slice(0, area.selectionStart), line = before.slice(before.lastIndexOf('\n') + 1), depth = /^ */.exec(line)[0];
      if (depth || line.trimEnd().endsWith(':')) { e.preventDefault(); insert('\n' + depth + (line.trimEnd().endsWith(':') ? INDENT : '')); }
    }
    leaving = e.key === 'Escape';
  });

  return {
    write(text) { saved = text; if (area.value !== text) { area.value = text; number(); } },
    read: () => new TextEncoder().encode(area.value),
    mark(problems) {
      const before = [...marks.keys()];
      marks = new Map(problems.toReversed().map(([line, warning, message]) => [line, { warning, message }]));
      for (const line of new Set([...before, ...marks.keys()])) paint(line);
    },
    goTo(line, column) {
      const rows = area.value.split('\n'), row = Math.min(line, rows.length) - 1;
      const at = rows.slice(0, row).reduce((sum, r) => sum + r.length + 1, 0) + Math.min(column - 1, rows[row].length);
      area.focus();
      area.setSelectionRange(at, at);
      area.scrollTop = Math.max(0, row * parseFloat(getComputedStyle(area).lineHeight) - area.clientHeight / 3);
    },
    hasDraft: () => !!key && sessionStorage.getItem(key) !== null && sessionStorage.getItem(key) !== area.value,
    restoreDraft() { area.value = sessionStorage.getItem(key) ?? area.value; changed(); area.focus(); },
    forgetDraft() { saved = area.value; if (key) sessionStorage.removeItem(key); },
    dispose() { clearTimeout(timer); quit.abort(); },
  };
}
