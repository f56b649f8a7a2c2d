// Before the first paint: who has not chosen light or dark yet gets what the system prefers. Later choices are the cookie's.
(() => {
  if (/(?:^|; )tasker-theme=/.test(document.cookie) || !matchMedia('(prefers-color-scheme: dark)').matches) return;
  document.cookie = 'tasker-theme=material-dark; path=/; max-age=31536000; samesite=lax';
  document.documentElement.dataset.theme = 'dark';
  const link = document.getElementById('radzen-theme-link');
  if (link) link.href = link.href.replace('/material-base', '/material-dark-base');
})();
