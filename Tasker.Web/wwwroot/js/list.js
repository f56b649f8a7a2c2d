// Moving through a list by keyboard. The browser does all of it: no key travels to the server.
const typing = el => el?.closest?.('input:not([type=checkbox]), textarea, select, [contenteditable], dialog[open]');

export function mount(root) {
  const links = () => [...root.querySelectorAll('[data-row-link]')];

  function move(by) {
    const all = links();
    if (all.length === 0) return;
    const at = all.findIndex(link => link.closest('[data-row]').contains(document.activeElement));
    const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1)];
    next.focus();
    next.closest('[data-row]').scrollIntoView({ block: 'nearest' });
  }

  function onKey(e) {
    if (e.ctrlKey || e.metaKey || e.altKey || e.defaultPrevented || typing(e.target)) return;
    const inList = root.contains(e.target);
    if (e.key === 'j' || (e.key === 'ArrowDown' && inList)) move(1);
    else if (e.key === 'k' || (e.key === 'ArrowUp' && inList)) move(-1);
    else if (e.key === 'x' && inList) e.target.closest('[data-row]')?.querySelector('input[type=checkbox]')?.click();
    else if (e.key === 'n') document.querySelector('[data-new]')?.click();
    else return;
    e.preventDefault();
  }

  // A click beside the link opens the row too, unless text is being selected or something else was meant.
  function onClick(e) {
    const row = e.target.closest('[data-row]');
    if (!row || e.target.closest('a, button, input, .tick') || getSelection().toString()) return;
    row.querySelector('[data-row-link]').click();
  }

  document.addEventListener('keydown', onKey);
  root.addEventListener('click', onClick);
  return {
    dispose() {
      document.removeEventListener('keydown', onKey);
      root.removeEventListener('click', onClick);
    },
  };
}
