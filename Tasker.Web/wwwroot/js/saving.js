// Ctrl+S (or Cmd+S) means "publish" inside the element, and never "save this page".
export function mount(root, dotnet) {
  const quit = new AbortController();
  document.addEventListener('keydown', e => {
    if (!(e.ctrlKey || e.metaKey) || e.altKey || e.shiftKey || e.key.toLowerCase() !== 's' || !root.isConnected) return;
    e.preventDefault();
    if (!e.repeat && !document.querySelector('dialog[open]')) dotnet.invokeMethodAsync('SaveAsync');
  }, { signal: quit.signal });
  return { dispose() { quit.abort(); } };
}
