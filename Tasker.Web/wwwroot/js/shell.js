// What every page needs without asking the server: ticking times, copying, shortcuts, dialogs, coming back after a lost connection.
const openers = [];

export function openDialog(dialog) {
  const around = [];
  for (let el = document.activeElement; el?.closest('main'); el = el.parentElement) around.push(el);
  openers.push({ dialog, around });
  dialog.showModal();
  dialog.querySelector('[autofocus]')?.focus();
}

// Asked for before the page has taken the dialog away; until then the rest of the page takes no focus.
export function restoreFocus() {
  const last = openers.pop();
  if (!last) return;
  const { dialog, around } = last;
  if (!dialog.isConnected) { focusNear(around); return; }
  const removal = new MutationObserver(() => {
    if (dialog.isConnected) return;
    removal.disconnect();
    focusNear(around);
  });
  removal.observe(document.body, { childList: true, subtree: true });
}

// An act disables what it was asked from until its outcome is known: then the nearest control that can be used is next.
function focusNear(around) {
  for (const el of around) {
    const usable = el.isConnected && [el, ...el.querySelectorAll('*')].find(c => c.matches('a[href], button:enabled, input:enabled, select:enabled, summary') && c.checkVisibility());
    if (usable) { usable.focus(); return; }
  }
}

export async function save(name, stream) {
  const url = URL.createObjectURL(new Blob([await stream.arrayBuffer()], { type: 'application/octet-stream' }));
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  URL.revokeObjectURL(url);
}

export function setTheme(theme) { document.documentElement.dataset.theme = theme; }

// The same table as RelativeTime.Describe.
function describe(ms) {
  const s = Math.floor(Math.abs(ms) / 1000);
  if (s < 1) return 'now';
  const words = s < 60 ? `${s} s` : s < 3600 ? `${Math.floor(s / 60)} min` : s < 172800 ? `${Math.floor(s / 3600)} h` : `${Math.floor(s / 86400)} d`;
  return ms < 0 ? `in ${words}` : `${words} ago`;
}

function tick() {
  if (document.hidden) return;
  for (const el of document.querySelectorAll('time[data-relative]')) {
    const words = describe(Date.now() - Date.parse(el.dateTime));
    if (el.firstChild && el.firstChild.data !== words) el.firstChild.data = words;
  }
}

async function copy(button) {
  try { await navigator.clipboard.writeText(button.dataset.copy); }
  catch { return; }
  button.classList.add('copied');
  document.getElementById('announcer').textContent = 'Copied';
  setTimeout(() => { button.classList.remove('copied'); document.getElementById('announcer').textContent = ''; }, 1500);
}

function shortcuts(e) {
  if ((e.ctrlKey || e.metaKey) && !e.altKey && !e.shiftKey && e.key.toLowerCase() === 'k') {
    const box = document.querySelector('[data-search]');
    if (box) { e.preventDefault(); box.focus(); box.select(); }
  } else if (e.key === 'Enter' && !e.shiftKey && !e.isComposing && !e.repeat && e.target.matches?.('[data-submit-on-enter]')) {
    e.preventDefault();
    e.target.form.requestSubmit();
  }
}

// The framework gives up after a while; a person who comes back to the tab should not have to know that.
function comeBack() {
  const modal = document.getElementById('components-reconnect-modal');
  if (document.hidden || !modal) return;
  if (modal.classList.contains('components-reconnect-rejected')) location.reload();
  else if (modal.classList.contains('components-reconnect-failed')) retry();
}

async function retry() {
  if (!await window.Blazor.reconnect()) location.reload();
}

document.addEventListener('click', e => {
  const button = e.target.closest?.('[data-copy]');
  if (button) copy(button);
  if (e.target.closest?.('[data-reconnect]')) retry();
  if (e.target.closest?.('[data-reload]')) location.reload();
});
document.addEventListener('keydown', shortcuts);
document.addEventListener('visibilitychange', () => { tick(); comeBack(); });
setInterval(tick, 1000);
