// Tells a page whether anybody can see it, so that a hidden tab costs the server nothing.
export function mount(dotnet) {
  const quit = new AbortController();
  const tell = () => dotnet.invokeMethodAsync('VisibleAsync', !document.hidden);
  document.addEventListener('visibilitychange', tell, { signal: quit.signal });
  if (document.hidden) tell();
  return { dispose() { quit.abort(); } };
}
